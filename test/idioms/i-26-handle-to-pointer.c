/* Back from handle to pointer by the driver's own table. */
struct ring { struct device *dev; void *cpu[16]; dma_addr_t addr[16]; };

static void *ring_find_ok(struct ring *r, dma_addr_t addr)
{
	int i;

	for (i = 0; i < 16; i++) {
		if (r->addr[i] == addr) {
			dma_unmap_single(r->dev, addr, 2048, DMA_FROM_DEVICE);
			return r->cpu[i];
		}
	}
	return NULL;
}

static void *iommu_find_ok(struct iommu_domain *domain, dma_addr_t addr)
{
	return phys_to_virt(domain ? iommu_iova_to_phys(domain, addr) : addr);
}

static void *handle_as_physical_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return NULL;
	dma_unmap_single(dev, addr, 64, DMA_FROM_DEVICE);
	return phys_to_virt(addr); // dma/dma-as-phys: takes the DMA address
}
