import { describe, expect, it } from 'vitest';
import type { ApiFunction, Role } from './api-function.js';
import { allApiFunctions, apiByName, isDmaApiName } from './index.js';

const names = allApiFunctions.map((row) => row.name);
const has = (row: ApiFunction | undefined, role: Role): boolean => row?.parameters.includes(role) ?? false;
const count = (row: ApiFunction, ...roles: Role[]): number =>
  row.parameters.filter((role) => roles.includes(role)).length;

describe('every row', () => {
  it('has a name of its own that C can call', () => {
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => !/^[A-Za-z_]\w*$/.test(name))).toEqual([]);
  });

  it('cites a kernel file and a version', () => {
    const cited = /^(include|arch|drivers)\/[\w/-]+\.h \(\d+\.\d+(\.\d+)?\)$/;
    expect(allApiFunctions.filter((row) => !cited.test(row.source))).toEqual([]);
  });

  it('returns an argument only where there is one', () => {
    const wrong = allApiFunctions.filter(
      (row) =>
        row.does === 'plain' &&
        (row.returns === 'same' || row.effect === 'same-value') &&
        row.parameters[row.returnsArgument ?? 0] === undefined,
    );
    expect(wrong).toEqual([]);
  });

  it('says which side a copy reads or writes', () => {
    const copies = allApiFunctions.filter((row) => row.does === 'plain' && row.effect === 'copy');
    expect(copies.length).toBeGreaterThan(10);
    expect(copies.filter((row) => count(row, 'cpu-read', 'cpu-write', 'changed') === 0)).toEqual([]);
  });
});

describe('makers and their releases', () => {
  const makers = allApiFunctions.filter((row) => row.does === 'map' || row.does === 'allocate');

  it.each(makers.map((row) => [row.name, row] as const))('%s is undone by rows of its family', (_, row) => {
    const undoing = row.undoneBy.map(apiByName);
    expect(undoing.length).toBeGreaterThan(0);
    for (const release of undoing) {
      expect(release).toMatchObject({ does: row.does === 'map' ? 'unmap' : 'free', family: row.family });
    }
  });

  it.each(makers.map((row) => [row.name, row] as const))(
    '%s and its first release take the same kind of device',
    (_, row) => {
      const release = apiByName(row.undoneBy[0] ?? '');
      if (row.family !== 'pool') expect(has(release, 'device')).toBe(has(row, 'device'));
      if (row.does === 'map' && row.family === 'sg') {
        expect(has(release, 'sg-table')).toBe(has(row, 'sg-table'));
        expect(has(release, 'entries')).toBe(has(row, 'entries'));
      }
      expect(release).toMatchObject(row.managed === true ? { managed: true } : { name: expect.any(String) });
    },
  );

  it('a managed allocation and a plain release never stand for each other', () => {
    for (const row of makers) {
      for (const name of row.undoneBy) {
        const release = apiByName(name);
        if (release?.does === 'free') expect(release.managed ?? false).toBe(row.managed ?? false);
      }
    }
  });

  it('allocations give the device an address exactly once', () => {
    const allocations = allApiFunctions.filter(
      (row) => row.does === 'allocate' && row.returns !== 'pool' && row.returns !== 'sg-table',
    );
    expect(allocations.filter((row) => count(row, 'dma-address-out') !== 1)).toEqual([]);
  });
});

describe('what a row needs to be judged', () => {
  const rowsThat = (does: ApiFunction['does']) => allApiFunctions.filter((row) => row.does === does);

  it('an unmap or sync names its mapping, and a single one its size and direction', () => {
    for (const row of [...rowsThat('unmap'), ...rowsThat('sync-for-cpu'), ...rowsThat('sync-for-device')]) {
      if (!('family' in row)) continue;
      if (row.family === 'sg') {
        expect(count(row, 'scatterlist', 'sg-table'), row.name).toBe(1);
      } else {
        expect([count(row, 'dma-address'), count(row, 'size'), count(row, 'direction')], row.name).toEqual([1, 1, 1]);
      }
    }
  });

  it('a map names what it maps', () => {
    const wrong = rowsThat('map').filter(
      (row) =>
        count(row, 'cpu-address', 'page', 'physical-address', 'scatterlist', 'sg-table', 'skb-fragment') !== 1 &&
        row.name !== 'dma_map_bvec',
    );
    expect(wrong).toEqual([]);
  });

  it('an error check has the handle', () => {
    expect(rowsThat('check-error').filter((row) => !has(row, 'dma-address'))).toEqual([]);
  });

  it('putting memory names it once', () => {
    expect(rowsThat('put-memory').filter((row) => count(row, 'cpu-address', 'page') !== 1)).toEqual([]);
  });

  it('every kind of memory that is given can be put', () => {
    const kinds = (does: ApiFunction['does']) =>
      new Set(rowsThat(does).flatMap((row) => ('memory' in row ? [row.memory] : [])));
    expect(kinds('put-memory')).toEqual(kinds('get-memory'));
  });
});

