// Seed B6: a handle instead of an address. The frame goes from one driver to the next and no process has it mapped; when
// the CPU looks at it, the exporter is told before and after.
// platforms: exynos4, armv7-noncoh
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>

static int peek(struct device *camera, struct dma_buf *frame, struct iosys_map *map)
{
	struct dma_buf_attachment *attach = dma_buf_attach(frame, camera);

	if (IS_ERR(attach))
		return PTR_ERR(attach);
	dma_buf_begin_cpu_access(frame, DMA_FROM_DEVICE);
	dma_buf_vmap_unlocked(frame, map);
	dma_buf_vunmap_unlocked(frame, map);
	dma_buf_end_cpu_access(frame, DMA_FROM_DEVICE);
	dma_buf_detach(frame, attach);
	return 0;
}
