// Seed A1: coherent memory keeps a cached alias. The kernel maps the ring a second time, uncached, and its cacheable
// linear mapping stays, so the CPU may speculatively load stale lines. A contiguous area changes the mapping in place.
// platforms: armv7-noncoh-remap, armv7-noncoh, armv5-vivt-2011
#include <linux/dma-mapping.h>

struct ring {
	void *desc;
	dma_addr_t dma;
};

static int ring_init(struct device *dev, struct ring *ring)
{
	ring->desc = dma_alloc_coherent(dev, 4096, &ring->dma, GFP_KERNEL);
	if (!ring->desc)
		return -ENOMEM;
	return 0;
}
