// Seed A-last: the camera's driver (V4L2) writes into a buffer of the display's (DRM). Nobody copies and nobody passes an
// address through user space: the exporter maps its memory for the importer's device.
// platforms: exynos4, armv7-noncoh
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>

static int camera_queue(struct device *camera, struct dma_buf *frame)
{
	struct dma_buf_attachment *attach;
	struct sg_table *sgt;

	attach = dma_buf_attach(frame, camera);
	if (IS_ERR(attach))
		return PTR_ERR(attach);
	sgt = dma_buf_map_attachment_unlocked(attach, DMA_FROM_DEVICE);
	if (IS_ERR(sgt)) {
		dma_buf_detach(frame, attach);
		return PTR_ERR(sgt);
	}
	dma_buf_unmap_attachment_unlocked(attach, sgt, DMA_FROM_DEVICE);
	dma_buf_detach(frame, attach);
	return 0;
}
