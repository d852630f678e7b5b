// Files of one module are understood together: what one declares, wraps or stores is known in the others.
import { describe, expect, test } from 'vitest';
import { createAnalyzer } from '../server/analysis/pipeline/analyzer.js';
import {
  analyzerOf,
  filesOf,
  found,
  mapHelper,
  type Module,
  options,
  ringHeader,
  shown,
  wasm,
} from './support/module.js';

describe('headers', () => {
  test('give the sizes of what they declare', async () => {
    const module = {
      'ring.h': ringHeader,
      'a.c': `#include "ring.h"
int ring_send(struct ring *ring)
{
	dma_addr_t h = dma_map_single(ring->dev, ring->cpu, RING_BYTES, DMA_TO_DEVICE);

	if (dma_mapping_error(ring->dev, h))
		return -ENOMEM;
	dma_unmap_single(ring->dev, h, 2048, DMA_TO_DEVICE);
	return 0;
}
`,
    };
    expect(await found(module, 'a.c')).toEqual(['dma/unmap-size-mismatch 8 4 6']);
    expect(await found({ 'a.c': module['a.c'] }, 'a.c')).toEqual([]);
  });

  test('give inline wrappers, also from a header of a header', async () => {
    const module = {
      'inner.h': `static inline dma_addr_t ring_map(struct device *dev, void *buf, size_t len)
{
	return dma_map_single(dev, buf, len, DMA_TO_DEVICE);
}
`,
      'outer.h': '#include "inner.h"\n',
      'a.c': `#include "outer.h"
int ring_send(struct device *dev, void *buf, size_t len)
{
	dma_addr_t h = ring_map(dev, buf, len);

	if (dma_mapping_error(dev, h))
		return -ENOMEM;
	dma_unmap_single(dev, h, len, DMA_FROM_DEVICE);
	return 0;
}
`,
    };
    expect(await found(module, 'a.c')).toEqual(['dma/unmap-direction-mismatch 8 inner.h:3 6']);
  });

  test('that include one another are read once', async () => {
    const module = {
      'a.h': '#include "b.h"\n#define SIZE 64\n',
      'b.h': '#include "a.h"\n',
      'a.c': `#include "b.h"
void send(struct device *dev, dma_addr_t h)
{
	dma_unmap_single(dev, h, SIZE, DMA_TO_DEVICE);
}
`,
    };
    expect(await found(module, 'a.c')).toEqual([]);
  });
});

describe('functions of other files', () => {
  const user = `#include "ring.h"
dma_addr_t ring_map(struct ring *ring, void *buf, size_t len);
int ring_send(struct ring *ring, void *buf, size_t len)
{
	dma_addr_t h = ring_map(ring, buf, len);

	if (dma_mapping_error(ring->dev, h))
		return -ENOMEM;
	dma_unmap_single(ring->dev, h, len, DMA_FROM_DEVICE);
	return 0;
}
`;

  test('are followed where they are called', async () => {
    const module = { 'ring.h': ringHeader, 'map.c': mapHelper, 'send.c': user };
    expect(await found(module, 'send.c')).toEqual(['dma/unmap-direction-mismatch 9 map.c:4 7']);
  });

  test('what they do wrong with what a caller gave is shown at the call', async () => {
    const module = {
      'ring.h': ringHeader,
      'unmap.c': `#include "ring.h"
void ring_unmap(struct ring *ring, dma_addr_t h, size_t len)
{
	dma_unmap_single(ring->dev, h, len, DMA_FROM_DEVICE);
}
`,
      'send.c': `#include "ring.h"
void ring_unmap(struct ring *ring, dma_addr_t h, size_t len);
int ring_send(struct ring *ring, void *buf, size_t len)
{
	dma_addr_t h = dma_map_single(ring->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(ring->dev, h))
		return -ENOMEM;
	ring_unmap(ring, h, len);
	return 0;
}
`,
    };
    expect(await found(module, 'send.c')).toEqual(['dma/unmap-direction-mismatch 9 unmap.c:4 5 7']);
    expect(await found(module, 'unmap.c')).toEqual([]);
  });

  test('a static one keeps to its file, whatever another one calls the same', async () => {
    const doMap = (direction: string): string => `#include "ring.h"
static dma_addr_t do_map(struct ring *ring, void *buf, size_t len)
{
	return dma_map_single(ring->dev, buf, len, ${direction});
}
`;
    const module = {
      'ring.h': ringHeader,
      'map.c': `${doMap('DMA_TO_DEVICE')}dma_addr_t ring_map(struct ring *ring, void *buf, size_t len)
{
	return do_map(ring, buf, len);
}
`,
      'send.c': `${doMap('DMA_FROM_DEVICE')}dma_addr_t ring_map(struct ring *ring, void *buf, size_t len);
int ring_send(struct ring *ring, void *buf, size_t len)
{
	dma_addr_t h = ring_map(ring, buf, len);

	if (dma_mapping_error(ring->dev, h))
		return -ENOMEM;
	dma_unmap_single(ring->dev, h, len, DMA_FROM_DEVICE);
	return 0;
}
int ring_receive(struct ring *ring, void *buf, size_t len)
{
	dma_addr_t h = do_map(ring, buf, len);

	if (dma_mapping_error(ring->dev, h))
		return -ENOMEM;
	dma_unmap_single(ring->dev, h, len, DMA_FROM_DEVICE);
	return 0;
}
`,
    };
    expect(await found(module, 'send.c')).toEqual(['dma/unmap-direction-mismatch 13 map.c:4 11']);
  });

  test('an edit of another file counts at once', async () => {
    const module: Module = { 'ring.h': ringHeader, 'map.c': mapHelper, 'send.c': user };
    const analyze = await analyzerOf(module);
    expect(shown(module, 'send.c', analyze('send.c'))).toHaveLength(1);
    module['map.c'] = mapHelper.replace('DMA_TO_DEVICE', 'DMA_FROM_DEVICE');
    expect(shown(module, 'send.c', analyze('send.c'))).toEqual([]);
    module['ring.h'] = `${ringHeader}#define DMA_FROM_DEVICE DMA_BIDIRECTIONAL\n`;
    expect(shown(module, 'send.c', analyze('send.c'))).toEqual([]);
  });
});

