// Seed A7: coherent memory in user space. Each kind of operations has its own way to map it, with the type its kernel
// mapping has. Coherent ARM devices behind an IOMMU cannot (quirk Q8), and PA-RISC has no way at all.
// platforms: armv7-noncoh, armv7-iommu, armv7-coherent-iommu, generic-iommu, pa-risc, x86-coherent
#include <linux/dma-mapping.h>

static int frames_mmap(struct device *dev, struct vm_area_struct *vma)
{
	dma_addr_t dma;
	void *cpu = dmam_alloc_coherent(dev, 12288, &dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	return dma_mmap_coherent(dev, vma, cpu, dma, 12288);
}