describe('the DMA cone', () => {
  it.each([
    'dma_map_single',
    'pci_alloc_consistent',
    'ib_dma_unmap_sg',
    'skb_frag_dma_map',
    'dma_pool_free',
    'dma_mmap_coherent',
    'dma_set_mask_and_coherent',
    'usb_control_msg',
    'virt_to_phys',
    'sg_set_buf',
  ])('contains callers of %s', (name) => {
    expect(isDmaApiName(name)).toBe(true);
  });

  it.each([
    'kmalloc',
    'kfree',
    'writel',
    'memcpy',
    'dev_err',
    'ioremap',
    'spin_lock',
    'netdev_priv',
    'no_such_function',
  ])('is not made by %s alone', (name) => {
    expect(isDmaApiName(name)).toBe(false);
  });
});

// Appendix E of the rule catalogue, and the thin forms subsystems and the driver core add.
describe('older and derived names', () => {
  it.each(
    `pci_alloc_consistent pci_zalloc_consistent pci_free_consistent pci_map_single pci_map_page pci_map_sg
    pci_unmap_single pci_unmap_page pci_unmap_sg pci_dma_sync_single_for_cpu pci_dma_sync_single_for_device
    pci_dma_sync_sg_for_cpu pci_dma_sync_sg_for_device pci_dma_mapping_error pci_set_dma_mask
    pci_set_consistent_dma_mask pci_pool_create pci_pool_alloc pci_pool_free pci_pool_destroy dma_zalloc_coherent
    dma_alloc_writecombine dma_free_writecombine dma_mmap_writecombine dma_alloc_noncoherent dma_cache_sync
    dma_is_consistent DEFINE_DMA_ATTRS init_dma_attrs dma_set_attr dma_sync_single dma_sync_sg virt_to_bus
    bus_to_virt isa_virt_to_bus dmam_declare_coherent_memory dmaengine_terminate_all iommu_map_atomic
    iommu_domain_alloc dma_buf_map_attachment dma_map_sg dma_unmap_sg
    scsi_dma_map scsi_dma_unmap dma_map_bvec dma_map_sgtable dma_map_resource usb_alloc_coherent dmam_alloc_coherent
    dmam_alloc_attrs dmam_pool_create snd_dma_alloc_pages dma_map_phys`.split(/\s+/),
  )('%s is known', (name) => {
    expect(apiByName(name)?.name).toBe(name);
  });
});

describe('a few rows in full', () => {
  it('dma_alloc_wc fixes the attribute its name promises, and so does its release', () => {
    expect(apiByName('dma_alloc_wc')).toMatchObject({ attributes: ['DMA_ATTR_WRITE_COMBINE'] });
    expect(apiByName('dma_free_wc')).toMatchObject({ attributes: ['DMA_ATTR_WRITE_COMBINE'] });
  });

  it('dma_map_sgtable reports failure as an errno, dma_map_sg as zero, scsi_dma_map as either', () => {
    expect(apiByName('dma_map_sgtable')).toMatchObject({ returns: 'zero-or-negative' });
    expect(apiByName('dma_map_sg')).toMatchObject({ returns: 'entries-mapped' });
    expect(apiByName('scsi_dma_map')).toMatchObject({ returns: 'count-or-negative' });
  });

  it('the transfer starts when it is issued, not when it is submitted', () => {
    expect(apiByName('dmaengine_submit')).toMatchObject({ effect: 'none' });
    expect(apiByName('dma_async_issue_pending')).toMatchObject({ effect: 'hand-over' });
  });

  it('pages found behind vmalloc memory are not that memory: mapping them is right', () => {
    expect(apiByName('vmalloc_to_page')).toMatchObject({ effect: 'none' });
    expect(apiByName('virt_to_page')).toMatchObject({ effect: 'to-page' });
  });

  it('an allocator that asks for less than physically contiguous memory says so', () => {
    expect(apiByName('vmalloc')).toMatchObject({ memory: 'vmalloc' });
    expect(apiByName('kvmalloc')).toMatchObject({ memory: 'maybe-vmalloc' });
    expect(apiByName('kmalloc')).toMatchObject({ memory: 'heap' });
  });

  it('an unknown name has no row', () => {
    expect(apiByName('frobnicate')).toBeUndefined();
    expect(apiByName('constructor')).toBeUndefined();
  });
});
