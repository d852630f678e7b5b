// Tables of functions, and files that name no DMA: what they say of the others of their module.
import { describe, expect, test } from 'vitest';
import { analyzerOf, found, mapHelper, type Module, ringHeader, shown } from './support/module.js';

describe('tables of other files', () => {
  const opsHeader = `struct ring;
struct ring_ops {
	dma_addr_t (*map)(struct ring *ring, void *buf, size_t len);
};
struct ring {
	struct device *dev;
	const struct ring_ops *ops;
};
extern const struct ring_ops plain_ops;
`;
  const table = `#include "ring.h"
static dma_addr_t plain_map(struct ring *ring, void *buf, size_t len)
{
	return dma_map_single(ring->dev, buf, len, DMA_TO_DEVICE);
}
const struct ring_ops plain_ops = {
	.map = plain_map,
};
`;
  const caller = `#include "ring.h"
int ring_send(struct ring *ring, void *buf, size_t len)
{
	dma_addr_t h = ring->ops->map(ring, buf, len);

	if (dma_mapping_error(ring->dev, h))
		return -ENOMEM;
	dma_unmap_single(ring->dev, h, len, DMA_FROM_DEVICE);
	return 0;
}
`;
  const module = { 'ring.h': opsHeader, 'table.c': table, 'send.c': caller };

  test('name the one function that a call through them reaches', async () => {
    expect(await found(module, 'send.c')).toEqual(['dma/unmap-direction-mismatch 8 table.c:4 6']);
    expect(await found(module, 'table.c')).toEqual([]);
  });

  test('two functions are none', async () => {
    const other = table.replaceAll('plain', 'other');
    expect(await found({ ...module, 'other.c': other }, 'send.c')).toEqual([]);
  });

  test('a function that somebody puts there by a statement, by its place or through a macro counts', async () => {
    const others = [
      'void set(struct ring_ops *ops)\n{\n\tops->map = fast_map;\n}\n',
      'const struct ring_ops fast_ops = { fast_map, slow_map };\n',
      '#define OPS(name) { .map = name ## _map }\nconst struct ring_ops fast_ops = OPS(fast);\n',
    ];
    for (const other of others) {
      // With a name of the API, and without: a file that stands aside is asked as well.
      for (const text of [`#include "ring.h"\n${other}`, `#include "ring.h"\ndma_addr_t x;\n${other}`]) {
        expect(await found({ ...module, 'other.c': text }, 'send.c')).toEqual([]);
      }
    }
  });

  test('a table of another struct with a field of this name says nothing', async () => {
    const other = '#include "ring.h"\nconst struct domain_ops fast_ops = {\n\t.map = fast_map,\n};\n';
    expect(await found({ ...module, 'other.c': other }, 'send.c')).toHaveLength(1);
  });

  test('a module that exports something leaves its headers to others', async () => {
    const other = '#include "ring.h"\nint ring_id;\nEXPORT_SYMBOL_GPL(ring_id);\n';
    expect(await found({ ...module, 'other.c': other }, 'send.c')).toEqual([]);
  });

  test('say in which context a function is called, also those of a file without DMA', async () => {
    const alloc = `int ring_load(struct ring *ring)
{
	ring->cpu = dma_alloc_coherent(ring->dev, 65536, &ring->dma, GFP_ATOMIC);
	if (!ring->cpu)
		return -ENOMEM;
	return 0;
}
void ring_unload(struct ring *ring)
{
	dma_free_coherent(ring->dev, 65536, ring->cpu, ring->dma);
}
`;
    const ops = 'const struct file_operations ops = {\n\t.open = ring_load,\n\t.release = ring_unload,\n};\n';
    const own = { 'ring.h': ringHeader, 'load.c': `#include "ring.h"\n${alloc}` };
    expect(await found(own, 'load.c')).toEqual([]);
    expect(await found({ ...own, 'ops.c': ops }, 'load.c')).toEqual(['dma/gfp-flags 4']);
    const work = 'void start(void)\n{\n\ttasklet_setup(&t, ring_load);\n}\n';
    expect(await found({ ...own, 'ops.c': ops, 'work.c': work }, 'load.c')).toEqual([]);
  });
});

describe('a file that names no DMA', () => {
  const send = `#include "ring.h"
int ring_send(struct ring *ring, void *buf, size_t len)
{
	HANDLE h = ring_map(ring, buf, len);

	if (ring_start(ring, h))
		return -EIO;
	ring_unmap(ring, h, len);
	return 0;
}
`;
  const wrappers = `${mapHelper}void ring_unmap(struct ring *ring, dma_addr_t h, size_t len)
{
	dma_unmap_single(ring->dev, h, len, DMA_FROM_DEVICE);
}
`;
  const header = `${ringHeader}#define HANDLE dma_addr_t\n`;

  test('is analyzed where it calls what another one has for it', async () => {
    const module = { 'ring.h': header, 'map.c': wrappers, 'send.c': send };
    expect(await found(module, 'send.c')).toEqual(['dma/unmap-direction-mismatch 8 map.c:8 map.c:4 6']);
  });

  test('is left alone where the others have nothing for it', async () => {
    const analyze = await analyzerOf({
      'ring.h': header,
      'map.c': mapHelper.replace('dma_addr_t ring_map', 'static dma_addr_t ring_map'),
      'send.c': send,
    });
    expect(analyze('send.c').functions).toEqual([]);
  });

  test('is asked for again after an edit', async () => {
    const module: Module = { 'ring.h': header, 'map.c': '', 'send.c': send };
    const analyze = await analyzerOf(module);
    expect(analyze('send.c').functions).toEqual([]);
    module['map.c'] = wrappers;
    expect(analyze('send.c').functions).toHaveLength(1);
    module['send.c'] = send.replace('ring_map(', 'ring_other(').replace('ring_unmap(', 'ring_end(');
    expect(analyze('send.c').functions).toEqual([]);
  });

  test('changes nothing of what is found in the others', async () => {
    const module = { 'ring.h': header, 'map.c': wrappers, 'send.c': send };
    const analyze = await analyzerOf(module);
    analyze('send.c');
    expect(shown(module, 'map.c', analyze('map.c'))).toEqual(await found(module, 'map.c'));
  });
});

describe('a file that names no DMA', () => {
  const module: Module = {
    'nic.h': `struct nic { struct device *dev; u32 *ring; dma_addr_t ring_dma; struct tasklet_struct poll; };
`,
    'nic.c': `#include "nic.h"
static void nic_poll(struct tasklet_struct *t)
{
	struct nic *n = from_tasklet(n, t, poll);
	u32 *ring = n->ring;

	ring[0] = 0;
}

int nic_setup(struct nic *n)
{
	tasklet_setup(&n->poll, nic_poll);
	n->ring = dma_alloc_coherent(n->dev, 4096, &n->ring_dma, GFP_KERNEL);
	return n->ring ? 0 : -ENOMEM;
}

void nic_remove(struct nic *n)
{
	dma_free_coherent(n->dev, 4096, n->ring, n->ring_dma);
}
`,
  };

  test('may wait for a handler that another one sets up', async () => {
    const stop = `#include "nic.h"
void nic_stop(struct nic *n)
{
	tasklet_kill(&n->poll);
}
`;
    expect(await found(module, 'nic.c')).toEqual(['dma/release-while-active 19 2']);
    expect(await found({ ...module, 'stop.c': stop }, 'nic.c')).toEqual([]);
  });
});
