import { expect, test } from 'vitest';
import { backends } from './index.js';

/** As in the ops tables of the kernels: Linux 6.12, and 2.6.39 for `direct-2011`. */
const missing: Readonly<Record<keyof typeof backends, readonly string[]>> = {
  'direct-noncoherent': ['allocNoncontiguous'],
  'direct-coherent': ['allocNoncontiguous'],
  'direct-2011': ['allocNoncontiguous', 'allocPages', 'freePages', 'getSgtable'],
  dmabounce: ['allocNoncontiguous'],
  'arm-iommu': ['allocNoncontiguous', 'allocPages', 'freePages'],
  'arm-iommu-coherent': ['allocNoncontiguous', 'allocPages', 'freePages'],
  'dma-iommu': [],
  'parisc-iommu': ['allocNoncontiguous', 'mapResource', 'mmapPages', 'sync', 'syncSg', 'unmapResource'],
  'parisc-uncached': ['allocNoncontiguous', 'mmapPages'],
};

test.each(Object.entries(backends))('%s has each method or says that it has none', (name, backend) => {
  const lacks = Object.entries(backend).flatMap(([method, value]) => (value === undefined ? [method] : []));
  expect(lacks.toSorted()).toEqual(missing[backend.name]);
  expect(backend.name).toBe(name);
});
