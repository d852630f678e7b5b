import { expect, test } from 'vitest';
import { concernsDma } from './prefilter.js';

test.each([
  'x = dma_map_single(dev, p, n, DMA_TO_DEVICE);',
  'dma_map_sgtable(dev, sgt, dir, 0)',
  'dma_sync_single_range_for_cpu(dev, a, 0, 4, d);',
  'dmam_alloc_coherent(dev, n, &h, GFP_KERNEL)',
  'dma_alloc_writecombine(dev, n, &h, GFP_KERNEL)',
  'pci_alloc_consistent(pdev, n, &h)',
  'pci_map_page(pdev, p, 0, n, PCI_DMA_TODEVICE)',
  'ib_dma_map_single(dev, p, n, d)',
  'scsi_dma_map(cmd)',
  'skb_frag_dma_map(dev, frag, 0, n, d)',
  'iommu_map(domain, iova, phys, n, prot, GFP_KERNEL)',
  'dma_buf_map_attachment_unlocked(a, d)',
  'dma_pool_zalloc(pool, GFP_ATOMIC, &h)',
  'virt_to_bus(p)',
  'remap_pfn_range(vma, start, substream->dma_buffer.addr >> PAGE_SHIFT, n, prot)',
  'void pio(struct mmc_data *data) { copy(sg_virt(data->sg)); }',
])('%s concerns DMA', (text) => {
  expect(concernsDma(text)).toBe(true);
});

test.each([
  'int x = 1;',
  'v->dma_enabled = true;',
  'dma_request_chan(dev, "tx")',
  'my_dma_map_single(dev)',
  'iommu_present(bus)',
  'x = chip->dma_addr >> 8;',
  'void pio(struct scsi_cmnd *cmd) { copy(sg_virt(scsi_sglist(cmd))); }',
])('%s does not', (text) => {
  expect(concernsDma(text)).toBe(false);
});
