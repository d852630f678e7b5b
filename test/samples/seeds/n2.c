// Seed N2: what has no kernel mapping is of use in a process only, so its attributes have to reach the mmap.
// platforms: armv7-noncoh, armv7-iommu
#include <linux/dma-mapping.h>

static int with_attributes(struct device *dev, struct vm_area_struct *vma)
{
	dma_addr_t dma;
	void *cookie = dmam_alloc_attrs(dev, 65536, &dma, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);

	if (!cookie)
		return -ENOMEM;
	return dma_mmap_attrs(dev, vma, cookie, dma, 65536, DMA_ATTR_NO_KERNEL_MAPPING);
}

static int without(struct device *dev, struct vm_area_struct *vma)
{
	dma_addr_t dma;
	void *cookie = dmam_alloc_attrs(dev, 65536, &dma, GFP_KERNEL, DMA_ATTR_NO_KERNEL_MAPPING);

	if (!cookie)
		return -ENOMEM;
	return dma_mmap_attrs(dev, vma, cookie, dma, 65536, 0);
}
