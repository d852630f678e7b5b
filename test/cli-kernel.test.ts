// The kernel tree whose headers are read, as options and configuration files name it.
import { beforeAll, expect, test } from 'vitest';
import { buildCommand, type CommandRun, dmaLens } from './support/command.js';
import { temporaryFolder } from './support/temporary-folder.js';

/** What is wrong with the size only the header of a kernel tree tells. */
const ringOfTree = {
  'tx.c': `#include <linux/dma-mapping.h>
#include <linux/ring.h>

static int tx(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, RING_BYTES, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 60, DMA_TO_DEVICE);
	return 0;
}
`,
  'tree/include/linux/dma-mapping.h': '',
  'tree/include/linux/ring.h': '#define RING_BYTES 64\n',
};

const folder = temporaryFolder();
const { make } = folder;

beforeAll(buildCommand, 300_000);

const run = (...args: readonly string[]): CommandRun => dmaLens(folder.path, ...args);
const check = (...args: readonly string[]): CommandRun => run('check', '--quiet', ...args);

test('check reads headers of the kernel tree it is given, and says when that is none', () => {
  make(ringOfTree);
  expect(check('tx.c').status).toBe(0);
  expect(check('--kernel=tree', 'tx.c').status).toBe(1);
  const { status, err } = check('--kernel=none', 'tx.c');
  expect([status, err]).toEqual([2, 'dma-lens: none is no kernel tree: it has no include/linux/dma-mapping.h\n']);
});

test('check takes the kernel tree of the configuration for files that stand in none', () => {
  const tx = ringOfTree['tx.c'];
  make({ ...ringOfTree, '.dma-lens.json': '{ "kernel": "../gone" }', 'a/tx.c': tx, 'a/b/tx.c': tx });
  make({ 'a/.dma-lens.json': '{ "kernel": "../tree" }', 'own/drivers/tx.c': tx });
  make({ 'own/include/linux/dma-mapping.h': '', 'own/.dma-lens.json': '{ "kernel": "../tree" }' });
  const { status, out, err } = check('tx.c', 'a', 'own/drivers');
  expect([...out.matchAll(/^\S+(?=:\d+:\d+: error)/gm)].map(([path]) => path)).toEqual(['a/b/tx.c', 'a/tx.c']);
  const problem = '../gone is no kernel tree: it has no include/linux/dma-mapping.h';
  expect([status, err]).toEqual([2, `dma-lens: .dma-lens.json:1:13: ${problem}\n`]);
  expect(check('--kernel=tree', 'own/drivers').status).toBe(1);
});

test('trace takes a kernel tree, from an option or the configuration', () => {
  make(ringOfTree);
  const wrong = /64 bytes/;
  expect(run('trace', 'tx.c').out).not.toMatch(wrong);
  expect(run('trace', '--kernel', 'tree', 'tx.c').out).toMatch(wrong);
  const problem = 'none is no kernel tree: it has no include/linux/dma-mapping.h';
  expect(run('trace', '--kernel', 'none', 'tx.c')).toEqual({ status: 2, out: '', err: `dma-lens: ${problem}\n` });
  make({ '.dma-lens.json': '{ "kernel": "tree" }' });
  expect(run('trace', 'tx.c').out).toMatch(wrong);
});
