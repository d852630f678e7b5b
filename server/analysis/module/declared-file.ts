import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';
import { type FunctionFills, noFills, readFunctionFills } from '../index/function-fills.js';
import { functionFields } from '../index/function-targets.js';
import type { CParser } from '../tree/parser.js';
import { addressOf } from './address.js';
import type { Header } from './headers.js';
import { exportsSomething } from './exports.js';
import { type ReadFile, readFile } from './read-file.js';
import { type KernelHeader, pickedFrom, type PickedDeclarations } from './kernel-headers.js';
import { relocated } from './relocate.js';
import type { SourceFile } from './source-file.js';

/** A `.c` file of a module with what it declares by itself. */
export interface DeclaredFile {
  readonly file: SourceFile;
  readonly headers: readonly Header[];
  readonly own: FileIndex;
  readonly kernelHeaders: readonly KernelHeader[];
  /** What it names of those. */
  readonly kernel: PickedDeclarations;
  /** What it puts into the fields of its headers and its own that hold functions. */
  readonly fills: FunctionFills;
  readonly isExporting: boolean;
}

export function declaredFile(
  parser: CParser,
  file: SourceFile,
  headers: readonly Header[],
  kernelHeaders: readonly KernelHeader[],
): { readonly declared: DeclaredFile; readonly read: ReadFile } {
  const read = readFile(
    parser,
    file,
    headers.map((it) => it.index),
  );
  const fields = new Set(
    [...headers.flatMap((it) => it.functionFields), ...functionFields(read.own)].map((it) => it.field),
  );
  const fills = headers.length === 0 ? noFills : readFunctionFills(read.masked, fields);
  const words = new Set(read.masked.tokens.texts);
  const kernel = pickedFrom(kernelHeaders, (word) => words.has(word) || headers.some((it) => it.words.has(word)));
  const isExporting = exportsSomething(file.text);
  return { declared: { file, headers, own: read.own, kernelHeaders, kernel, fills, isExporting }, read };
}

const seenOutside = new WeakMap<DeclaredFile, ReadonlyMap<string, FunctionDeclaration>>();

/** The functions of a file by the names they have for other files, with places those can tell from their own. */
export function outside(declared: DeclaredFile): ReadonlyMap<string, FunctionDeclaration> {
  const known = seenOutside.get(declared);
  if (known !== undefined) return known;
  const { file, own } = declared;
  const to = { by: addressOf(file.path), nameOf: outsideName(file.path, own) };
  const functions = new Map<string, FunctionDeclaration>();
  for (const declaration of own.functions.values()) {
    const name = to.nameOf(declaration.name);
    const mentions = new Set([...declaration.mentions].map(to.nameOf));
    functions.set(name, { ...relocated(declaration, to), name, mentions });
  }
  seenOutside.set(declared, functions);
  return functions;
}

/** What a name of a file is called elsewhere: a `static` one carries the file it belongs to, so that it stays apart. */
export function outsideName(path: string, { functions, globals }: FileIndex): (name: string) => string {
  return (name) => ((functions.get(name) ?? globals.get(name))?.isStatic === true ? `${path}:${name}` : name);
}
