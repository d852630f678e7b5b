// Seed B1: dma_mmap_coherent() was a function of ARM's alone. As an operation of each table it is there for everybody
// who has coherent memory for a process, in 2011 and today; PA-RISC answers -ENXIO.
// platforms: armv5-vivt-2011, armv5-vivt, pa-risc
#include <linux/dma-mapping.h>

static int show(struct device *dev, struct vm_area_struct *vma)
{
	dma_addr_t dma;
	void *cpu = dmam_alloc_coherent(dev, 4096, &dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	return dma_mmap_coherent(dev, vma, cpu, dma, 4096);
}
