// Files of one module are understood together: what one declares, wraps or stores is known in the others.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { defaultPlatform } from '#engine';
import { createLineIndex } from '../server/analysis/base/line-index.js';
import type { ModuleFiles } from '../server/analysis/module/module-files.js';
import { createAnalyzer } from '../server/analysis/pipeline/analyzer.js';
import type { AnalysisOptions, FileAnalysis } from '../server/analysis/pipeline/file-analysis.js';

const resolve = createRequire(import.meta.url).resolve;
const wasm = {
  runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
  grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
};

const options: AnalysisOptions = {
  platform: defaultPlatform,
  rules: new Map(),
  minConfidence: 'low',
  budget: { paths: 2_000, steps: 50_000 },
};

/** A module of texts by path; the `.c` files are linked together. A test may change them. */
type Module = Record<string, string>;

const filesOf = (module: Module): ModuleFiles => ({
  header: (_, name) => (module[name] === undefined ? undefined : { path: name, text: module[name] }),
  kernelHeaders: (_, name) => {
    const path = `include/${name}`;
    return module[path] === undefined ? [] : [{ path, text: module[path] }];
  },
  siblings: (path) =>
    Object.entries(module)
      .filter(([other]) => other.endsWith('.c') && other !== path)
      .map(([other, text]) => ({ path: other, text })),
});

async function analyzerOf(module: Module): Promise<(path: string) => FileAnalysis> {
  const analyzer = await createAnalyzer(wasm, filesOf(module));
  return (path) => analyzer.analyze({ path, text: module[path] ?? '' }, options);
}

/** `rule line` of each finding, with the places of its notes. */
async function found(module: Module, path: string): Promise<readonly string[]> {
  return shown(module, path, (await analyzerOf(module))(path));
}

function shown(module: Module, path: string, { findings }: FileAnalysis): readonly string[] {
  const lines = createLineIndex(module[path] ?? '');
  return findings.map(({ rule, at, notes }) => {
    const places = notes.map((note) =>
      note.elsewhere === undefined
        ? `${lines.lineColumnAt(note.at.start).line + 1}`
        : `${note.elsewhere.path}:${note.elsewhere.start.line + 1}`,
    );
    return [rule, lines.lineColumnAt(at.start).line + 1, ...places].join(' ');
  });
}

const mapHelper = `#include "ring.h"
dma_addr_t ring_map(struct ring *ring, void *buf, size_t len)
{
	return dma_map_single(ring->dev, buf, len, DMA_TO_DEVICE);
}
`;

const ringHeader = `struct ring {
	struct device *dev;
	u8 buffer[128];
	void *cpu;
	dma_addr_t dma;
};
#define RING_BYTES 4096
`;

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
});
