/* What an initialiser does not name is zero. */
struct slot { void *buf; dma_addr_t addr; u32 len; enum dma_data_direction dir; };
struct pair { struct slot in, out; };

static int designated_ok(struct device *dev, void *buf)
{
	struct slot s = { .len = 64, .dir = DMA_TO_DEVICE };

	s.addr = dma_map_single(dev, buf, s.len, s.dir);
	if (dma_mapping_error(dev, s.addr))
		return -ENOMEM;
	if (s.buf)
		dma_unmap_single(dev, s.addr, 1, DMA_TO_DEVICE);
	dma_unmap_single(dev, s.addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int designated_bad(struct device *dev, void *buf)
{
	struct slot s = { .len = 64, .dir = DMA_FROM_DEVICE, .buf = buf };

	s.addr = dma_map_single(dev, s.buf, s.len, s.dir);
	if (dma_mapping_error(dev, s.addr))
		return -ENOMEM;
	dma_unmap_single(dev, s.addr, 64, DMA_TO_DEVICE); // dma/unmap-direction-mismatch: DMA_TO_DEVICE
	return 0;
}

static int by_place_bad(struct device *dev, void *buf)
{
	struct slot s = { buf, 0, 64, DMA_FROM_DEVICE };

	s.addr = dma_map_single(dev, s.buf, s.len, s.dir);
	if (dma_mapping_error(dev, s.addr))
		return -ENOMEM;
	dma_unmap_single(dev, s.addr, 32, DMA_FROM_DEVICE); // dma/unmap-size-mismatch: 32
	return 0;
}

static int nested_bad(struct device *dev, void *buf)
{
	struct pair p = { .in = { .len = 64 }, .out.len = 128 };
	dma_addr_t addr = dma_map_single(dev, buf, p.out.len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, p.in.len, DMA_TO_DEVICE); // dma/unmap-size-mismatch: 64
	return 0;
}

static int array_bad(struct device *dev, void *buf)
{
	static const u32 sizes[] = { 64, 128, [4] = 512 };
	dma_addr_t addr = dma_map_single(dev, buf, 128, DMA_TO_DEVICE);
	u32 lens[3] = { [1] = 128, 256 };

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, lens[2], DMA_TO_DEVICE); // dma/unmap-size-mismatch: 256
	return ARRAY_SIZE(sizes);
}

static int compound_literal_bad(struct device *dev, void *buf)
{
	struct slot s;

	s = (struct slot){ .len = 64 };
	s.addr = dma_map_single(dev, buf, s.len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, s.addr))
		return -ENOMEM;
	dma_unmap_single(dev, s.addr, s.len, s.dir); // dma/unmap-direction-mismatch: DMA_BIDIRECTIONAL
	return 0;
}
