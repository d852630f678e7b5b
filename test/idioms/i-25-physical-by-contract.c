/* Firmware, hypervisors and FIFOs are addressed physically. */
static int firmware_ok(void *buf)
{
	struct arm_smccc_res res;

	arm_smccc_smc(0x82000001, virt_to_phys(buf), 64, 0, 0, 0, 0, 0, &res);
	return res.a0 ? -EIO : 0;
}

static int fifo_ok(struct dma_chan *chan, struct resource *res)
{
	struct dma_slave_config config = {};

	config.src_addr = res->start;
	config.src_addr_width = 4;
	return dmaengine_slave_config(chan, &config);
}

static int iommu_ok(struct iommu_domain *domain, struct page *page)
{
	return iommu_map(domain, 0x1000, page_to_phys(page), PAGE_SIZE, IOMMU_READ, GFP_KERNEL);
}

static int descriptor_bad(struct dma_chan *chan, void *buf)
{
	return dmaengine_prep_slave_single(chan, virt_to_phys(buf), 64, DMA_MEM_TO_DEV, 0) ? 0 : -EIO; // dma/phys-as-dma: virt_to_phys
}
