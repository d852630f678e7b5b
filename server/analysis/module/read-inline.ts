import { createLowerContext } from '../graph/lower-context.js';
import { lowerFunction } from '../graph/lower-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import { buildIndex } from '../index/build-index.js';
import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';
import { prepareText } from '../text/prepare.js';
import type { CParser } from '../tree/parser.js';
import { functionDefinitionAt } from '../tree/read.js';
import { addressOf, longestOtherFile } from './address.js';
import type { PickedInline } from './picked-inlines.js';
import { relocated } from './relocate.js';
import type { SourceFile } from './source-file.js';

/** A small function of a kernel header as a file understands it that calls it. */
export interface FollowedInline {
  readonly file: SourceFile;
  readonly declaration: FunctionDeclaration;
  readonly graph: FunctionGraph;
}

/** Reads them with what the file knows of structs and numbers: a header of the kernel alone knows little of others. */
export function readInlines(
  parser: CParser,
  picked: Iterable<PickedInline>,
  view: FileIndex,
): readonly FollowedInline[] {
  return [...picked].flatMap((it) => (isNamedIn(view, it.name) ? [] : (readInline(parser, it, view) ?? [])));
}

/** Whether a name means something of the driver's own. */
export const isNamedIn = ({ functions, externals, macros }: FileIndex, name: string): boolean =>
  functions.has(name) || externals.has(name) || macros.has(name);

function readInline(parser: CParser, { file, at, name }: PickedInline, view: FileIndex): FollowedInline | undefined {
  const start = at.start % longestOtherFile;
  const masked = prepareText(file.text.slice(start, start + at.end - at.start));
  const tree = parser.parse(masked.text);
  try {
    const declaration = buildIndex(tree.root, masked).functions.get(name);
    const node = declaration && functionDefinitionAt(tree.root, declaration.nameAt.start);
    if (declaration === undefined || node === undefined) return undefined;
    const graph = lowerFunction(node, createLowerContext(view, masked, parser));
    if (graph.problems.length > 0) return undefined;
    const to = { by: addressOf(file.path) + start, nameOf: (it: string) => it };
    return { file, declaration: relocated(declaration, to), graph: relocated(graph, to) };
  } finally {
    tree.delete();
  }
}
