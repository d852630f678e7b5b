import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printGraph } from '../server/analysis/graph/print-graph.js';
import { lowerText } from './support/lower.js';

const folder = join(import.meta.dirname, 'golden', 'graph');
const cases = readdirSync(folder).filter((name) => name.endsWith('.c'));

describe.each(cases)('%s', (name) => {
  const source = readFileSync(join(folder, name), 'utf8');

  test('is lowered to the graphs of its golden file', async () => {
    const graphs = await lowerText(source);
    const text = graphs.map(printGraph).join('\n');
    await expect(text).toMatchFileSnapshot(join(folder, name.replace(/\.c$/, '.golden')));
  });

  test('has spans that lie in the text', async () => {
    for (const graph of await lowerText(source)) {
      for (const block of graph.blocks) {
        for (const { at } of [...block.instrs, block.end]) {
          expect(graph.at.start).toBeLessThanOrEqual(at.start);
          expect(at.start).toBeLessThanOrEqual(at.end);
          expect(at.end).toBeLessThanOrEqual(graph.at.end);
        }
      }
    }
  });
});
