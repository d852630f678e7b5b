// What a cleared flag hides from all who would release it stays behind, though its holder goes on.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { defaultPlatform } from '#engine';
import { createAnalyzer } from './analyzer.js';

const resolve = createRequire(import.meta.url).resolve;

const types = `
struct duct {
	struct device *dev;
	struct dma_chan *chan;
	struct scatterlist in;
	bool uses_in;
	void *area;
	dma_addr_t area_dma;
};
`;

/** A helper that fails with a list mapped, one who starts without it, and one who stops. */
const mapping = ({ failed = 'd->uses_in = false;', asked = 'd->uses_in', again = '' }): string => `${types}
static int duct_start_in(struct duct *d)
{
	struct dma_slave_config config = {};

	if (!dma_map_sg(d->dev, &d->in, 1, DMA_FROM_DEVICE))
		return -EINVAL;
	if (dmaengine_slave_config(d->chan, &config) < 0)
		return -EIO; // left
	return 0;
}

void duct_startup(struct duct *d)
{
	if (duct_start_in(d)) {
		dev_warn(d->dev, "no DMA");
		${failed}
		return;
	}
	d->uses_in = true;
}

static void duct_unmap(struct duct *d)
{
	dma_unmap_sg(d->dev, &d->in, 1, DMA_FROM_DEVICE);
}

void duct_shutdown(struct duct *d)
{
	if (!${asked})
		return;
	duct_unmap(d);
	d->uses_in = false;
}
${again}`;

/** A function that goes on without memory for a channel, and says so by the channel alone. */
const allocating = ({ failed = 'd->chan = NULL;', asked = 'd->chan' }): string => `${types}
static void duct_init(struct duct *d)
{
	struct dma_slave_config config = {};

	d->chan = dma_request_chan(d->dev, "rx");
	if (IS_ERR(d->chan)) {
		d->chan = NULL;
		return;
	}
	d->area = dma_alloc_coherent(d->dev, 4096, &d->area_dma, GFP_KERNEL);
	if (!d->area)
		goto release;
	if (dmaengine_slave_config(d->chan, &config))
		goto release; // left
	return;
release:
	dma_release_channel(d->chan);
	${failed}
}

int duct_open(struct duct *d)
{
	duct_init(d);
	return 0;
}

void duct_close(struct duct *d)
{
	if (${asked})
		dma_free_coherent(d->dev, 4096, d->area, d->area_dma);
}
`;

const budget = { paths: 2_000, steps: 8_000 };

/** The lines, from 1, at which something is said to stay behind. */
async function leaks(text: string): Promise<readonly number[]> {
  const analyzer = await createAnalyzer({
    runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
  });
  try {
    const options = { platform: defaultPlatform, rules: new Map(), minConfidence: 'low', budget } as const;
    const { findings } = analyzer.analyze({ path: 'duct.c', text }, options);
    const left = findings.filter(({ rule }) => rule.endsWith('leak-on-error-path'));
    return left.map(({ at }) => text.slice(0, at.start).split('\n').length);
  } finally {
    analyzer.dispose();
  }
}

const marked = (text: string): readonly number[] =>
  text.split('\n').flatMap((line, index) => (line.endsWith('// left') ? [index + 1] : []));

test('a mapping whose flag the caller of its maker clears', async () => {
  const text = mapping({});
  expect(await leaks(text)).toEqual(marked(text));
});

test.each([
  ['the caller leaves the flag as it is', { failed: '' }],
  ['it is unmapped whatever the flag says', { asked: 'd->dev' }],
  ['the caller unmaps it', { failed: 'duct_unmap(d); d->uses_in = false;' }],
  ['another one unmaps it unasked', { again: 'void duct_drop(struct duct *d) { duct_unmap(d); }' }],
  ['another caller goes on', { again: 'void duct_again(struct duct *d) { duct_start_in(d); d->uses_in = true; }' }],
])('no mapping where %s', async (_, parts) => {
  expect(await leaks(mapping(parts))).toEqual([]);
});

test('memory that a function forgets by clearing the channel it is for', async () => {
  const text = allocating({});
  expect(await leaks(text)).toEqual(marked(text));
});

test.each([
  ['the channel stays where it is', { failed: '' }],
  ['it is freed with or without a channel', { asked: 'd->area' }],
])('no memory where %s', async (_, parts) => {
  expect(await leaks(allocating(parts))).toEqual([]);
});
