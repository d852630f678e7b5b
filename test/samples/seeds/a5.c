// Seed A5: an address space for each device. Both handles may be the same number, and each is good for its device only.
// platforms: exynos4, generic-iommu
#include <linux/dma-mapping.h>

struct pipeline {
	struct device *camera;
	struct device *scaler;
};

static int pipeline_start(struct pipeline *p, void *raw, void *scaled)
{
	dma_addr_t in, out;

	in = dma_map_single(p->camera, raw, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(p->camera, in))
		return -ENOMEM;
	out = dma_map_single(p->scaler, scaled, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(p->scaler, out)) {
		dma_unmap_single(p->camera, in, 4096, DMA_FROM_DEVICE);
		return -ENOMEM;
	}
	dma_unmap_single(p->scaler, out, 4096, DMA_FROM_DEVICE);
	dma_unmap_single(p->camera, in, 4096, DMA_FROM_DEVICE);
	return 0;
}
