// What a helper in a header of the module does with a mapping decides whether its caller leaves one behind.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { defaultPlatform } from '#engine';
import { createLineIndex } from '../server/analysis/base/line-index.js';
import { createAnalyzer } from '../server/analysis/pipeline/analyzer.js';

const resolve = createRequire(import.meta.url).resolve;
const wasm = {
  runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
  grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
};

/** The lines at which a mapping is left behind. */
async function leaks(module: Readonly<Record<string, string>>, path: string): Promise<readonly number[]> {
  const text = module[path] ?? '';
  const analyzer = await createAnalyzer(wasm, {
    header: (_, name) => (module[name] === undefined ? undefined : { path: name, text: module[name] }),
    siblings: () => [],
    kernelHeaders: () => [],
  });
  const { findings } = analyzer.analyze(
    { path, text },
    { platform: defaultPlatform, rules: new Map(), minConfidence: 'low', budget: { paths: 2_000, steps: 50_000 } },
  );
  analyzer.dispose();
  const lines = createLineIndex(text);
  return findings
    .filter(({ rule }) => rule === 'dma/leak-on-error-path')
    .map(({ at }) => lines.lineColumnAt(at.start).line + 1);
}

test('what an inline helper of a header got is in the ring that the caller walks back', async () => {
  const module = {
    'queue.h': `struct slot { struct slot *prev, *next; void *owner; dma_addr_t addr; u32 len; };
struct txq { struct device *dev; struct slot *to_use, *to_clean; };
static inline void txq_put(struct txq *q, dma_addr_t addr, u32 len)
{
	q->to_use->addr = addr;
	q->to_use->len = len;
	q->to_use = q->to_use->next;
}
`,
    'queue.c': `#include "queue.h"
static int txq_queue_parts(struct txq *q, void **parts, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		dma_addr_t addr = dma_map_single(q->dev, parts[i], 256, DMA_TO_DEVICE);

		if (dma_mapping_error(q->dev, addr))
			return -ENOMEM;
		txq_put(q, addr, 256);
	}
	return 0;
}

int txq_send(struct txq *q, void **parts, int count)
{
	struct slot *s;
	int ret = txq_queue_parts(q, parts, count);

	if (ret == 0)
		return 0;
	for (s = q->to_use->prev; !s->owner && s->next != q->to_clean; s = s->prev)
		dma_unmap_single(q->dev, s->addr, s->len, DMA_TO_DEVICE);
	q->to_use = s->next;
	return ret;
}

int txq_refuse(struct txq *q, void *part)
{
	dma_addr_t addr = dma_map_single(q->dev, part, 256, DMA_TO_DEVICE);

	if (dma_mapping_error(q->dev, addr))
		return -ENOMEM;
	if (q->to_use == q->to_clean)
		return -EBUSY;
	txq_put(q, addr, 256);
	return 0;
}
`,
  };
  expect(await leaks(module, 'queue.c')).toEqual([36]);
});

test('a mapping that a getter of a header is asked about is not left behind where it failed', async () => {
  const module = {
    'regbuf.h': `struct regbuf { struct device *dev; void *data; dma_addr_t addr; };
static inline dma_addr_t regbuf_addr(struct regbuf *rb)
{
	return rb->addr;
}
`,
    'regbuf.c': `#include "regbuf.h"
int regbuf_map(struct regbuf *rb)
{
	rb->addr = dma_map_single(rb->dev, rb->data, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(rb->dev, regbuf_addr(rb))) {
		kfree(rb);
		return -EIO;
	}
	return 0;
}
`,
  };
  expect(await leaks(module, 'regbuf.c')).toEqual([]);
});
