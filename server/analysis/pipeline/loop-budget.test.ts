// Loops that make several things behind conditions: what tells their paths apart is forgotten before the budget is used up.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { defaultPlatform } from '#engine';
import { createAnalyzer } from './analyzer.js';

const resolve = createRequire(import.meta.url).resolve;

const driver = `
struct ring { void *head; void *tail; void *state; dma_addr_t head_dma, tail_dma, state_dma; int flags; };

int fill_rings(struct device *dev, struct ring *rings, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		struct ring *ring = &rings[i];

		if (ring->flags & 1)
			ring->head = dma_alloc_coherent(dev, 64, &ring->head_dma, GFP_KERNEL);
		if (ring->flags & 2)
			ring->tail = dma_alloc_coherent(dev, 64, &ring->tail_dma, GFP_KERNEL);
		if (ring->flags & 4)
			ring->state = dma_alloc_coherent(dev, 64, &ring->state_dma, GFP_KERNEL);
		if (ring->flags & 8)
			writel(ring->head_dma, ring->state);
	}
	return 0;
}
`;

test('a loop that allocates behind three conditions is followed to its end', async () => {
  const analyzer = await createAnalyzer({
    runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
  });
  try {
    const { functions } = analyzer.analyze(
      { path: 'rings.c', text: driver },
      { platform: defaultPlatform, rules: new Map(), minConfidence: 'low', budget: { paths: 2000, steps: 3000 } },
    );
    expect(functions.map(({ status }) => status)).toEqual([expect.objectContaining({ kind: 'analyzed' })]);
  } finally {
    analyzer.dispose();
  }
});
