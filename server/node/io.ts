/** The outside of one run of the command, given so that tests can read what was written. */
export interface Io {
  readonly cwd: string;
  /** Results. */
  out(text: string): void;
  /** Everything about the run itself. */
  err(text: string): void;
  /** Whether a person watches `err`: only then is a progress bar drawn. */
  readonly isTerminal: boolean;
}

/** What the command ends with, as README.md tells. The highest that applies counts. */
export const exitStatus = { clean: 0, findings: 1, badInput: 2, internalError: 3 } as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

export function worst(...statuses: readonly ExitStatus[]): ExitStatus {
  return statuses.reduce((left, right) => (left < right ? right : left), exitStatus.clean);
}

/** One line about what went wrong. */
export function complain(io: Io, message: string): void {
  io.err(`dma-lens: ${message}\n`);
}

export const describeError = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Our own bug in one line: what happened, and the innermost place, which is what a report of it needs. */
export function describeBug(error: unknown): string {
  const frame = error instanceof Error ? /^\s+at (.+)$/m.exec(error.stack ?? '')?.[1] : undefined;
  return frame === undefined ? describeError(error) : `${String(error)}, at ${frame}`;
}
