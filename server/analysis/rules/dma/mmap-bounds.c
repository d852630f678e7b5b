struct chip { unsigned long base; unsigned long size; dma_addr_t dma; };

static struct chip *chip_of(struct file *file);

static int all_bad(struct file *file, struct vm_area_struct *vma)
{
	struct chip *c = file->private_data;
	unsigned long size = vma->vm_end - vma->vm_start;

	return remap_pfn_range(vma, vma->vm_start, c->base, size, vma->vm_page_prot); // dma/mmap-bounds: `remap_pfn_range` maps a length nobody compared with the buffer
}

static const struct file_operations all_fops = { .mmap = all_bad };

static int tested_ok(struct file *file, struct vm_area_struct *vma)
{
	struct chip *c = file->private_data;
	unsigned long size = vma->vm_end - vma->vm_start;

	if (vma->vm_pgoff || size > c->size)
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start, c->base, size, vma->vm_page_prot);
}

static const struct file_operations tested_fops = { .mmap = tested_ok };

static int framework_ok(struct chip *c, struct vm_area_struct *vma)
{
	return remap_pfn_range(vma, vma->vm_start, c->base, vma->vm_end - vma->vm_start, vma->vm_page_prot);
}

static int sum_bad(struct file *file, struct vm_area_struct *vma)
{
	struct chip *c = file->private_data;
	unsigned long size = vma->vm_end - vma->vm_start;
	unsigned long start = vma->vm_pgoff << PAGE_SHIFT;

	if (start + size > c->size)
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start, c->base + vma->vm_pgoff, size, vma->vm_page_prot); // dma/mmap-bounds: a sum that can wrap
}

static int masked_sum_ok(struct file *file, struct vm_area_struct *vma)
{
	struct chip *c = file->private_data;
	unsigned long size = vma->vm_end - vma->vm_start;
	unsigned long pgoff = vma->vm_pgoff & ((1U << 28) - 1);
	unsigned long start = pgoff << PAGE_SHIFT;

	if (start + size > c->size)
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start, c->base + pgoff, size, vma->vm_page_prot);
}

/* In pages the sum cannot wrap: do_mmap() refused that. */
static int pages_ok(struct file *file, struct vm_area_struct *vma)
{
	struct chip *c = file->private_data;

	if (vma->vm_pgoff + vma_pages(vma) > c->size >> PAGE_SHIFT)
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start, c->base + vma->vm_pgoff, vma->vm_end - vma->vm_start, vma->vm_page_prot);
}

static const struct file_operations pages_fops = { .mmap = pages_ok };
