// Small functions of the kernel's headers: what they answer decides paths, and nothing they do changes anything.
import { expect, test } from 'vitest';
import { found } from './support/module.js';

const header = (inlines: string): string => `#ifndef _LINUX_QUEUE_H
#define _LINUX_QUEUE_H
#define QUEUE_MAPS BIT(3)
struct queue_caps { u32 flags; };
struct queue { struct queue_caps caps; void *priv; };
${inlines}
#endif
`;

/** Maps and unmaps where the queue says so, which is wrong for those who think that it may change its mind. */
const driver = (test: string): string => `#include <linux/queue.h>
int queue_send(struct device *dev, struct queue *q, void *buf, size_t len)
{
	dma_addr_t h = 0;

	if (${test}) {
		h = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, h))
			return -ENOMEM;
	}
	queue_start(len);
	if (${test})
		dma_unmap_single(dev, h, len, DMA_TO_DEVICE);
	return 0;
}
`;
const predicate = `static inline bool queue_maps(const struct queue *q)
{
	return q->caps.flags & QUEUE_MAPS;
}`;
const foundBy = (test: string, inlines: string): Promise<readonly string[]> =>
  found({ 'include/linux/queue.h': header(inlines), 'a.c': driver(test) }, 'a.c');

test('a predicate answers the same as long as nothing changes', async () => {
  expect(await foundBy('queue_maps(q)', predicate)).toEqual([]);
  expect(await foundBy('queue_maps(q)', '')).toEqual(['dma/unmap-of-unmapped 13 6 12 4']);
});

test('a value from the device is the same read twice, whatever its byte order', async () => {
  const swapped = `static inline u32 queue_state(const struct queue *q)
{
	return le32_to_cpu(q->caps.flags) & 7;
}`;
  expect(await foundBy('queue_state(q)', swapped)).toEqual([]);
  expect(await foundBy('queue_state(q)', '')).toEqual(['dma/unmap-of-unmapped 13 6 12 4']);
});

test('one may call another, and declare what it needs', async () => {
  const through = `${predicate}
static __always_inline bool queue_is_mapped(struct queue_caps *caps)
{
	const struct queue *q = container_of(caps, struct queue, caps);

	if (unlikely(!caps))
		return false;
	return queue_maps(q);
}`;
  expect(await foundBy('queue_is_mapped(&q->caps)', through)).toEqual([]);
});

test.each([
  [
    'depends on a configuration',
    `#ifdef CONFIG_QUEUE\n${predicate}\n#else\nstatic inline bool queue_maps(const struct queue *q) { return false; }\n#endif`,
  ],
  ['changes something', 'static inline bool queue_maps(struct queue *q) { q->caps.flags = 0; return true; }'],
  ['counts', 'static inline bool queue_maps(struct queue *q) { return q->caps.flags++; }'],
  ['calls what nobody knows', 'static inline bool queue_maps(struct queue *q) { return queue_ask(q); }'],
  ['calls itself', 'static inline bool queue_maps(struct queue *q) { return q->priv && queue_maps(q->priv); }'],
  ['is no inline function', 'bool queue_maps(struct queue *q);'],
])('one that %s is a function nobody knows', async (_, inlines) => {
  expect(await foundBy('queue_maps(q)', inlines)).toEqual(await foundBy('queue_maps(q)', ''));
});

test('what the driver calls so itself is its own', async () => {
  const own = `static bool queue_maps(struct queue *q) { return queue_ask(q); }\n`;
  const text = driver('queue_maps(q)').replace('int queue_send', `${own}int queue_send`);
  const module = (inlines: string) => ({ 'include/linux/queue.h': header(inlines), 'a.c': text });
  expect(await found(module(predicate), 'a.c')).toEqual(await found(module(''), 'a.c'));
  expect(await found(module(predicate), 'a.c')).toEqual(['dma/unmap-of-unmapped 14 7 13 5']);
});

test('a step of a witness may stand in it', async () => {
  const test = 'queue_maps(q)';
  const inlines = `static inline bool queue_maps(const struct queue *q)
{
	if (q->caps.flags & QUEUE_MAPS)
		return true;
	return false;
}`;
  const inverted = driver(test).replace(`	if (${test})\n		dma_unmap`, `	if (!${test})\n		dma_unmap`);
  expect(await found({ 'include/linux/queue.h': header(inlines), 'a.c': inverted }, 'a.c')).toEqual([
    'dma/unmap-of-unmapped 13 include/linux/queue.h:8 include/linux/queue.h:8 4',
  ]);
});