describe('fields', () => {
  test('filled in one file and released in another', async () => {
    const module = {
      'ring.h': ringHeader,
      'fill.c': `#include "ring.h"
int ring_fill(struct ring *ring)
{
	ring->dma = dma_map_single(ring->dev, ring->cpu, RING_BYTES, DMA_TO_DEVICE);
	return dma_mapping_error(ring->dev, ring->dma);
}
`,
      'drain.c': `#include "ring.h"
void ring_drain(struct ring *ring)
{
	dma_unmap_single(ring->dev, ring->dma, RING_BYTES, DMA_FROM_DEVICE);
}
`,
    };
    expect(await found(module, 'drain.c')).toEqual(['dma/unmap-direction-mismatch 4 fill.c:4']);
    expect(await found(module, 'fill.c')).toEqual([]);
  });
});

test('a handler that another file has to do with may be waited for there', async () => {
  const module = {
    'ring.h': `struct ring {
	struct device *dev;
	__le32 *cpu;
	dma_addr_t dma;
	struct work_struct reset;
};
`,
    'a.c': `#include "ring.h"
static void ring_reset(struct work_struct *work)
{
	struct ring *ring = container_of(work, struct ring, reset);

	ring->cpu[0] = 0;
}
int ring_make(struct ring *ring)
{
	INIT_WORK(&ring->reset, ring_reset);
	ring->cpu = dma_alloc_coherent(ring->dev, 4096, &ring->dma, GFP_KERNEL);
	return ring->cpu ? 0 : -ENOMEM;
}
void ring_drop(struct ring *ring)
{
	dma_free_coherent(ring->dev, 4096, ring->cpu, ring->dma);
}
`,
  };
  const waiter = `#include "ring.h"
static void ring_down(struct ring *ring)
{
	cancel_work_sync(&ring->reset);
	dma_sync_single_for_cpu(ring->dev, ring->dma, 4, DMA_FROM_DEVICE);
}
`;
  expect(await found(module, 'a.c')).toEqual(['dma/release-while-active 16 2']);
  expect(await found({ ...module, 'b.c': waiter }, 'a.c')).toEqual([]);
});

test('a file finds the same whichever files were analyzed before it', async () => {
  const module = {
    'ring.h': ringHeader,
    'map.c': mapHelper,
    'a.c': `#include "ring.h"
dma_addr_t ring_map(struct ring *ring, void *buf, size_t len);
int a_send(struct ring *ring, void *buf)
{
	dma_addr_t h = ring_map(ring, buf, RING_BYTES);

	if (dma_mapping_error(ring->dev, h))
		return -ENOMEM;
	dma_unmap_single(ring->dev, h, 64, DMA_TO_DEVICE);
	return 0;
}
`,
  };
  const analyze = await analyzerOf(module);
  analyze('map.c');
  const after = shown(module, 'a.c', analyze('a.c'));
  expect(after).toEqual(await found(module, 'a.c'));
  expect(after).toEqual(['dma/unmap-size-mismatch 9 map.c:4 7']);
});

