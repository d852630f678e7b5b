import type { Span } from '../base/span.js';
import { compareConfidence, compareLevels } from './confidence.js';
import type { Finding } from './finding.js';
import { witnessText } from './rank.js';

/** A finding before it has a fingerprint, with the mapping it is about. */
export type DraftFinding = Omit<Finding, 'fingerprint'> & { readonly origin: Span | undefined };

/**
 * One finding per place and cause. Many paths break the contract at the same step; what makes two of them two
 * problems is the rule, the place, or the mapping they are about. Whoever reads one sentence twice at one place cannot
 * tell the mappings apart and mends both at once, so the sentence counts too.
 */
export function dedupe(findings: readonly DraftFinding[]): readonly DraftFinding[] {
  return bestOfEach(bestOfEach(findings, placeAndCause), placeAndMessage);
}

function bestOfEach(
  findings: readonly DraftFinding[],
  keyOf: (finding: DraftFinding) => string,
): readonly DraftFinding[] {
  const best = new Map<string, DraftFinding>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const known = best.get(key);
    if (known === undefined || isBetter(finding, known)) {
      best.set(key, finding);
    }
  }
  return [...best.values()];
}

function placeAndCause({ rule, at, origin, functionName }: DraftFinding): string {
  return [rule, functionName, at.start, at.end, origin?.start, origin?.end].join(' ');
}

function placeAndMessage({ rule, at, functionName, message }: DraftFinding): string {
  return [rule, functionName, at.start, at.end, message].join(' ');
}

/** The surest, then the worst, then the one with the shortest witness; among equals the first by its text. */
function isBetter(left: DraftFinding, right: DraftFinding): boolean {
  const difference =
    compareConfidence(left.confidence, right.confidence) ||
    compareLevels(left.level, right.level) ||
    right.notes.length - left.notes.length;
  return difference === 0 ? witnessText(left) < witnessText(right) : difference > 0;
}
