/** What the constraints of a path say about a claim. `unknown` is an answer, not a failure. */
export type Verdict = 'yes' | 'no' | 'unknown';

export function negated(verdict: Verdict): Verdict {
  if (verdict === 'unknown') return 'unknown';
  return verdict === 'yes' ? 'no' : 'yes';
}
