// A callee that is not followed is known by what it returned when it was explored by itself.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { defaultPlatform } from '#engine';
import { createAnalyzer } from './analyzer.js';

const resolve = createRequire(import.meta.url).resolve;

/** So many ways through a function that its callers do not follow it. */
const questions = Array.from(
  { length: 40 },
  (_, bit) => `	if (m->flags & (1 << ${bit % 31}))\n		writel(m->at[${bit}], m->regs + ${bit});`,
);

const driver = (failure: string): string => `
struct machine { struct device *dev; void __iomem *regs; u32 flags; u32 at[64]; dma_addr_t test; };

static int start(struct machine *m)
{
	m->test = dma_map_single(m->dev, m->at, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(m->dev, m->test))
		return ${failure};
${questions.join('\n')}
	dma_unmap_single(m->dev, m->test, 64, DMA_TO_DEVICE);
	return 0;
}

int send(struct machine *m, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(m->dev, buf, len, DMA_TO_DEVICE);
	int ret;

	if (dma_mapping_error(m->dev, addr))
		return -ENOMEM;
	ret = start(m);
	if (ret > 0)
		return -EIO;
	dma_unmap_single(m->dev, addr, len, DMA_TO_DEVICE);
	return ret;
}
`;

async function rulesIn(text: string): Promise<readonly string[]> {
  const analyzer = await createAnalyzer({
    runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
  });
  try {
    const budget = { paths: 2000, steps: 8000 };
    const options = { platform: defaultPlatform, rules: new Map(), minConfidence: 'low', budget } as const;
    return analyzer.analyze({ path: 'machine.c', text }, options).findings.map((it) => it.rule);
  } finally {
    analyzer.dispose();
  }
}

test('a test of a result that never comes is passed over', async () => {
  expect(await rulesIn(driver('-ENOMEM'))).toEqual([]);
});

test('one that can come is not', async () => {
  expect(await rulesIn(driver('1'))).toEqual(['dma/leak-on-error-path']);
});
