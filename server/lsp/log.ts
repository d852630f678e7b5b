import type { Connection } from 'vscode-languageserver';
import type { Log } from './guard.js';

/** A log that also remembers its last lines, for a bug report. */
export interface RememberingLog extends Log {
  recent(): readonly string[];
}

const rememberedLines = 50;

export function createLog(connection: Connection): RememberingLog {
  let lines: readonly string[] = [];
  const remember = (level: string, message: string): string => {
    lines = [...lines.slice(1 - rememberedLines), `${level}: ${message}`];
    return message;
  };
  return {
    error: (message) => connection.console.error(remember('error', message)),
    warn: (message) => connection.console.warn(remember('warn', message)),
    info: (message) => connection.console.info(remember('info', message)),
    recent: () => lines,
  };
}
