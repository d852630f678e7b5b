// What is freed before what uses it is waited for: what the module does nowhere else, so that each has a file of its own.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { defaultPlatform } from '#engine';
import { createAnalyzer } from './analyzer.js';

const resolve = createRequire(import.meta.url).resolve;

/** No step of any path is made. */
const budget = { paths: 1, steps: 1 };

async function earlyReleases(text: string): Promise<readonly string[]> {
  const analyzer = await createAnalyzer({
    runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
  });
  try {
    const options = { platform: defaultPlatform, rules: new Map(), minConfidence: 'low', budget } as const;
    const { findings } = analyzer.analyze({ path: 'early.c', text }, options);
    return findings.filter(({ rule }) => rule === 'dma/release-while-active').map(({ message }) => message);
  } finally {
    analyzer.dispose();
  }
}

const cyclic = `
struct cyclic {
	struct device *dev;
	struct dma_chan *chan;
	void *buf;
	dma_addr_t buf_dma;
};

static struct dma_async_tx_descriptor *cyclic_prepare(struct cyclic *c)
{
	return dmaengine_prep_dma_cyclic(c->chan, c->buf_dma, SZ_4K, SZ_1K, DMA_DEV_TO_MEM, 0);
}

static int cyclic_make(struct cyclic *c)
{
	c->chan = dma_request_chan(c->dev, "rx");
	if (IS_ERR(c->chan))
		return PTR_ERR(c->chan);
	c->buf = dma_alloc_coherent(c->dev, SZ_4K, &c->buf_dma, GFP_KERNEL);
	if (!c->buf)
		goto fail;
	if (!cyclic_prepare(c))
		goto free;
	return 0;
free:
	dma_free_coherent(c->dev, SZ_4K, c->buf, c->buf_dma);
fail:
	dma_release_channel(c->chan);
	return -ENOMEM;
}
`;

const freed = '\tdma_free_coherent(c->dev, SZ_4K, c->buf, c->buf_dma);\n';
const released = '\tdma_release_channel(c->chan);\n';
const removal = (...lines: readonly string[]): string =>
  `${cyclic}\nstatic void cyclic_remove(struct cyclic *c)\n{\n${lines.join('')}}\n`;

test('the memory of a transfer without end goes before its channel', async () => {
  expect(await earlyReleases(removal(freed, released))).toEqual([
    '`buf` is freed before `dma_release_channel` keeps the device from it',
  ]);
});

test('releasing the channel waits, as does what a function of the file waits with', async () => {
  expect(await earlyReleases(removal(released, freed))).toEqual([]);
  const stop = 'static void cyclic_stop(struct cyclic *c)\n{\n\tdmaengine_terminate_sync(c->chan);\n}\n';
  expect(await earlyReleases(removal(freed, released) + stop)).toEqual([]);
});

test('who gives up on a set-up has started nothing', async () => {
  expect(await earlyReleases(cyclic)).toEqual([]);
});

test('what comes after the users are gone, or from a probe that fails, finds nothing under way', async () => {
  const helper = `\nstatic void cyclic_free(struct cyclic *c)\n{\n${freed}${released}}\n`;
  const remove = (...lines: readonly string[]): string =>
    `${cyclic}${helper}\nstatic void cyclic_remove(struct cyclic *c)\n{\n${lines.join('')}}\n`;
  const [unregister, free] = ['\tiio_device_unregister(c->iio);\n', '\tcyclic_free(c);\n'];
  expect(await earlyReleases(remove(unregister, free))).toEqual([]);
  expect(await earlyReleases(remove(free, unregister))).toHaveLength(1);
});

const bounces = `
struct bounce {
	struct list_head node;
	bool busy;
	void *mem;
	dma_addr_t mem_dma;
};

struct bounces {
	struct device *dev;
	struct list_head all;
	void *setup;
	dma_addr_t setup_dma;
	spinlock_t lock;
	struct work_struct reap;
};

/* Frees what is not in use, as whoever ends it all does. */
static void bounces_reap(struct work_struct *work)
{
	struct bounces *b = container_of(work, struct bounces, reap);
	struct bounce *it, *next;

	list_for_each_entry_safe(it, next, &b->all, node) {
		if (it->busy)
			continue;
		list_del(&it->node);
		dma_free_coherent(b->dev, SZ_4K, it->mem, it->mem_dma);
	}
}

static int bounces_make(struct bounces *b)
{
	INIT_WORK(&b->reap, bounces_reap);
	b->setup = dma_alloc_coherent(b->dev, 8, &b->setup_dma, GFP_KERNEL);
	return b->setup ? 0 : -ENOMEM;
}
`;

/** `before` and `after` are what the end of everything does besides. */
const ending = (before: string, after: string): string => `${bounces}
static void bounces_end(struct bounces *b)
{
	struct bounce *it, *next;

	${before}
	list_for_each_entry_safe(it, next, &b->all, node) {
		list_del(&it->node);
		dma_free_coherent(b->dev, SZ_4K, it->mem, it->mem_dma);
	}
	${after}
}
`;

const all = 'dma_free_coherent(b->dev, 8, b->setup, b->setup_dma);';

test('a work that nobody waits for frees what the end of everything frees', async () => {
  expect(await earlyReleases(ending('', all))).toEqual([
    '`mem` is freed while `bounces_reap` may still use it: nothing waits for this work',
  ]);
});

test('one that is waited for does not, nor one that takes turns, nor does what only empties the list', async () => {
  expect(await earlyReleases(ending('cancel_work_sync(&b->reap);', all))).toEqual([]);
  expect(await earlyReleases(ending('spin_lock(&b->lock);', `${all} spin_unlock(&b->lock);`))).toEqual([]);
  expect(await earlyReleases(ending('', ''))).toEqual([]);
});
