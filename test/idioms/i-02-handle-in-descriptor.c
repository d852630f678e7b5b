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

static int both_ends_bad(struct device *dev, struct desc *d, void *buf, u32 len)
{
	int ret = desc_fill_ok(dev, d, buf, len);

	if (ret)
		return ret;
	dma_unmap_single(dev, le64_to_cpu(d->addr), le32_to_cpu(d->len) - 4, DMA_FROM_DEVICE); // dma/unmap-size-mismatch: 4
	return 0;
}

struct halves { __le32 low, high; };

static int halves_ok(struct device *dev, struct halves *d, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	d->low = cpu_to_le32(lower_32_bits(addr));
	d->high = cpu_to_le32(upper_32_bits(addr));
	addr = le32_to_cpu(d->low) | (u64)le32_to_cpu(d->high) << 32;
	dma_unmap_single(dev, addr, len, DMA_FROM_DEVICE);
	return 0;
}

static int halves_bad(struct device *dev, struct halves *d, void *buf, u32 len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	d->low = cpu_to_le32(lower_32_bits(addr));
	d->high = cpu_to_le32(upper_32_bits(addr));
	addr = le32_to_cpu(d->low) | (u64)le32_to_cpu(d->high) << 32;
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE); // dma/unmap-direction-mismatch: DMA_TO_DEVICE
	return 0;
}

static int page_private_ok(struct device *dev, struct page *page)
{
	dma_addr_t addr = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	set_page_private(page, addr);
	dma_unmap_page(dev, page_private(page), PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

static int page_private_bad(struct device *dev, struct page *page)
{
	dma_addr_t addr = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	set_page_private(page, addr);
	dma_unmap_page(dev, page_private(page), PAGE_SIZE, DMA_TO_DEVICE); // dma/unmap-direction-mismatch: DMA_TO_DEVICE
	return 0;
}

static int control_block_ok(struct device *dev, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(dev, skb->data, skb->len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	*(dma_addr_t *)skb->cb = addr;
	dma_unmap_single(dev, *(dma_addr_t *)skb->cb, skb->len, DMA_TO_DEVICE);
	return 0;
}

static int control_block_bad(struct device *dev, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(dev, skb->data, skb->len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	*(dma_addr_t *)skb->cb = addr;
	dma_unmap_single(dev, *(dma_addr_t *)skb->cb, skb->len, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}

/* The only copies are in an array that the device reads too. */
static int shared_array_ok(struct device *dev, __le64 *array, void **buf, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		dma_addr_t addr = dma_map_single(dev, buf[i], 4096, DMA_BIDIRECTIONAL);

		if (dma_mapping_error(dev, addr))
			goto unwind;
		array[i] = cpu_to_le64(addr);
	}
	return 0;
unwind:
	while (i--)
		dma_unmap_single(dev, le64_to_cpu(array[i]), 4096, DMA_BIDIRECTIONAL);
	return -ENOMEM;
}
