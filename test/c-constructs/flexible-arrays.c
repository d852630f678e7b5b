/* An array without a length at the end of what was allocated for it. */
struct frame { struct device *dev; u32 n; dma_addr_t addr[]; };

static struct frame *frame_map_ok(struct device *dev, void **buf, u32 n)
{
	struct frame *f = kzalloc(struct_size(f, addr, n), GFP_KERNEL);
	u32 i;

	if (!f)
		return NULL;
	for (i = 0; i < n; i++) {
		f->addr[i] = dma_map_single(dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, f->addr[i]))
			goto unwind;
	}
	return f;
unwind:
	while (i--)
		dma_unmap_single(dev, f->addr[i], 64, DMA_TO_DEVICE);
	kfree(f);
	return NULL;
}

static int element_bad(struct frame *f, void *buf)
{
	f->addr[0] = dma_map_single(f->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(f->dev, f->addr[0]))
		return -ENOMEM;
	dma_unmap_single(f->dev, *f->addr, 64, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}
