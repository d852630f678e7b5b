import type { Family } from '../api/api-function.js';
import type { ContractEntry } from '../contract/entry.js';

const streaming: ReadonlySet<Family> = new Set<Family>(['single', 'sg', 'resource']);

/** A mapping of memory that existed before, not memory allocated for DMA. */
export function isStreaming({ family }: ContractEntry): boolean {
  return streaming.has(family);
}

/** The mappings whose result is a DMA address: `dma_mapping_error()` knows whether they failed. */
export function isAddressMapping({ family }: ContractEntry): boolean {
  return family === 'single' || family === 'resource';
}

const nouns: { readonly [Name in Family]: string } = {
  single: 'single mapping',
  sg: 'scatterlist mapping',
  resource: 'resource mapping',
  coherent: 'coherent allocation',
  noncoherent: 'non-coherent allocation',
  noncontiguous: 'non-contiguous allocation',
  pool: 'pool allocation',
  'dma-buf': 'dma-buf reference',
  attachment: 'dma-buf attachment',
  'attachment-table': 'mapping of a dma-buf attachment',
  'iommu-domain': 'IOMMU domain',
  'iommu-attachment': 'attachment to an IOMMU domain',
};

/** `a scatterlist mapping`, for the middle of a sentence. */
export function familyNoun({ family }: ContractEntry): string {
  return `a ${nouns[family]}`;
}
