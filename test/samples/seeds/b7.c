// Seed B7: a display's buffer has to suit the camera. The importer maps it and sees what its device would get; a
// direction that does not fit what it was mapped with first is refused by the exporter.
// platforms: exynos4, armv7-noncoh
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>

static int import(struct device *camera, struct dma_buf *frame)
{
	struct dma_buf_attachment *attach = dma_buf_attach(frame, camera);
	struct sg_table *sgt, *again;

	if (IS_ERR(attach))
		return PTR_ERR(attach);
	sgt = dma_buf_map_attachment_unlocked(attach, DMA_FROM_DEVICE);
	if (IS_ERR(sgt))
		return PTR_ERR(sgt);
	again = dma_buf_map_attachment_unlocked(attach, DMA_TO_DEVICE);
	if (IS_ERR(again))
		return PTR_ERR(again);
	return 0;
}
