import type { Terminator } from '../graph/instr.js';
import type { Path } from './path.js';
import type { StopReason } from './stop-reason.js';

/** A path that ran to its end, and why it ended. */
export interface EndedPath {
  readonly path: Path;
  readonly reason: StopReason;
  /** For `returned`: where, and with what. */
  readonly exit: Extract<Terminator, { kind: 'return' }> | undefined;
}

/** What comes of running one path to the end of its block, or into a call. */
export interface BlockOutcome {
  readonly paths: readonly Path[];
  readonly ended: readonly EndedPath[];
}

export function ends(path: Path, reason: StopReason): BlockOutcome {
  return { paths: [], ended: [{ path, reason, exit: undefined }] };
}
