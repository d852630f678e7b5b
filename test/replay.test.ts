// Paths of C text played on machines: what is asked of a machine, and what becomes of its answer.
import { describe, expect, test } from 'vitest';
import { defaultPlatform, findPlatform, platforms } from '#engine';
import { exploreFile } from '../server/analysis/pipeline/analyze-functions.js';
import { withMappings } from '../server/analysis/pipeline/file-analysis.js';
import { parseAlone } from './support/parse-alone.js';
import { prepareReplay, type ReplayedFile } from '../server/analysis/pipeline/replayed-file.js';
import { pathTraces } from '../server/analysis/present/path-trace.js';
import { type PathSoFar, planTrace } from '../server/analysis/replay/plan.js';
import { finished } from '../server/analysis/replay/planner.js';
import { analyze } from './support/harness.js';

const missingSync = `
static int poll(struct device *dev, void __iomem *regs, u8 *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_FROM_DEVICE);
	int first;

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	writel(addr, regs);
	first = *buf;
	dma_unmap_single(dev, addr, 64, DMA_FROM_DEVICE);
	return first;
}
`;

const wrongDirection = `
static int fetch(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	return 0;
}
`;

const lateWrite = `
static int send(struct device *dev, void __iomem *regs, u8 *cmd)
{
	dma_addr_t addr = dma_map_single(dev, cmd, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	cmd[0] = 1;
	writel(addr, regs);
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}
`;

const leak = `
static int set_up(struct device *dev, void *in, void *out, size_t len)
{
	dma_addr_t rx, tx;

	tx = dma_map_single(dev, out, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, tx))
		return -ENOMEM;
	rx = dma_map_single(dev, in, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, rx))
		return -ENOMEM;
	dma_unmap_single(dev, rx, len, DMA_FROM_DEVICE);
	dma_unmap_single(dev, tx, len, DMA_TO_DEVICE);
	return 0;
}
`;

const twice = `
static void stop(struct device *dev, dma_addr_t addr)
{
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	dma_unmap_page(dev, addr, 64, DMA_TO_DEVICE);
}
`;

const onStack = `
static int ask(struct device *dev)
{
	u8 answer[16];
	dma_addr_t addr = dma_map_single(dev, answer, sizeof(answer), DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, sizeof(answer), DMA_FROM_DEVICE);
	return 0;
}
`;

