// Seed M-f5: what if coherent memory lost its linear mapping? On a machine that does it, the ring has one kernel mapping
// only, and the alias of A1 is gone.
// platforms: armv7-noncoh-unmap, armv7-noncoh-remap
#include <linux/dma-mapping.h>

static void *ring(struct device *dev, dma_addr_t *dma)
{
	return dma_alloc_coherent(dev, 8192, dma, GFP_KERNEL);
}
