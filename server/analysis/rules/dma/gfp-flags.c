static void *compound_bad(struct device *dev, dma_addr_t *addr, bool user)
{
	gfp_t flags = user ? GFP_USER : GFP_KERNEL;

	return dma_alloc_coherent(dev, 8192, addr, flags | __GFP_COMP); // dma/gfp-flags: `__GFP_COMP` is refused by `dma_alloc_coherent`
}

static void *zone_ignored_bad(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_coherent(dev, 64, addr, GFP_KERNEL | GFP_DMA); // dma/gfp-flags: `GFP_DMA` is ignored by `dma_alloc_coherent`
}

static void *zone_refused_bad(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_noncoherent(dev, 64, addr, DMA_TO_DEVICE, GFP_KERNEL | GFP_DMA32); // dma/gfp-flags: `GFP_DMA32` is refused by `dma_alloc_noncoherent`
}

static void *zone_alone_bad(void)
{
	return kmalloc(64, GFP_DMA); // dma/gfp-flags: `GFP_DMA` without `GFP_KERNEL` or `GFP_ATOMIC` is given to `kmalloc`
}

static void *misplaced_bad(struct device *dev, dma_addr_t *addr)
{
	return dma_alloc_noncoherent(dev, 64, addr, GFP_KERNEL, DMA_TO_DEVICE); // dma/gfp-flags: `DMA_TO_DEVICE` is no allocation flag and is given to `dma_alloc_noncoherent`
}

static void *plain_ok(struct device *dev, dma_addr_t *addr, gfp_t more)
{
	return dma_alloc_coherent(dev, 64, addr, GFP_ATOMIC | __GFP_NOWARN | more);
}

static void *isa_ok(void)
{
	return kmalloc(64, GFP_KERNEL | GFP_DMA);
}

static int slept_before_bad(struct vex *v, size_t size)
{
	mutex_lock(&v->mutex);
	v->cpu = dma_alloc_coherent(v->dev, size, &v->dma, GFP_ATOMIC); // dma/gfp-flags: `GFP_ATOMIC` takes from the reserves for `dma_alloc_coherent` where the caller may sleep
	mutex_unlock(&v->mutex);
	return v->cpu ? 0 : -ENOMEM;
}

static int sleeps_after_bad(struct vex *v, size_t size)
{
	v->cpu = dma_alloc_coherent(v->dev, size, &v->dma, GFP_ATOMIC | __GFP_NOWARN); // dma/gfp-flags: `GFP_ATOMIC` takes from the reserves for `dma_alloc_coherent` where the caller may sleep
	if (!v->cpu)
		return -ENOMEM;
	v->pool = dma_pool_create("vex", v->dev, 64, 8, 0);
	return v->pool ? 0 : -ENOMEM;
}

static int nothing_known_ok(struct vex *v, size_t size)
{
	v->cpu = dma_alloc_coherent(v->dev, size, &v->dma, GFP_ATOMIC);
	return v->cpu ? 0 : -ENOMEM;
}

static int one_page_ok(struct vex *v)
{
	mutex_lock(&v->mutex);
	v->cpu = dma_alloc_coherent(v->dev, sizeof(struct vex_desc), &v->dma, GFP_ATOMIC);
	mutex_unlock(&v->mutex);
	return v->cpu ? 0 : -ENOMEM;
}

static int bounded_ok(struct vex *v, unsigned int size)
{
	mutex_lock(&v->mutex);
	v->cpu = dma_alloc_coherent(v->dev, min_t(unsigned int, size, 2048), &v->dma, GFP_ATOMIC);
	mutex_unlock(&v->mutex);
	return v->cpu ? 0 : -ENOMEM;
}

static int packet_ok(struct vex *v, struct usb_device *udev, int pipe)
{
	mutex_lock(&v->mutex);
	v->cpu = usb_alloc_coherent(udev, usb_maxpacket(udev, pipe), GFP_ATOMIC, &v->dma);
	mutex_unlock(&v->mutex);
	return v->cpu ? 0 : -ENOMEM;
}

/* Slower without, and that is all. */
static int first_try_ok(struct vex *v, size_t size)
{
	mutex_lock(&v->mutex);
	v->cpu = dma_alloc_coherent(v->dev, size, &v->dma, GFP_NOWAIT);
	if (!v->cpu)
		v->cpu = dma_alloc_coherent(v->dev, size, &v->dma, GFP_KERNEL);
	mutex_unlock(&v->mutex);
	return v->cpu ? 0 : -ENOMEM;
}

static int mutex_and_lock_ok(struct vex *v, size_t size)
{
	mutex_lock(&v->mutex);
	spin_lock(&v->lock);
	v->cpu = dma_alloc_coherent(v->dev, size, &v->dma, GFP_ATOMIC);
	spin_unlock(&v->lock);
	mutex_unlock(&v->mutex);
	return v->cpu ? 0 : -ENOMEM;
}

static int grow(struct vex *v, size_t size)
{
	v->cpu = dma_alloc_coherent(v->dev, size, &v->dma, GFP_ATOMIC);
	return v->cpu ? 0 : -ENOMEM;
}

static int one_caller_in_a_lock_ok(struct vex *v, size_t size)
{
	int ret;

	spin_lock(&v->lock);
	ret = grow(v, size);
	spin_unlock(&v->lock);
	return ret;
}

static int grow_of_probe_bad(struct vex *v, size_t size)
{
	v->cpu = dma_alloc_coherent(v->dev, size, &v->dma, GFP_ATOMIC); // dma/gfp-flags: `GFP_ATOMIC` takes from the reserves for `dma_alloc_coherent` where the caller may sleep
	return v->cpu ? 0 : -ENOMEM;
}

static int probe(struct platform_device *pdev)
{
	struct vex *v = platform_get_drvdata(pdev);

	grow(v, v->size);
	return grow_of_probe_bad(v, v->size);
}

static struct platform_driver vex_driver = {
	.probe = probe,
};
