import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const source = 'include/linux/iommu.h (6.12)';
const errno = { returns: 'zero-or-negative' } as const;
const nothing = { returns: 'nothing' } as const;
const domain = { acquires: 'iommu-domain', undoneBy: ['iommu_domain_free'] } as const;

/** Drivers that fill page tables of an IOMMU themselves. */
export const iommuFunctions: readonly ApiFunction[] = [
  ...plain(source, ['ignored'], 'iommu_domain_alloc', { returns: 'pointer-or-null', ...domain }),
  ...plain(source, ['device'], 'iommu_paging_domain_alloc', { returns: 'error-pointer', ...domain }),
  ...plain(source, ['reference'], 'iommu_domain_free', { ...nothing, drops: 'iommu-domain' }),
  ...plain(source, ['device'], 'iommu_get_domain_for_dev', { returns: 'pointer-or-null', pure: true }),
  ...plain(source, ['base', 'device'], 'iommu_attach_device', {
    ...errno,
    acquires: 'iommu-attachment',
    undoneBy: ['iommu_detach_device'],
  }),
  ...plain(source, ['base', 'device'], 'iommu_detach_device', { ...nothing, drops: 'iommu-attachment' }),
  ...plain(source, ['base', 'ignored'], 'iommu_attach_group', {
    ...errno,
    acquires: 'iommu-attachment',
    undoneBy: ['iommu_detach_group'],
  }),
  ...plain(source, ['base', 'ignored'], 'iommu_detach_group', { ...nothing, drops: 'iommu-attachment' }),
  ...plain(source, ['base', 'ignored', 'physical-address', 'size', 'ignored', 'gfp-flags'], 'iommu_map', errno),
  ...plain(
    'include/linux/iommu.h (6.1)',
    ['base', 'ignored', 'physical-address', 'size', 'ignored'],
    'iommu_map_atomic',
    errno,
  ),
  ...plain(source, ['base', 'ignored', 'size'], 'iommu_unmap', { returns: 'value' }),
  ...plain(source, ['base', 'ignored'], 'iommu_iova_to_phys', { returns: 'value' }),
  ...plain(source, ['base', 'ignored', 'sg-table', 'ignored'], 'iommu_map_sgtable', { returns: 'value' }),
  ...plain(source, ['base', 'ignored', 'scatterlist', 'entries', 'ignored', 'gfp-flags'], 'iommu_map_sg', {
    returns: 'value',
  }),
];
