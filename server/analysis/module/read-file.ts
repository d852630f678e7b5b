import { isDmaApiName } from '../api/index.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import { createLowerContext } from '../graph/lower-context.js';
import { lowerFunction } from '../graph/lower-function.js';
import type { CType } from '../index/c-type.js';
import { buildIndex } from '../index/build-index.js';
import { dmaCone } from '../index/dma-cone.js';
import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';
import type { MaskedText } from '../text/masked-text.js';
import { prepareText } from '../text/prepare.js';
import type { CParser, ParsedTree } from '../tree/parser.js';
import { functionDefinitionAt } from '../tree/read.js';
import type { ConeFunction } from './parsed-file.js';
import type { SourceFile } from './source-file.js';
import { worthReading } from './worth-reading.js';

/** A file that was read and not yet lowered. Whoever reads it deletes the tree. */
export interface ReadFile {
  readonly masked: MaskedText;
  readonly tree: ParsedTree;
  /** What this file declares by itself. */
  readonly own: FileIndex;
}

/** `headers`: their macros decide what `#if` leaves of the file. */
export function readFile(parser: CParser, { text }: SourceFile, headers: readonly FileIndex[]): ReadFile {
  const moduleMacro = (name: string): string | undefined =>
    headers.findLast(({ macros }) => macros.has(name))?.macros.get(name)?.body;
  const masked = prepareText(text, { moduleMacro });
  const tree = parser.parse(masked.text);
  let own: FileIndex | undefined;
  try {
    own = buildIndex(tree.root, masked);
    return { masked, tree, own };
  } finally {
    if (own === undefined) tree.delete();
  }
}

export interface LoweredFile {
  readonly cone: readonly ConeFunction[];
  readonly others: readonly FunctionGraph[];
}

/** The functions of a file that matter. `isWrapper` names functions of other files that call the API for this one. */
export function lowerFile(
  parser: CParser,
  { masked, tree }: ReadFile,
  view: FileIndex,
  isWrapper: (name: string) => boolean,
): LoweredFile {
  const names = dmaCone(view, (name) => isDmaApiName(name) || isWrapper(name));
  const cx = createLowerContext(view, masked, parser);
  const lower = (declaration: FunctionDeclaration): ConeFunction => {
    const node = functionDefinitionAt(tree.root, declaration.nameAt.start);
    return { declaration, graph: node === undefined ? undefined : lowerFunction(node, cx) };
  };
  const isReadable = worthReading(view);
  const inOrder = [...view.functions.values()].toSorted((left, right) => left.at.start - right.at.start);
  return {
    cone: inOrder.filter((it) => names.has(it.name)).map(lower),
    others: inOrder.filter((it) => !names.has(it.name) && isReadable(it)).flatMap((it) => lower(it).graph ?? []),
  };
}

/**
 * Functions that call the API by themselves and hand what it gives or takes to their caller: whoever calls one calls the
 * API. One that maps and unmaps for itself is none.
 */
export function wrappersIn({ functions }: FileIndex): readonly FunctionDeclaration[] {
  return [...functions.values()].filter((it) => [...it.mentions].some(isDmaApiName) && handsOn(it));
}

/** Whether a caller gets or gives a mapping through it. */
export const handsOn = ({ returns, parameters }: FunctionDeclaration): boolean =>
  [returns, ...parameters.map(({ type }) => type)].some(isHandedOn);

/** A handle, where to put one, a list of pieces, or memory that is given back. */
function isHandedOn(type: CType, position: number): boolean {
  const to = type.kind === 'pointer' ? type.to : type;
  if (to.kind === 'named' && to.name === 'dma_addr_t') return true;
  if (to.kind === 'struct' && (to.tag === 'scatterlist' || to.tag === 'sg_table')) return true;
  return position === 0 && type.kind === 'pointer';
}
