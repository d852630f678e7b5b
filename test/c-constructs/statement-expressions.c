/* A block with a value, and the type of an expression. */
#define MAP(dev, buf, len) ({ \
	dma_addr_t __addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE); \
	dma_mapping_error(dev, __addr) ? 0 : __addr; \
})
#define TAKE(x) ({ typeof(x) __old = (x); (x) = 0; __old; })

static int value_ok(struct device *dev, void *buf)
{
	dma_addr_t addr = ({
		dma_addr_t inner = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

		if (dma_mapping_error(dev, inner))
			return -ENOMEM;
		inner;
	});

	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int value_bad(struct device *dev, void *buf)
{
	dma_addr_t addr = MAP(dev, buf, 64);

	if (!addr)
		return -ENOMEM;
	dma_unmap_single(dev, addr, 64, DMA_FROM_DEVICE); // dma/unmap-direction-mismatch: DMA_FROM_DEVICE
	return 0;
}

struct slot { dma_addr_t addr; };

static void take_ok(struct device *dev, struct slot *s)
{
	dma_addr_t addr = TAKE(s->addr);

	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	if (s->addr)
		dma_unmap_single(dev, s->addr, 64, DMA_TO_DEVICE);
}

static void take_bad(struct device *dev, struct slot *s)
{
	typeof(s->addr) addr = s->addr;
	__auto_type same = s->addr;

	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	dma_unmap_single(dev, same, 64, DMA_TO_DEVICE); // dma/double-unmap: unmapped a second time
}
