import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';
import type { CParser } from '../tree/parser.js';
import { addressOf } from './address.js';
import type { Header } from './headers.js';
import { type ReadFile, readFile } from './read-file.js';
import { relocated } from './relocate.js';
import type { SourceFile } from './source-file.js';

/** A `.c` file of a module with what it declares by itself. */
export interface DeclaredFile {
  readonly file: SourceFile;
  readonly headers: readonly Header[];
  readonly own: FileIndex;
  /** Its functions by the names they have for other files. */
  readonly outside: ReadonlyMap<string, FunctionDeclaration>;
}

export function declaredFile(
  parser: CParser,
  file: SourceFile,
  headers: readonly Header[],
): { readonly declared: DeclaredFile; readonly read: ReadFile } {
  const read = readFile(
    parser,
    file,
    headers.map((it) => it.index),
  );
  const nameOf = outsideName(file.path, read.own);
  const outside = new Map<string, FunctionDeclaration>();
  for (const declaration of read.own.functions.values()) {
    const moved = relocated(declaration, { by: addressOf(file.path), nameOf });
    const name = nameOf(declaration.name);
    outside.set(name, { ...moved, name, mentions: new Set([...declaration.mentions].map(nameOf)) });
  }
  return { declared: { file, headers, own: read.own, outside }, read };
}

/** What a name of a file is called elsewhere: a `static` one carries the file it belongs to, so that it stays apart. */
export function outsideName(path: string, { functions, globals }: FileIndex): (name: string) => string {
  return (name) => ((functions.get(name) ?? globals.get(name))?.isStatic === true ? `${path}:${name}` : name);
}
