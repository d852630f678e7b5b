// Seed M3: memory behind an IOMMU. 3 MiB are put together from pieces and mapped with sections, nothing is left after the
// release, and a process can map the same pages.
// platforms: exynos4, exynos4-2013
#include <linux/dma-mapping.h>

static int test_pattern(struct device *dev)
{
	dma_addr_t dma;
	void *cpu = dma_alloc_coherent(dev, 3145728, &dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	dma_free_coherent(dev, 3145728, cpu, dma);
	return 0;
}

static int camera_mmap(struct device *dev, struct vm_area_struct *vma)
{
	dma_addr_t dma;
	void *cpu = dmam_alloc_coherent(dev, 3145728, &dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	return dma_mmap_coherent(dev, vma, cpu, dma, 3145728);
}
