static void *compound_bad(struct device *dev, dma_addr_t *addr, bool user)
{
	gfp_t flags = user ? GFP_USER : GFP_KERNEL;

	return dma_alloc_coherent(dev, 8192, addr, flags | __GFP_COMP); // dma/gfp-flags: `__GFP_COMP` is refused by `dma_alloc_coherent`
}

static void *zone_ignored_bad(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_coherent(dev, 64, addr, GFP_KERNEL | GFP_DMA); // dma/gfp-flags: `GFP_DMA` is ignored by `dma_alloc_coherent`
}

static void *zone_refused_bad(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_noncoherent(dev, 64, addr, DMA_TO_DEVICE, GFP_KERNEL | GFP_DMA32); // dma/gfp-flags: `GFP_DMA32` is refused by `dma_alloc_noncoherent`
}

static void *zone_alone_bad(void)
{
	return kmalloc(64, GFP_DMA); // dma/gfp-flags: `GFP_DMA` without `GFP_KERNEL` or `GFP_ATOMIC` is given to `kmalloc`
}

static void *misplaced_bad(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_noncoherent(dev, 64, addr, GFP_KERNEL, DMA_TO_DEVICE); // dma/gfp-flags: `DMA_TO_DEVICE` is no allocation flag and is given to `dma_alloc_noncoherent`
}

static void *plain_ok(struct device *dev, dma_addr_t *addr, gfp_t more)
{
	return dma_alloc_coherent(dev, 64, addr, GFP_ATOMIC | __GFP_NOWARN | more);
}

static void *isa_ok(void)
{
	return kmalloc(64, GFP_KERNEL | GFP_DMA);
}
