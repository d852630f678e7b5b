// Seed B3: video memory of three kinds. The driver's own, mapped into the process; a process' pages, as a list; and the
// buffer of another driver.
// platforms: exynos4, armv7-noncoh
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>

static int own_memory(struct device *dev, struct vm_area_struct *vma)
{
	dma_addr_t dma;
	void *cpu = dmam_alloc_attrs(dev, 8192, &dma, GFP_KERNEL, DMA_ATTR_WRITE_COMBINE);

	if (!cpu)
		return -ENOMEM;
	return dma_mmap_attrs(dev, vma, cpu, dma, 8192, DMA_ATTR_WRITE_COMBINE);
}

static int user_pages(struct device *dev, struct sg_table *sgt)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_FROM_DEVICE, 0);

	if (ret)
		return ret;
	dma_unmap_sgtable(dev, sgt, DMA_FROM_DEVICE, 0);
	return 0;
}

static struct sg_table *others_buffer(struct device *dev, struct dma_buf *buf)
{
	struct dma_buf_attachment *attach = dma_buf_attach(buf, dev);

	if (IS_ERR(attach))
		return ERR_CAST(attach);
	return dma_buf_map_attachment_unlocked(attach, DMA_FROM_DEVICE);
}
