// What the discussion of 2011 asked for, item by item, and what shows that the machine has it.

export interface SeedItem {
  /** As `docs/engine.md` numbers it, which has an example; `test/samples/seeds` has a driver of that name. */
  readonly item: string;
  /**
   * Golden scripts in `test/golden/machine`, and words that their logs have, with one space between columns. `no WORD`
   * must not be there. Whoever takes the feature away finds the item here.
   */
  readonly scripts: Readonly<Record<string, readonly string[]>>;
}

export const seedMatrix: readonly SeedItem[] = [
  {
    item: 'A1',
    scripts: {
      'c4-cached-alias': ['ATTRIBUTE_ALIAS_MAPPING', 'STALE_CPU_READ v may', 'speculative refill'],
      'c4-no-alias': ['ALLOCATED v', 'no ATTRIBUTE_ALIAS', 'no STALE_CPU_READ'],
      'a1-2011': ['ATTRIBUTE_ALIAS_MAPPING', 'consistent-region, uncached'],
    },
  },
  {
    item: 'A2',
    scripts: {
      'a2-noncoherent-2011': ['1 = out-of-memory'],
      'a2-noncoherent-310': ['ALLOCATED n 4096 bytes', 'remap, bufferable', 'no STALE_CPU_READ'],
      'a2-noncoherent-612': ['4 STALE_CPU_READ n may', '5 CACHE_OP L1 invalidate', 'no 6 STALE_CPU_READ'],
      'a2-noncoherent-iommu': ['1 = out-of-memory'],
    },
  },
  {
    item: 'A3',
    scripts: {
      'a3-iommu-and-direct': [
        'MAPPED h 4096 bytes, from-device, at 0x50004000',
        'MAPPED k 4096 bytes, from-device, at 0x50002000',
        'DMA_WRONG_DEVICE h 0x50004000 used by display',
        'MEMORY_CORRUPTION display',
        'TRANSLATION_FAULT camera',
      ],
    },
  },
  {
    item: 'A4',
    scripts: {
      'a4-generic-rockchip': ['L2[0x3ff] = 0x60000003', 'a 4096 bytes, to-device, at 0xfffff000', 'at 0xffff8000'],
      'a4-generic-v7s': ['L2[0xff] = 0x60000e72', 'a 4096 bytes, to-device, at 0xfffff000', 'at 0xffff8000'],
      'c17-generic-tree': ['MAPPED i 4096 bytes, to-device, at 0xfff9f000', 'at 0xfff40000'],
      'dma-iommu-sg-merging': ['at 0xffffc100, 2 of 4 entries'],
    },
  },
  {
    item: 'A5',
    scripts: {
      'a5-two-iommus': ['PERMISSION_FAULT dev0', ', iommu, FSR', 'PERMISSION_FAULT dev1', ', second, INT_STATUS'],
      'a5-second-driver-2011': ['KERNEL_BUG - second IOMMU driver'],
    },
  },
  {
    item: 'A6',
    scripts: {
      'c6-wrong-direction-sysmmu': ['= 0x6a3c7212', 'PERMISSION_FAULT'],
      'c6-wrong-direction-v7s': ['= 0x6a3c7e72', 'PERMISSION_FAULT'],
      'c6-wrong-direction-lpae': ['PERMISSION_FAULT'],
      'c6-wrong-direction-tegra-smmu': ['PERMISSION_FAULT'],
      'c6-wrong-direction-rockchip': ['PERMISSION_FAULT'],
      'c6-wrong-direction-omap': ['= 0x6a3c7002', 'NO_FAULT_BUT_WRONG', 'no PERMISSION_FAULT'],
      'c6-wrong-direction-msm-2011': ['NO_FAULT_BUT_WRONG', 'no PERMISSION_FAULT'],
      'a6-read-of-write-only': ['L2[0x0] = 0x0600010a', '11 PERMISSION_FAULT strict read', 'no PERMISSION_FAULT lax'],
    },
  },
  {
    item: 'A7',
    scripts: {
      'c11-mmap-bounds-armv7-noncoh': ['= 0', '= -6'],
      'a7-mmap-vma': ['USER_MAPPED a 3 pages', 'bufferable', '17 = ok', '18 = bufferable'],
      'a7-mmap-pages': ['USER_MAPPED a 3 pages at 0x10000000, write-alloc', '9 = -6'],
    },
  },
  {
    item: 'A-last',
    scripts: {
      'b6-video-to-drm': ['MAPPED #7', '13 FREED', 'no USER_MAPPED'],
      'b6-drm-to-video': ['MAPPED #8', 'no USER_MAPPED'],
      'b3-user-pointer-of-drm-k310': ['COHERENT_STREAMED', 'ATTRIBUTE_ALIAS_MAPPING'],
      'b3-user-pointer-of-drm': ['6 = -14'],
      'copy-through-user-space': ['USER_MAPPED #3', 'USER_MAPPED #6', 'no fd'],
    },
  },
  {
    item: 'M1',
    scripts: {
      'm1-range-sync-2011': ['BOUNCE_COPY dev0 back, 0x04001040', 'SYNC_NOT_FOUND', 'STALE_CPU_READ h must'],
      'm1-range-sync-310': ['BOUNCE_COPY dev0 back, 0x04001080', 'no SYNC_NOT_FOUND', 'no STALE_CPU_READ'],
      'c5-write-combine-armv5': ['bufferable'],
    },
  },
  {
    item: 'M2',
    scripts: {
      'm2-missing-methods': ['2 = map-failed', '4 = -6'],
      'a2-noncoherent-iommu': ['= out-of-memory'],
    },
  },
  {
    item: 'M3',
    scripts: {
      'm3-exynos-camera': ['L1[0x1] = 0x70000402', 'USER_MAPPED a 768 pages', 'L1[0x1] = 0x41810001', 'FREED a'],
    },
  },
  {
    item: 'M4',
    scripts: {
      'm4-page-sizes': ['L1[0x100] = 0x60000402', '17 more', 'IOTLB_FILL camera', 'KERNEL_PANIC'],
      'c6-wrong-direction-sysmmu-k310': ['NO_FAULT_BUT_WRONG'],
    },
  },
  {
    item: 'M-f1',
    scripts: {
      'mf1-list-sync': ['at 0x20000100, 1 of 3 entries', '6 CACHE_OP L1 invalidate 0x50008000+0x800', '6 SYNCED l'],
      'c8-sg-counts': ['SG_WRONG_COUNT l 3 used, 3 given, 1 mapped'],
    },
  },
  {
    item: 'M-f2',
    scripts: {
      'mf2-direct': ['2 CACHE_OP L1 invalidate 0x50001000+0x100', '5 CACHE_OP L1 invalidate 0x50001000+0x100'],
      'mf2-iommu': ['2 CACHE_OP L1 invalidate 0x50001000+0x100', '5 CACHE_OP L1 invalidate 0x50001000+0x100'],
    },
  },
  {
    item: 'M-f3',
    scripts: {
      'c13-dmabounce': [
        '5 STALE_CPU_READ h must',
        'bounce not copied',
        '6 BOUNCE_COPY dev0 back',
        'no 7 STALE_CPU_READ',
        'MAPPED g 100 bytes, from-device, at 0x01001000',
      ],
    },
  },
  {
    item: 'M-f4',
    scripts: {
      'mf4-single-and-page-2011': ['MAPPED k 64 bytes, to-device, at 0x01000000', 'at 0x01000000', 'D4'],
      'debug-d04-page-for-single': ['UNMAPPED h', 'no FUNCTION_MISMATCH'],
    },
  },
  {
    item: 'M-f5',
    scripts: {
      'mf5-unmap-linear': ['CPU_TRANSLATION_FAULT 0xc4000000', 'no ATTRIBUTE_ALIAS', 'no 7 CPU_TRANSLATION_FAULT'],
      'mf5-cma': ['CPU 0xdf000000', 'no ATTRIBUTE_ALIAS'],
    },
  },
  {
    item: 'M-f6',
    scripts: {
      'c17-arm-bitmap': ['MAPPED c 16384 bytes, to-device, at 0x80008000', 'MAPPED d', 'at 0x80100000'],
      'iova-exhausted-bitmap': ['IOVA_EXHAUSTED', '= map-failed'],
    },
  },
  {
    item: 'M-f7',
    scripts: {
      'c9-iova-zero': ['QUIRK Q1', 'STALE_CPU_READ', 'no IOTLB_INVALIDATE'],
      'c9-without-q1': ['IOTLB_INVALIDATE', 'no QUIRK', 'no STALE_CPU_READ'],
    },
  },
  {
    item: 'B1',
    scripts: {
      'c11-mmap-bounds-armv5-vivt-2011': ['2 = 0', '3 = -6', '4 = 0', '5 = -6', '6 = -6'],
      'c11-mmap-bounds-armv5-vivt': ['2 = 0', '3 = -6', '4 = 0', '5 = -6', '6 = -6'],
      'c11-mmap-pa-risc': ['2 = -6'],
    },
  },
  {
    item: 'B2',
    scripts: {
      'b2-device-pool': ['SGTABLE_WITHOUT_PAGES'],
      'b2-sgtable-armv7-iommu': ['2 = 0x70000000+0x5000', '3 = bufferable'],
      'b2-sgtable-armv7-noncoh': ['3 = bufferable'],
      'pages-plus-protection': ['ATTRIBUTE_ALIAS_MAPPING', '11 = -14', '13 = -22'],
    },
  },
  {
    item: 'B3',
    scripts: {
      'b3-video-mmap-contiguous': ['USER_MAPPED #6 2 pages'],
      'b5-video-user-scattered': ['MAPPED #9 12288 bytes'],
      'b6-drm-to-video': ['MAPPED #8 8192 bytes'],
      'b3-user-pointer-of-drm': ['6 = -14', '8 = -12', '10 = -14'],
    },
  },
  {
    item: 'B4',
    scripts: {
      'b4-video-scattered': ['SYNCED #3 for device', 'SYNCED #3 for cpu'],
      'b4-video-noncoherent': ['SYNCED #3 for device', '12 STALE_CPU_READ #3 may'],
      'b4-video-vmalloc': ['USER_MAPPED', 'no CACHE_OP', 'no MAPPED #'],
      'b4-video-vivt': ['2 CACHE_OP L1 invalidate', '5 SYNCED #3 for cpu', 'no 5 CACHE_OP'],
    },
  },
  {
    item: 'B5',
    scripts: {
      'b5-video-user-scattered': ['VB2_NOT_CONTIGUOUS cam 4096 of 12288 bytes', '3 = -14'],
      'b5-video-user-scattered-iommu': ['at 0x20000000, 1 of 3 entries', 'no VB2_NOT_CONTIGUOUS'],
    },
  },
  {
    item: 'B6',
    scripts: {
      'b6-video-to-drm': ['ALLOCATED #3', 'MAPPED #7', 'no USER_MAPPED'],
    },
  },
  {
    item: 'B7',
    scripts: {
      'b7-import-checks': ['4 = -14', '5 = -22', 'VB2_NOT_CONTIGUOUS'],
      'b7-import-behind-iommu': ['1 of 3 entries', 'no VB2_NOT_CONTIGUOUS'],
    },
  },
  {
    item: 'N1',
    scripts: {
      'c10-cookie-iommu': ['COOKIE_DEREF a store'],
      'c10-cookie-direct': ['COOKIE_DEREF a store', 'QUIRK Q10'],
    },
  },
  {
    item: 'N2',
    scripts: {
      'n2-mmap-attributes-direct': ['2 = 0', '3 ATTR_MISMATCH a', '3 = 0'],
      'c10-cookie-iommu': ['3 = 0', '4 ATTR_MISMATCH a', '4 = -6'],
    },
  },
  {
    item: 'N3',
    scripts: {
      'parisc-iommu': ['= 0x8000000012345045', 'no CACHE_OP'],
      'c14-linear': ['no STALE', 'no COHERENCE_INDEX_INCONGRUENT', 'MAPPED h'],
      'c14-congruent': ['no STALE', 'no COHERENCE_INDEX_INCONGRUENT', 'MAPPED h'],
      'c14-incongruent': ['COHERENCE_INDEX_INCONGRUENT', 'STALE_DEVICE_READ h may', 'STALE_CPU_READ h must'],
    },
  },
  {
    item: 'N4',
    scripts: {
      'n4-designated-address': [
        '= 0x8000000004001002',
        'no 6 COHERENCE_INDEX_INCONGRUENT',
        '8 COHERENCE_INDEX_INCONGRUENT',
        'no 7 STALE_DEVICE_READ',
        '9 STALE_DEVICE_READ',
      ],
    },
  },
  {
    item: 'N5',
    scripts: {
      'n5-uncached-user-mapping': ['ATTRIBUTE_ALIAS_ACCESS', 'STALE_CPU_READ a must'],
    },
  },
  {
    item: 'N6',
    scripts: {
      'cma-highmem': ['at 0xbf000000, cma, bufferable, CPU 0xf0841000', 'at 0xbf002000, pages'],
      'n6-highmem-iommu': ['2 = 0x70000000+0x2000', '4 = 0x70002000+0x2000'],
    },
  },
  {
    item: 'N7',
    scripts: {
      'n7-scattered-chunks': ['0x70000000+0x200000 0x70400000+0x600000', 'at 0x20000000, pages', 'remap, bufferable'],
    },
  },
  {
    item: 'N8',
    scripts: {
      'n8-cookie-generic-iommu': ['UNPORTABLE_COOKIE', 'no COOKIE_DEREF'],
      'n8-cookie-pa-risc': ['UNPORTABLE_COOKIE', 'no COOKIE_DEREF'],
      'n8-cookie-armv7-noncoh': ['COOKIE_DEREF', 'no UNPORTABLE_COOKIE'],
      'n8-cookie-armv7-iommu': ['COOKIE_DEREF', 'no UNPORTABLE_COOKIE'],
    },
  },
];
