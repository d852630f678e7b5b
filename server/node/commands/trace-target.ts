import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** What of a file is traced. */
export type TraceScope =
  | { readonly kind: 'file' }
  /** Counts from 1. */
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'function'; readonly name: string };

export interface TraceTarget {
  readonly path: string;
  readonly scope: TraceScope;
}

/** `FILE`, `FILE:LINE` or `FILE:FUNCTION`. A file whose name has a colon is meant when it exists. */
export function parseTraceTarget(cwd: string, argument: string): TraceTarget {
  const parts = /^(.+):(?:(\d{1,9})|([A-Za-z_]\w*))$/.exec(argument);
  if (parts === null || existsSync(resolve(cwd, argument))) {
    return { path: argument, scope: { kind: 'file' } };
  }
  const [, path = argument, line, name] = parts;
  return line === undefined
    ? { path, scope: { kind: 'function', name: name ?? '' } }
    : { path, scope: { kind: 'line', line: Number(line) } };
}
