// Seed N5: an uncached mapping for the process beside the coherent one of the kernel. PA-RISC refuses, because both could
// not be used without a flush in between; a coherent ARM device leaves the process' mapping cached.
// platforms: pa-risc, keystone
#include <linux/dma-mapping.h>

static int show(struct device *dev, struct vm_area_struct *vma)
{
	dma_addr_t dma;
	void *cpu = dmam_alloc_coherent(dev, 8192, &dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	return dma_mmap_wc(dev, vma, cpu, dma, 8192);
}
