/* Jumps into, out of and back over. */
static int again_ok(struct device *dev, void *buf, void __iomem *regs)
{
	int tries = 0;
	dma_addr_t addr;

again:
	addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr)) {
		if (tries++ < 3)
			goto again;
		return -ENOMEM;
	}
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	if (readl(regs))
		goto again;
	return 0;
}

static int out_of_loop_bad(struct device *dev, void **buf, int n, void __iomem *regs)
{
	dma_addr_t addr;
	int i;

	for (i = 0; i < n; i++) {
		addr = dma_map_single(dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr))
			goto fail;
		if (readl(regs))
			goto fail; // dma/leak-on-error-path: `addr` stays mapped
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	}
	return 0;
fail:
	return -EIO;
}

static int do_while_bad(struct device *dev, void *buf, int n)
{
	dma_addr_t addr;

	do {
		addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr))
			break;
		dma_unmap_single(dev, addr, 32, DMA_TO_DEVICE); // dma/unmap-size-mismatch: 32
	} while (--n);
	return 0;
}

static int fallthrough_bad(struct device *dev, void *buf, int stage)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	switch (stage) {
	case 2:
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
		fallthrough;
	case 1:
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
		break;
	case 3 ... 5:
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
		break;
	default:
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	}
	return 0;
}
