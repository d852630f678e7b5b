// Which reports count as the same kind of bug. A rule without a family is one of `dma/`; `*` is any ending or beginning.

const rulesOfKind = {
  barrier: ['missing-dma-wmb', 'missing-dma-rmb', 'doorbell-ordering'],
  'cacheline-sharing': ['cacheline-sharing', 'overlapping-mappings', 'sg-bad-buffer'],
  'cpu-access-while-mapped': ['missing-sync-*', 'cpu-write-device-owned', 'sync-*', 'noncoherent-without-sync'],
  'missing-sync': ['missing-sync-*', 'cpu-write-device-owned', 'sync-*', 'noncoherent-without-sync'],
  'dma-buf': ['dmabuf/*'],
  'gfp/context': ['gfp-flags', 'sleep-in-atomic', 'free-in-atomic'],
  'leak-on-error': [
    'leak-on-error-path',
    'coherent-leak-on-error-path',
    'incomplete-loop-unwind',
    'missing-release',
    'handle-overwritten',
    'iommu/domain-leak',
    'dmabuf/attachment-leak',
  ],
  mask: ['mask-*'],
  'missing-mapping-error-check': [
    'missing-mapping-error-check',
    'sg-map-unchecked',
    'alloc-unchecked',
    'iommu/map-unchecked',
  ],
  'wrong-error-check': [
    'wrong-mapping-error-test',
    '*-wrong-test',
    'iommu/map-sgtable-result',
    'dmabuf/map-wrong-test',
  ],
  mmap: ['mmap-*'],
  'phys-as-dma': ['phys-as-dma', 'dma-as-*', 'cpu-pointer-as-dma', 'handle-truncated', 'handle-pointer-cast'],
  pool: ['pool-*'],
  'sg-misuse': ['sg-*', '*-sg-nents'],
  'unchecked-dma-data': ['untrusted-index', 'double-fetch', 'pointer-in-dma-memory'],
  'unmap-mismatch-*': ['unmap-*', 'free-*-mismatch', 'device-mismatch', 'wrong-device', 'managed-mixed'],
  'use-after-free': [
    'use-after-*',
    'double-*',
    'unmap-of-unmapped',
    'buffer-freed-while-mapped',
    'release-while-active',
  ],
  other: ['*', 'iommu/*', 'dmabuf/*'],
};

const matches = (pattern, text) => new RegExp(`^${pattern.replaceAll('*', '[^/]*')}$`).test(text);

/** Whether a report of `rule` is one of bugs of this kind. */
export function isOfKind(rule, kind) {
  const known = Object.entries(rulesOfKind).find(([pattern]) => matches(pattern, kind));
  if (known === undefined) throw new Error(`no rules are known for the kind ${kind}`);
  return known[1].some((pattern) => matches(pattern.includes('/') ? pattern : `dma/${pattern}`, rule));
}
