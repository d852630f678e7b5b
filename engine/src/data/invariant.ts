/** A claim that holds unless the engine itself has a bug. */
export function invariant(claim: boolean, message: string): asserts claim {
  if (!claim) throw new Error(`invariant broken: ${message}`);
}
