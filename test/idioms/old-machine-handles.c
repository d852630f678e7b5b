/* A core older than LPAE: `dma_addr_t` never has more than 32 bits, and a `u32` holds all of it. */
#include <linux/soc/ixp4xx/npe.h>

struct port {
	struct device *dev;
	u32 phys;
};

static int send_ok(struct port *p, void *data, int len)
{
	u32 phys = dma_map_single(p->dev, data, len, DMA_TO_DEVICE);

	if (dma_mapping_error(p->dev, phys))
		return -ENOMEM;
	p->phys = phys;
	return 0;
}

static int send_bad(struct port *p, void *data, int len)
{
	u32 phys = dma_map_single(p->dev, data, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(p->dev, phys))
		return -ENOMEM;
	dma_unmap_single(p->dev, phys, 32, DMA_TO_DEVICE); // dma/unmap-size-mismatch: unmaps 32 bytes, but 64 were mapped
	return 0;
}
