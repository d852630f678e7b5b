struct chip {
	struct device *dev;
	void *ring;
	dma_addr_t ring_addr;
	void *log;
	dma_addr_t log_addr;
	void *held;
	dma_addr_t held_addr;
	int users;
	size_t size;
};

static int ring_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct chip *c = file->private_data;

	return dma_mmap_coherent(c->dev, vma, c->ring, c->ring_addr, c->size);
}

static long ring_ioctl_bad(struct file *file, unsigned int cmd, unsigned long argument)
{
	struct chip *c = file->private_data;

	dma_free_coherent(c->dev, c->size, c->ring, c->ring_addr); // dma/mmap-lifetime: `dma_free_coherent` frees `ring` from an ioctl, while user space may have it mapped
	c->ring = NULL;
	return 0;
}

static const struct file_operations ring_fops = {
	.mmap = ring_mmap,
	.unlocked_ioctl = ring_ioctl_bad,
};

static int log_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct chip *c = file->private_data;

	return dma_mmap_coherent(c->dev, vma, c->log, c->log_addr, c->size);
}

/* The area holds the file: no mapping is left when it is released. */
static int log_release_ok(struct inode *inode, struct file *file)
{
	struct chip *c = file->private_data;

	dma_free_coherent(c->dev, c->size, c->log, c->log_addr);
	return 0;
}

static const struct file_operations log_fops = {
	.mmap = log_mmap,
	.release = log_release_ok,
};

/* The handler counts its mappings. */
static int held_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct chip *c = file->private_data;

	c->users += 1;
	return dma_mmap_coherent(c->dev, vma, c->held, c->held_addr, c->size);
}

static long held_ioctl_ok(struct file *file, unsigned int cmd, unsigned long argument)
{
	struct chip *c = file->private_data;

	if (c->users)
		return -EBUSY;
	dma_free_coherent(c->dev, c->size, c->held, c->held_addr);
	return 0;
}

static const struct file_operations held_fops = {
	.mmap = held_mmap,
	.unlocked_ioctl = held_ioctl_ok,
};
