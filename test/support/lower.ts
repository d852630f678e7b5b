import type { FunctionGraph } from '../../server/analysis/graph/function-graph.js';
import { createLowerContext } from '../../server/analysis/graph/lower-context.js';
import { lowerFunction } from '../../server/analysis/graph/lower-function.js';
import { buildIndex } from '../../server/analysis/index/build-index.js';
import { prepareText } from '../../server/analysis/text/prepare.js';
import { nodeKinds } from '../../server/analysis/tree/node-kinds.js';
import { topLevelItems } from '../../server/analysis/tree/read.js';
import { testParser } from './parser.js';

/** The graphs of every function of a file, in the order of the text. */
export async function lowerText(source: string): Promise<readonly FunctionGraph[]> {
  const parser = await testParser();
  const masked = prepareText(source);
  const tree = parser.parse(masked.text);
  try {
    const cx = createLowerContext(buildIndex(tree.root, masked), masked, parser);
    return topLevelItems(tree.root)
      .filter((item) => item.type === nodeKinds.functionDefinition)
      .map((node) => lowerFunction(node, cx));
  } finally {
    tree.delete();
  }
}
