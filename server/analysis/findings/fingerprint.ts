import { contentHash } from '../base/content-hash.js';
import type { Span } from '../base/span.js';
import type { RuleId } from './finding.js';
import type { Statements } from './statements.js';

/** What a fingerprint is made of. No path and no line: it survives moves and renames of files. */
export interface FingerprintSource {
  readonly rule: RuleId;
  readonly functionName: string;
  /** The primary location. */
  readonly at: Span;
  /** Where the mapping was made; the primary location itself when there is no mapping. */
  readonly origin: Span | undefined;
}

/**
 * One fingerprint per finding, in the order given. Findings with equal statements are told apart by their count, so
 * they must come in the order of the text.
 */
export function fingerprints(findings: readonly FingerprintSource[], statements: Statements): readonly string[] {
  const counts = new Map<string, number>();
  return findings.map(({ rule, functionName, at, origin }) => {
    const primary = statements.textAt(at.start);
    const mapping = origin === undefined ? '' : statements.textAt(origin.start);
    const base = [rule, functionName, primary, mapping].join('\0');
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    return contentHash(`${base}\0${count}`);
  });
}
