struct slot { void *cpu; dma_addr_t dma; };
struct chip { struct device *dev; struct slot slots[4]; };

static int switched_bad(struct chip *c, struct vm_area_struct *vma)
{
	struct slot *s;

	switch (vma->vm_pgoff) {
	case 1:
		s = &c->slots[1];
		break;
	default:
		return -EINVAL;
	}
	return dma_mmap_wc(c->dev, vma, s->cpu, s->dma, 4096); // dma/mmap-pgoff: `dma_mmap_wc`
}

static int first_ok(struct chip *c, struct vm_area_struct *vma)
{
	switch (vma->vm_pgoff) {
	case 0:
		return dma_mmap_coherent(c->dev, vma, c->slots[0].cpu, c->slots[0].dma, 4096);
	default:
		return -EINVAL;
	}
}

static int offset_ok(struct chip *c, struct vm_area_struct *vma)
{
	if (vma->vm_pgoff > 1)
		return -EINVAL;
	return dma_mmap_coherent(c->dev, vma, c->slots[0].cpu, c->slots[0].dma, 8192);
}
