struct vex_desc { __le64 addr; __le32 len; __le32 ctrl; };

struct vex {
	struct device *dev;
	struct vex_desc *ring;
	dma_addr_t ring_dma;
	unsigned int head;
	void __iomem *regs;
};

static int vex_alloc_ring(struct vex *v)
{
	v->ring = dma_alloc_coherent(v->dev, 64 * sizeof(*v->ring), &v->ring_dma, GFP_KERNEL);
	return v->ring ? 0 : -ENOMEM;
}

static void kick_bad(struct vex *v, dma_addr_t dma)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	v->head++;
	writel_relaxed(v->head, v->regs + 8); // dma/doorbell-ordering: `writel_relaxed` may reach the device before `addr` does
}

static void named_bad(struct vex *v, dma_addr_t dma)
{
	v->ring[v->head % 64].addr = cpu_to_le64(dma);
	__raw_writel(1, v->regs + VEX_TX_DOORBELL); // dma/doorbell-ordering: `__raw_writel` may reach the device before `addr` does
}

static void ordered_ok(struct vex *v, dma_addr_t dma)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	v->head++;
	writel(v->head, v->regs + 8);
}

static void barrier_ok(struct vex *v, dma_addr_t dma)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	v->head++;
	wmb();
	writel_relaxed(v->head, v->regs + 8);
}

/* Only parameters: the last register starts the device. */
static void parameters_ok(struct vex *v, dma_addr_t dma)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	v->head++;
	writel_relaxed(v->head, v->regs + 8);
	writel(1, v->regs + VEX_GO);
}

static void mask_interrupts_ok(struct vex *v, dma_addr_t dma)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	writel_relaxed(0, v->regs + VEX_INT_MASK);
}