describe('consequences', () => {
  test.each([
    [
      'missing sync',
      missingSync,
      'armv7-noncoh',
      'may',
      /can read .* instead of what the device wrote at line 9, because of a line the CPU may have loaded/,
    ],
    [
      'wrong direction',
      wrongDirection,
      'armv7-iommu',
      'may',
      /^The CPU can read .* instead of what the device wrote at line 8/,
    ],
    [
      'late write',
      lateWrite,
      'exynos4',
      'may',
      /^The device can read .* instead of the CPU's store at line 8: the store is still in the data cache/,
    ],
    [
      'leak',
      leak,
      'armv7-iommu',
      'must',
      /^The IOVA 0x20000000 stays allocated, and the device can still reach `out` there\.$/,
    ],
    ['second unmap', twice, 'armv7-iommu', 'must', /^The kernel warns: unmap of a page table hole\.$/],
    ['stack', onStack, 'x86-coherent', 'must', /^The kernel warns: rejecting DMA map of vmalloc memory\.$/],
  ])('%s: %#', (_what, text, platform, certainty, message) => {
    const [finding, ...others] = analyze(text, { platform }).findings;
    expect(others).toEqual([]);
    expect(finding?.consequence).toEqual({ platform, certainty, message: expect.stringMatching(message) as string });
  });

  test.each([missingSync, wrongDirection, lateWrite, leak])(
    'a coherent machine without IOMMU shows none: %#',
    (text) => {
      const { findings } = analyze(text, { platform: 'x86-coherent' });
      expect(findings.map((it) => it.consequence)).toEqual([undefined]);
    },
  );

  test.each([missingSync, wrongDirection, lateWrite, leak, twice, onStack])(
    'no finding depends on the machine: %#',
    (text) => {
      const all = platforms.map(({ name }) =>
        analyze(text, { platform: name }).findings.map(({ rule, level, message, fingerprint }) => [
          rule,
          level,
          message,
          fingerprint,
        ]),
      );
      expect(new Set(all.map((it) => JSON.stringify(it))).size).toBe(1);
    },
  );

  test('what was assumed to see it is told', () => {
    const [finding] = analyze(wrongDirection).findings;
    expect(finding?.assumptions).toEqual([
      expect.stringMatching(/^len = 1536 \(any value/),
      'the device fills `buf` before',
      'the CPU reads the buffer afterwards',
    ]);
  });

  test('what another function mapped is assumed to be mapped as it is used', () => {
    const [finding] = analyze(twice).findings;
    expect(finding?.assumptions).toEqual(['`addr` was mapped before as it is used here']);
  });
});

async function replayed(text: string, platform = 'armv7-iommu'): Promise<ReplayedFile> {
  const parsed = await parseAlone(text);
  return prepareReplay(
    parsed,
    exploreFile(parsed, { paths: 100, steps: 10_000 }, () => false),
    findPlatform(platform) ?? defaultPlatform,
  );
}

/** The plan of every path through a function, one line for each op: its source line and what it is. */
async function plansOf(text: string): Promise<readonly (readonly string[])[]> {
  const { facts, explored, text: unit } = await replayed(text);
  return [...explored.runs.values()].flatMap((run) =>
    run.ended.flatMap(({ path, reason }) => {
      if (reason.kind !== 'returned') return [];
      const { ops } = finished(planTrace(facts, path));
      return [ops.map(({ at, key }) => `${unit.place(at).replace('line ', '')} ${key.split(' ')[0]}`)];
    }),
  );
}

describe('plans', () => {
  test('every path is played as it goes', async () => {
    expect(await plansOf(missingSync)).toEqual([
      ['4 allocate', '4 fail', '4 map-single'],
      [
        '4 allocate',
        '4 map-single',
        '4 check',
        '9 program',
        '9 doorbell',
        '9 device-write',
        '10 cpu-load',
        '11 release',
      ],
    ]);
  });

  test('a relaxed register write is one, and only what is mapped is accessed', async () => {
    const text = missingSync.replace('writel', 'writel_relaxed').replace('first = *buf', 'first = 0');
    expect((await plansOf(text)).at(-1)).toEqual([
      '4 allocate',
      '4 map-single',
      '4 check',
      '9 program',
      '9 doorbell',
      '9 device-write',
      '11 release',
    ]);
  });

  test('lists, allocations and registers', async () => {
    const text = `
static int set_up(struct device *dev, struct scatterlist *sgl, phys_addr_t fifo)
{
	dma_addr_t ring, reg;
	void *desc = dma_alloc_coherent(dev, 4096, &ring, GFP_KERNEL);
	int count;

	if (!desc)
		return -ENOMEM;
	count = dma_map_sg(dev, sgl, 3, DMA_TO_DEVICE);
	if (!count) {
		dma_free_coherent(dev, 4096, desc, ring);
		return -ENOMEM;
	}
	reg = dma_map_resource(dev, fifo, 4, DMA_TO_DEVICE, 0);
	if (!dma_mapping_error(dev, reg))
		dma_unmap_resource(dev, reg, 4, DMA_TO_DEVICE, 0);
	dma_unmap_sg(dev, sgl, 3, DMA_TO_DEVICE);
	dma_free_coherent(dev, 4096, desc, ring);
	return 0;
}
`;
    const plans = await plansOf(text);
    expect(plans).toContainEqual(['5 fail', '5 alloc']);
    const list = ['10 allocate', '10 allocate', '10 allocate'];
    expect(plans).toContainEqual(['5 alloc', ...list, '10 fail', '10 map-sg', '12 release']);
    const released = ['18 release', '19 release'];
    expect(plans.filter((ops) => ops.includes('19 release'))).toEqual([
      ['5 alloc', ...list, '10 map-sg', '15 fail', '15 map-resource', ...released],
      ['5 alloc', ...list, '10 map-sg', '15 map-resource', '15 check', '17 release', ...released],
    ]);
  });

  test('memory for a process, another table and a part of a mapping', async () => {
    const text = `
static int show(struct device *dev, struct vm_area_struct *vma, struct sg_table *sgt, void *buf)
{
	dma_addr_t dma;
	void *desc = dmam_alloc_coherent(dev, 8192, &dma, GFP_KERNEL);
	struct sg_table *far = dma_alloc_noncontiguous(dev, 8192, DMA_TO_DEVICE, GFP_KERNEL, 0);
	dma_addr_t h = dma_map_single(dev, buf, 64, DMA_FROM_DEVICE);

	dma_get_sgtable(dev, sgt, desc, dma, 8192);
	dma_vmap_noncontiguous(dev, 8192, far);
	dma_sync_single_range_for_cpu(dev, h, 16, 32, DMA_FROM_DEVICE);
	dma_sync_single_for_cpu(dev, h + 32, 32, DMA_FROM_DEVICE);
	dma_unmap_single(dev, h, 64, DMA_FROM_DEVICE);
	dma_free_noncontiguous(dev, 8192, far, DMA_TO_DEVICE);
	return dma_mmap_coherent(dev, vma, desc, dma, 8192);
}
`;
    expect(await plansOf(text)).toContainEqual([
      '5 alloc',
      '6 alloc-noncontiguous',
      '7 allocate',
      '7 map-single',
      '9 sg-table',
      '10 vmap',
      '11 sync-for-cpu',
      '12 sync-for-cpu',
      '13 release',
      '14 release',
      '15 mmap',
    ]);
  });

  test('a shared buffer is exported before it is imported, and used as the path found it', async () => {
    const text = `
static int borrow(struct device *dev, struct dma_buf *buf)
{
	struct dma_buf_attachment *attach = dma_buf_attach(buf, dev);
	struct sg_table *sgt;

	if (IS_ERR(attach))
		return PTR_ERR(attach);
	sgt = dma_buf_map_attachment(attach, DMA_TO_DEVICE);
	if (!IS_ERR(sgt))
		dma_buf_unmap_attachment(attach, sgt, DMA_TO_DEVICE);
	dma_buf_detach(buf, attach);
	return 0;
}
`;
    const exported = ['4 create', '4 export', '4 get', '4 attach'];
    expect(await plansOf(text)).toEqual([
      [],
      [...exported, '12 detach'],
      [...exported, '9 map-attachment', '11 unmap-attachment', '12 detach'],
    ]);
  });
});

/** The path on which the mapping succeeds. */
function sentPath({ explored }: ReplayedFile): PathSoFar {
  const path = explored.runs
    .get('poll')
    ?.ended.find((it) => it.path.contract.some(({ state }) => state === 'released'))?.path;
  if (path === undefined) throw new Error('no path releases the mapping');
  return path;
}

describe('a machine', () => {
  test('plays what two plans share once', async () => {
    const file = await replayed(missingSync);
    const planner = planTrace(file.facts, sentPath(file));
    const first = file.machine.play(finished(planner)).played;
    const second = file.machine.play(finished(planner)).played;
    expect(first.length).toBeGreaterThan(2);
    expect(second.map(({ state }) => state)).toEqual(first.map(({ state }) => state));
    expect(second.every(({ state }, position) => state === first[position]?.state)).toBe(true);
  });
});

describe('mappings', () => {
  test('are made when they are asked for, once', () => {
    const { mappings, ...rest } = analyze(missingSync);
    let times = 0;
    const analysis = withMappings(rest, () => {
      times += 1;
      return mappings;
    });
    expect(times).toBe(0);
    expect([analysis.mappings, analysis.mappings]).toEqual([mappings, mappings]);
    expect(times).toBe(1);
  });

  test('have addresses of the machine that is asked', () => {
    const lines = ['armv7-iommu', 'armv7-noncoh', 'exynos4', 'x86-coherent'].map(
      (platform) => analyze(missingSync, { platform }).mappings[0]?.view.lines[1] ?? '',
    );
    expect(lines.map((line) => line.split('`')[1])).toEqual(['0x20000000', '0x44000000', '0x00001000', '0x08000000']);
  });
});

describe('traces', () => {
  test('say what every step does on the machine', async () => {
    const parsed = await parseAlone(lateWrite);
    const explored = exploreFile(parsed, { paths: 100, steps: 10_000 }, () => false);
    const noncoh = findPlatform('armv7-noncoh') ?? defaultPlatform;
    const [traced] = pathTraces(prepareReplay(parsed, explored, noncoh), parsed);
    const [, sent] = traced?.paths ?? [];
    const ids = sent?.steps.map(({ machine }) => machine.map(({ id }) => id));
    expect(ids).toEqual([['CACHE_OP', 'MAPPED'], [], ['CPU_ACCESS_DEVICE_OWNED'], ['STALE_DEVICE_READ'], ['UNMAPPED']]);
  });
});
