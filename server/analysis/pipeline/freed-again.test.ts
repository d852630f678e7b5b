// What a function that failed freed and still names is freed again by its caller: seen without following either.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { defaultPlatform } from '#engine';
import { createAnalyzer } from './analyzer.js';

const resolve = createRequire(import.meta.url).resolve;

const driver = (after: string, isWorth = 'b->ring'): string => `
struct bench { struct device *dev; bool ready; void *ring; dma_addr_t ring_dma; void *log; dma_addr_t log_dma; };

static void bench_free(struct bench *b)
{
	if (b->log)
		dma_free_coherent(b->dev, 64, b->log, b->log_dma);
	if (${isWorth})
		dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
}

static int bench_alloc(struct bench *b)
{
	b->ring = dma_alloc_coherent(b->dev, 4096, &b->ring_dma, GFP_KERNEL);
	if (!b->ring)
		return -ENOMEM;
	b->log = dma_alloc_coherent(b->dev, 64, &b->log_dma, GFP_KERNEL);
	if (!b->log)
		goto free_ring;
	return 0;

free_ring:
	dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
	${after}
	return -ENOMEM;
}

int bench_start(struct bench *b)
{
	int ret = bench_alloc(b);

	if (ret)
		goto fail;
	return 0;
fail:
	bench_free(b);
	return ret;
}
`;

/** No step of any path is made. */
const budget = { paths: 1, steps: 1 };

async function doubleFrees(text: string): Promise<readonly string[]> {
  const analyzer = await createAnalyzer({
    runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
  });
  try {
    const options = { platform: defaultPlatform, rules: new Map(), minConfidence: 'low', budget } as const;
    const { findings } = analyzer.analyze({ path: 'bench.c', text }, options);
    return findings.filter(({ rule }) => rule === 'dma/double-free').map(({ message }) => message);
  } finally {
    analyzer.dispose();
  }
}

test('a pointer that is left behind is freed by whoever cleans up', async () => {
  expect(await doubleFrees(driver(''))).toEqual([
    '`ring` keeps its value when `bench_alloc` fails, so that `bench_free` frees it a second time',
  ]);
});

test('one that is cleared is not', async () => {
  expect(await doubleFrees(driver('b->ring = NULL;'))).toEqual([]);
});

test('nor is one where something else says whether there is anything', async () => {
  expect(await doubleFrees(driver('', 'b->ready'))).toEqual([]);
});

const renewing = `
struct bench { struct device *dev; void __iomem *regs; void *ring; dma_addr_t ring_dma; };

static void bench_free(struct bench *b)
{
	if (b->ring)
		dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
}

static int bench_renew(struct bench *b)
{
	bench_free(b);
	b->ring = dma_alloc_coherent(b->dev, 4096, &b->ring_dma, GFP_KERNEL);
	return b->ring ? 0 : -ENOMEM;
}

static int bench_irq(struct bench *b)
{
	int err = bench_renew(b);

	if (!err)
		err = request_irq(readl(b->regs), bench_isr, 0, "bench", b);
	return err;
}

int bench_start(struct bench *b)
{
	int err = bench_irq(b);

	if (err)
		bench_free(b);
	return err;
}
`;

test('nor one that a helper fills again before something else fails', async () => {
  expect(await doubleFrees(renewing)).toEqual([]);
});
