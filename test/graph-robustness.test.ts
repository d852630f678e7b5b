import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FunctionGraph } from '../server/analysis/graph/function-graph.js';
import { successors } from '../server/analysis/graph/loops.js';
import { lowerText } from './support/lower.js';

const folder = join(import.meta.dirname, 'golden', 'graph');
const cases = readdirSync(folder).filter((name) => name.endsWith('.c'));

/** Every target exists, every block can be reached, and the parameters are the first locals. */
function expectSound(graph: FunctionGraph): void {
  const reached = new Set(graph.blocks.flatMap((block) => successors(block.end)));
  for (const id of reached) expect(graph.blocks[id]?.id).toBe(id);
  for (const block of graph.blocks.slice(1)) expect(reached.has(block.id)).toBe(true);
  expect(graph.locals.slice(0, graph.parameterCount).every((it) => it.kind === 'parameter')).toBe(true);
}

test.each(cases)('text that ends anywhere in %s is lowered to sound graphs', async (name) => {
  const source = readFileSync(join(folder, name), 'utf8');
  for (let end = 0; end < source.length; end += 7) {
    for (const graph of await lowerText(source.slice(0, end))) expectSound(graph);
  }
});

test.each(cases)('text of %s with a piece missing is lowered to sound graphs', async (name) => {
  const source = readFileSync(join(folder, name), 'utf8');
  for (let start = 0; start < source.length; start += 31) {
    for (const graph of await lowerText(source.slice(0, start) + source.slice(start + 5))) expectSound(graph);
  }
});
