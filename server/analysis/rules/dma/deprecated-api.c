static int send_bad(struct pci_dev *pdev, void *buf)
{
	dma_addr_t addr = pci_map_single(pdev, buf, 64, PCI_DMA_TODEVICE); // dma/deprecated-api: `pci_map_single` is gone since 5.18; use dma_map_single

	if (pci_dma_mapping_error(pdev, addr)) // dma/deprecated-api: use dma_mapping_error
		return -ENOMEM;
	pci_unmap_single(pdev, addr, 64, PCI_DMA_TODEVICE); // dma/deprecated-api: use dma_unmap_single
	return 0;
}

static void stop_bad(struct dma_chan *chan)
{
	dmaengine_terminate_all(chan); // dma/deprecated-api: `dmaengine_terminate_all` is deprecated since 4.5; use dmaengine_terminate_sync or dmaengine_terminate_async
}

static u32 bus_bad(void *buf)
{
	return virt_to_bus(buf); // dma/deprecated-api: `virt_to_bus` is deprecated since 2.6; use dma_map_single
}

static void *dma_alloc_writecombine(struct device *dev, size_t size, dma_addr_t *addr, gfp_t flags)
{
	return dma_alloc_wc(dev, size, addr, flags);
}

static void *own_ok(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_writecombine(dev, 64, addr, GFP_KERNEL);
}
