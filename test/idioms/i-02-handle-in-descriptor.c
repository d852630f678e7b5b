/* The only copy of the handle is in the descriptor, in the device's byte order. */
struct desc { __le64 addr; __le32 len; };

static int desc_fill_ok(struct device *dev, struct desc *d, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	d->addr = cpu_to_le64(addr);
	d->len = cpu_to_le32(len);
	return 0;
}

static void desc_release_ok(struct device *dev, struct desc *d)
{
	dma_unmap_single(dev, le64_to_cpu(d->addr), le32_to_cpu(d->len), DMA_FROM_DEVICE);
	d->addr = 0;
}

static int both_ends_ok(struct device *dev, struct desc *d, void *buf, u32 len)
{
	int ret = desc_fill_ok(dev, d, buf, len);

	if (ret)
		return ret;
	desc_release_ok(dev, d);
	return 0;
}
