// What is taken of the kernel's own headers, and what is not.
import { describe, expect, test } from 'vitest';
import { createAnalyzer } from '../server/analysis/pipeline/analyzer.js';
import { analyzerOf, filesOf, found, type Module, options, shown, wasm } from './support/module.js';

describe('headers of the kernel tree', () => {
  const kernel = `#ifndef _LINUX_RING_H
#define _LINUX_RING_H
#define RING_BYTES 2048
#define RING_TWICE (RING_BYTES * 2)
#ifdef CONFIG_RING_LARGE
#define RING_EXTRA 64
#else
#define RING_EXTRA 32
#endif
enum ring_mode { RING_OFF, RING_SEND, RING_RECEIVE = 4 };
struct ring_tail { __le32 words[RING_BYTES / 1024]; };
struct ring_head { __le32 state; u8 address[6]; __le16 count; struct ring_tail tail; };
struct ring_config {
	u32 first;
#ifdef CONFIG_RING_LARGE
	u32 second;
#endif
};
typedef u32 dma_addr_t;
static inline void ring_check(void *buf) { }
#endif
`;
  const unmapping = (mapped: string, released: string): string => `#include <linux/ring.h>
int ring_send(struct device *dev, void *buf)
{
	dma_addr_t h = dma_map_single(dev, buf, ${mapped}, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, h))
		return -ENOMEM;
	dma_unmap_single(dev, h, ${released}, DMA_TO_DEVICE);
	return 0;
}
`;
  const foundWith = (mapped: string, released: string): Promise<readonly string[]> =>
    found({ 'include/linux/ring.h': kernel, 'a.c': unmapping(mapped, released) }, 'a.c');
  const mismatch = ['dma/unmap-size-mismatch 8 4 6'];

  test('tell what constants are', async () => {
    expect(await foundWith('RING_TWICE', '4096')).toEqual([]);
    expect(await foundWith('RING_TWICE', 'RING_BYTES')).toEqual(mismatch);
    expect(await foundWith('RING_RECEIVE', 'RING_SEND')).toEqual(mismatch);
    expect(await found({ 'a.c': unmapping('RING_TWICE', 'RING_BYTES') }, 'a.c')).toEqual([]);
  });

  test('tell how large structs are, with those inside', async () => {
    expect(await foundWith('sizeof(struct ring_head)', '20')).toEqual([]);
    expect(await foundWith('sizeof(struct ring_head)', '16')).toEqual(mismatch);
  });

  test('tell how large structs without a name are, of the header that they stand in', async () => {
    const described = (inner: string): string => `struct ring_pair { struct { ${inner} } at; u32 last; };\n`;
    const including = `#include <linux/other.h>\n#include <linux/pair.h>\n`;
    const foundWithSize = (released: string): Promise<readonly string[]> =>
      found(
        {
          'include/linux/other.h': described('u32 first; u32 second;').replace('ring_pair', 'ring_many'),
          'include/linux/pair.h': described('u32 first;'),
          'a.c': `${including}struct ring_many *ring_all;\n${unmapping('sizeof(struct ring_pair)', released)}`,
        },
        'a.c',
      );
    expect(await foundWithSize('8')).toEqual([]);
    expect(await foundWithSize('12')).toEqual(['dma/unmap-size-mismatch 11 7 9']);
  });

  test('say nothing that a configuration decides', async () => {
    expect(await foundWith('RING_EXTRA', '32')).toEqual([]);
    expect(await foundWith('sizeof(struct ring_config)', '4')).toEqual([]);
  });

  test('tell of what type fields are, also behind one that a configuration may take away', async () => {
    const stream = `struct ring_stream {
#ifdef CONFIG_RING_LARGE
	u32 extra;
#endif
	struct ring_run *run;
};
struct ring_run { dma_addr_t dma_start; unsigned long start; };
`;
    const mmap = (field: string): string => `#include <linux/stream.h>
dma_addr_t ring_mask;
int ring_mmap(struct ring_stream *stream, struct vm_area_struct *vma)
{
	return remap_pfn_range(vma, vma->vm_start, stream->run->${field} >> PAGE_SHIFT, 4096, vma->vm_page_prot);
}
`;
    const analyzed = async (field: string): Promise<readonly string[]> => {
      const module: Module = { 'include/linux/stream.h': stream, 'a.c': mmap(field) };
      const analyzer = await createAnalyzer(wasm, filesOf(module));
      const rules = new Map([['dma/mmap-pfn', 'error']] as const);
      return shown(module, 'a.c', analyzer.analyze({ path: 'a.c', text: mmap(field) }, { ...options, rules }));
    };
    expect(await analyzed('dma_start')).toEqual(['dma/mmap-pfn 5']);
    expect(await analyzed('start')).toEqual([]);
  });

  test('leave to the driver what it declares itself', async () => {
    const own = `#define RING_BYTES 4096\n${unmapping('RING_TWICE', 'RING_BYTES')}`;
    expect(await found({ 'include/linux/ring.h': kernel, 'a.c': own }, 'a.c')).toEqual([]);
  });

  test('are those of a header of the driver too, and of a subsystem also what they divide', async () => {
    const module = {
      'include/linux/ring.h': kernel,
      'include/media/ring.h': '#include <linux/other.h>\n#include <media/ring-ids.h>\n',
      'include/media/ring-ids.h': 'enum { RING_ID_BYTES = 16 };\n',
      'include/linux/other.h': 'enum { RING_OTHER_BYTES = 16 };\n',
      'ring.h': '#include <linux/ring.h>\n#include <media/ring.h>\n',
    };
    const send = (released: string): string => unmapping('RING_BYTES', released).replace('<linux/ring.h>', '"ring.h"');
    expect(await found({ ...module, 'a.c': send('1024') }, 'a.c')).toEqual(mismatch);
    expect(await found({ ...module, 'a.c': send('RING_ID_BYTES') }, 'a.c')).toEqual(mismatch);
    // Another header of the kernel is nobody's but its own includers'.
    expect(await found({ ...module, 'a.c': send('RING_OTHER_BYTES') }, 'a.c')).toEqual([]);
  });

  test('an edit of one counts at once', async () => {
    const module: Module = { 'include/linux/ring.h': kernel, 'a.c': unmapping('RING_BYTES', '2048') };
    const analyze = await analyzerOf(module);
    expect(shown(module, 'a.c', analyze('a.c'))).toEqual([]);
    module['include/linux/ring.h'] = kernel.replace('2048', '1024');
    expect(shown(module, 'a.c', analyze('a.c'))).toEqual(mismatch);
  });

  test('tell of a device that it is the one of another driver', async () => {
    const bridge = `struct bridge { struct pci_dev *pdev; };
`;
    const probing = (device: string): string => `#include <linux/bridge.h>
struct tool { struct bridge *bridge; struct pci_dev *pdev; void *base; dma_addr_t addr; };
static int tool_probe(struct pci_dev *pdev, struct tool *t)
{
	t->pdev = pdev;
	t->base = dma_alloc_coherent(&${device}->dev, 64, &t->addr, GFP_KERNEL);
	return t->base ? 0 : -ENOMEM;
}
`;
    const foundFor = (device: string): Promise<readonly string[]> =>
      found({ 'include/linux/bridge.h': bridge, 'a.c': probing(device) }, 'a.c');
    expect(await foundFor('pdev')).toEqual(['dma/mask-missing 6']);
    expect(await foundFor('t->bridge->pdev')).toEqual([]);
  });
});
