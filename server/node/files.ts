import { readFileSync } from 'node:fs';
import { isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { describeError } from './io.js';

export type ReadSource =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** The text of a C file. Offsets count from after a byte order mark, as editors do. */
export function readSource(path: string): ReadSource {
  try {
    return decodeSource(readFileSync(path));
  } catch (error) {
    return { kind: 'unreadable', why: readFailure(error) };
  }
}

/** UTF-8. Line ends stay as they are, and bytes that are no UTF-8 become one replacement character each. */
export function decodeSource(bytes: Uint8Array): ReadSource {
  if (bytes.includes(0)) {
    return { kind: 'unreadable', why: 'has NUL bytes, so it is not C source' };
  }
  return { kind: 'text', text: new TextDecoder('utf-8').decode(bytes) };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'no space left on the device',
};

/** What a failed file operation says, without the stack and the name of the system call. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? describeError(error);
}

/** How a path is shown: relative to the folder the command runs in when it is below it, else as it was given. */
export function displayPath(cwd: string, given: string, below = ''): string {
  const absolute = resolve(cwd, given, below);
  const fromHere = relative(cwd, absolute);
  const isBelow = fromHere !== '' && fromHere !== '..' && !fromHere.startsWith(`..${sep}`) && !isAbsolute(fromHere);
  const shown = isBelow ? fromHere : normalize(join(given, below));
  return sep === '/' ? shown : shown.replaceAll(sep, '/');
}