test('what a function of another file may release is no leak of its caller', async () => {
  const module = {
    'ring.h': ringHeader,
    'free.c': `#include "ring.h"
void ring_free(struct ring *ring)
{
	if (ring->cpu)
		dma_free_coherent(ring->dev, RING_BYTES, ring->cpu, ring->dma);
}
`,
    'init.c': `#include "ring.h"
void ring_free(struct ring *ring);
int ring_init(struct ring *ring, int irq)
{
	int ret;

	ring->cpu = dma_alloc_coherent(ring->dev, RING_BYTES, &ring->dma, GFP_KERNEL);
	if (!ring->cpu)
		return -ENOMEM;
	ret = ring_start(ring, irq);
	if (ret) {
		ring_free(ring);
		return ret;
	}
	ret = ring_check(ring);
	if (ret)
		dma_free_coherent(ring->dev, RING_BYTES, ring->cpu, ring->dma);
	return ret;
}
`,
  };
  expect(await found(module, 'init.c')).toEqual([]);
});

test('anonymous structs of two headers stay apart', async () => {
  const module = {
    'a.h': 'struct first { struct { u8 bytes[64]; } in; };\n',
    'b.h': 'struct other { struct { u8 bytes[32]; } in; };\n',
    'a.c': `#include "a.h"
#include "b.h"
int send(struct device *dev, struct first *first)
{
	dma_addr_t h = dma_map_single(dev, &first->in, sizeof(first->in), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, h))
		return -ENOMEM;
	dma_unmap_single(dev, h, 64, DMA_TO_DEVICE);
	return 0;
}
`,
  };
  expect(await found(module, 'a.c')).toEqual([]);
});

test('work on a module that nobody waits for any more is given up between its files', async () => {
  const module = {
    'ring.h': ringHeader,
    'map.c': mapHelper,
    'send.c': mapHelper.replace('ring_map', 'ring_send'),
  };
  const read: string[] = [];
  const cancellation = { isCancelled: false };
  const files = filesOf(module);
  const analyzer = await createAnalyzer(wasm, {
    ...files,
    header(includer, name) {
      read.push(includer);
      // The edit comes while the first file of the module is read.
      cancellation.isCancelled = true;
      return files.header(includer, name);
    },
  });
  const file = { path: 'send.c', text: module['send.c'] };
  expect(analyzer.analyze(file, options, cancellation).functions).toEqual([]);
  expect(read).toEqual(['send.c']);
  cancellation.isCancelled = false;
  expect(analyzer.analyze(file, options).functions).toHaveLength(1);
  expect(read).toEqual(['send.c', 'send.c', 'map.c']);
});

describe('what a function that is not followed may change', () => {
  const chip = `struct chip {
	struct device *dev;
	unsigned char *buf;
	size_t length;
	u32 saved;
	dma_addr_t dma;
	void (*stop)(struct chip *chip);
};
`;
  const reading = `#include "chip.h"
void chip_save(struct chip *chip);
int chip_read(struct chip *chip, size_t length)
{
	dma_addr_t dma;

	chip->length = length;
	dma = dma_map_single(chip->dev, chip->buf, length - 2, DMA_FROM_DEVICE);
	if (dma_mapping_error(chip->dev, dma))
		return -ENOMEM;
	chip->dma = dma;
	chip_save(chip);
	writel(chip->dma, chip->base);
	dma_unmap_single(chip->dev, chip->dma, chip->length, DMA_FROM_DEVICE);
	return 0;
}
`;
  const saving = (statement: string): string => `#include "chip.h"
static u32 chip_get(struct chip *chip)
{
	return readl(chip->base);
}
static void chip_put(struct chip *chip, u32 value)
{
	${statement}
}
void chip_save(struct chip *chip)
{
	chip_put(chip, chip_get(chip));
}
`;

  test.each([
    ['other fields', 'chip->saved = value;', ['dma/unmap-size-mismatch 14 8 9']],
    ['the field', 'chip->length = value;', []],
    ['anything, through a pointer to a function', 'chip->stop(chip);', []],
  ])('%s', async (_, statement, expected) => {
    expect(await found({ 'chip.h': chip, 'core.c': saving(statement), 'read.c': reading }, 'read.c')).toEqual(expected);
  });

  test('is the same where its file has to do with DMA too', async () => {
    const other = 'int chip_mask(struct device *dev)\n{\n\treturn dma_set_mask(dev, DMA_BIT_MASK(32));\n}\n';
    const core = saving('chip->saved = value;') + other;
    expect(await found({ 'chip.h': chip, 'core.c': core, 'read.c': reading }, 'read.c')).toEqual([
      'dma/unmap-size-mismatch 14 8 9',
    ]);
  });

  test('is anything where nobody has its text', async () => {
    expect(await found({ 'chip.h': chip, 'read.c': reading }, 'read.c')).toEqual([]);
  });
});
