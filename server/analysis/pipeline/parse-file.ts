import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';
import { buildIndex } from '../index/build-index.js';
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
    const declarations = [...index.functions.values()].filter((it) => names.has(it.name));
    const cx = createLowerContext(index, masked, parser);
    const cone = declarations
      .toSorted((left, right) => left.at.start - right.at.start)
      .map((declaration) => {
        const node = functionDefinitionAt(tree.root, declaration.nameAt.start);
        return { declaration, graph: node === undefined ? undefined : lowerFunction(node, cx) };
      });
    return { index, cone };
  } finally {
    tree.delete();
  }
}
