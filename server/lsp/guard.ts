/** Where the server writes what a user may want to read when something is odd. */
export interface Log {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
}

/** A bug in one feature answers with `fallback` and a log line; it never takes the server down. */
export function guarded<Params extends readonly unknown[], Result>(
  name: string,
  fallback: Result,
  log: Log,
  handle: (...params: Params) => Promise<Result>,
): (...params: Params) => Promise<Result> {
  return async (...params) => {
    try {
      return await handle(...params);
    } catch (error) {
      log.error(`${name}: ${describeError(error)}`);
      return fallback;
    }
  };
}

export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
