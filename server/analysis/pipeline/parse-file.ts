import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';
import { buildIndex } from '../index/build-index.js';
import { isReadName } from '../written/check-file.js';
import { dmaCone } from '../index/dma-cone.js';
import { isDmaApiName } from '../api/index.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import { createLowerContext } from '../graph/lower-context.js';
import { lowerFunction } from '../graph/lower-function.js';
import { prepareText } from '../text/prepare.js';
import type { CParser } from '../tree/parser.js';
import { functionDefinitionAt } from '../tree/read.js';

/** One file from text to graphs. The trees are gone; everything here is plain data. */
export interface ParsedFile {
  readonly index: FileIndex;
  /** Every function of the DMA cone in the order of the text; without a graph where the tree has no body for it. */
  readonly cone: readonly ConeFunction[];
  /** Functions beside the cone whose calls are read but whose paths nobody follows. */
  readonly others: readonly FunctionGraph[];
}

export interface ConeFunction {
  readonly declaration: FunctionDeclaration;
  readonly graph: FunctionGraph | undefined;
}

export function parseFile(parser: CParser, original: string): ParsedFile {
  const masked = prepareText(original);
  const tree = parser.parse(masked.text);
  try {
    const index = buildIndex(tree.root, masked);
    const names = dmaCone(index, isDmaApiName);
    const cx = createLowerContext(index, masked, parser);
    const lower = (declaration: FunctionDeclaration): ConeFunction => {
      const node = functionDefinitionAt(tree.root, declaration.nameAt.start);
      return { declaration, graph: node === undefined ? undefined : lowerFunction(node, cx) };
    };
    const inOrder = [...index.functions.values()].toSorted((left, right) => left.at.start - right.at.start);
    const cone = inOrder.filter((it) => names.has(it.name)).map(lower);
    const others = inOrder
      .filter((it) => !names.has(it.name) && [...it.mentions].some(isReadName))
      .flatMap((it) => lower(it).graph ?? []);
    return { index, cone, others };
  } finally {
    tree.delete();
  }
}
