import type { Finding } from './finding.js';

/**
 * The order of a file's findings: by place, then by what tells them apart. Total, so the result never depends on the
 * order of the input; without the fingerprint, which is counted in this order.
 */
export function byPlace(left: Omit<Finding, 'fingerprint'>, right: Omit<Finding, 'fingerprint'>): number {
  return (
    left.at.start - right.at.start ||
    left.at.end - right.at.end ||
    compareText(left.rule, right.rule) ||
    compareText(left.message, right.message) ||
    compareText(left.functionName, right.functionName) ||
    compareText(witnessText(left), witnessText(right))
  );
}

/** By code units: the same on every machine, whatever its language. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Message and witness as one text: equal for equal witnesses, and something to order them by. */
export function witnessText({ message, notes }: Pick<Finding, 'message' | 'notes'>): string {
  return JSON.stringify([message, notes.map((note) => [note.at.start, note.at.end, note.message])]);
}
