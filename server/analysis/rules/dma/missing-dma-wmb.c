struct vex_desc { __le64 addr; __le32 len; __le32 ctrl; };

struct vex {
	struct device *dev;
	struct vex_desc *ring;
	dma_addr_t ring_dma;
	u32 *entries;
	dma_addr_t entries_dma;
	unsigned int head, tail;
	void __iomem *regs;
};

static int vex_alloc_rings(struct vex *v)
{
	v->ring = dma_alloc_coherent(v->dev, 64 * sizeof(*v->ring), &v->ring_dma, GFP_KERNEL);
	v->entries = dma_alloc_coherent(v->dev, 64 * 4, &v->entries_dma, GFP_KERNEL);
	return v->ring && v->entries ? 0 : -ENOMEM;
}

static bool vex_is_done(struct vex *v)
{
	struct vex_desc *d = &v->ring[v->tail % 64];

	return !(le32_to_cpu(READ_ONCE(d->ctrl)) & VEX_OWN);
}

static void post_bad(struct vex *v, dma_addr_t dma)
{
	struct vex_desc *d = &v->ring[v->head++ % 64];

	d->addr = cpu_to_le64(dma);
	d->len = cpu_to_le32(2048);
	d->ctrl = cpu_to_le32(VEX_OWN); // dma/missing-dma-wmb: `ctrl` gives the descriptor to the device with no `dma_wmb()` after `len`
}

static void post_on_one_way_bad(struct vex *v, dma_addr_t dma, bool last)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	if (last)
		dma_wmb();
	d->ctrl = cpu_to_le32(VEX_OWN | 64); // dma/missing-dma-wmb: after `addr`
}

static void post_ok(struct vex *v, dma_addr_t dma)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	dma_wmb();
	WRITE_ONCE(d->ctrl, cpu_to_le32(VEX_OWN));
}

/* The word is cleared, and the device goes by the tail it is told. */
static void clear_ok(struct vex *v, dma_addr_t dma)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	d->ctrl = 0;
	writel(v->head, v->regs);
}

/* Before the device knows of the ring. */
static void init_ok(struct vex *v, dma_addr_t *dma)
{
	int i;

	for (i = 0; i < 64; i++) {
		v->ring[i].addr = cpu_to_le64(dma[i]);
		v->ring[i].ctrl = cpu_to_le32(VEX_OWN);
	}
	writel(64, v->regs);
}

static void other_memory_ok(struct vex_desc *d, dma_addr_t dma)
{
	d->addr = cpu_to_le64(dma);
	d->ctrl = cpu_to_le32(VEX_OWN);
}

static int processors_only_bad(struct vex *v, void *data)
{
	dma_addr_t dma = dma_map_single(v->dev, data, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(v->dev, dma))
		return -ENOMEM;
	vex_entry_set(v->entries, v->head, cpu_to_vex(dma));
	smp_wmb(); // dma/doorbell-ordering: `smp_wmb` orders nothing for the device
	v->head = (v->head + 1) & 63;
	vex_write_reg32(&v->regs_of->head, 1);
	return 0;
}

static int full_barrier_ok(struct vex *v, void *data)
{
	dma_addr_t dma = dma_map_single(v->dev, data, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(v->dev, dma))
		return -ENOMEM;
	vex_entry_set(v->entries, v->head, cpu_to_vex(dma));
	wmb();
	v->head = (v->head + 1) & 63;
	vex_write_reg32(&v->regs_of->head, 1);
	return 0;
}

/* The register write waits for the memory by itself; the barrier is for another processor. */
static void ordered_register_ok(struct vex *v, dma_addr_t dma)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	smp_wmb();
	v->head++;
	writel(v->head, v->regs);
}

/* A length that is taken out of the word says nothing of whose it is. */
static u32 length_of(struct vex *v)
{
	return min(le32_to_cpu(v->ring[v->tail % 64].len) & VEX_LEN_MASK, 2048);
}

static void length_written_ok(struct vex *v, dma_addr_t dma, u32 len)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	d->len = cpu_to_le32(len & VEX_LEN_MASK);
}

/* The device comes to the parts after the first once it has that, which post_ok() gives it in order. */
static void post_part_ok(struct vex *v, dma_addr_t dma, u32 ctrl, bool is_first)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	if (!is_first)
		ctrl |= VEX_OWN;
	d->ctrl = cpu_to_le32(ctrl);
}

static void post_either_bad(struct vex *v, dma_addr_t dma, bool is_last)
{
	struct vex_desc *d = &v->ring[v->head % 64];
	u32 ctrl = VEX_OWN;

	if (is_last)
		ctrl |= VEX_LAST;
	d->addr = cpu_to_le64(dma);
	d->ctrl = cpu_to_le32(ctrl); // dma/missing-dma-wmb: after `addr`
}

/* The bit is told to the caller, it says nothing of whose the descriptor is. */
static void length_and_more(struct vex *v, u32 *len, bool *more)
{
	u32 word = le32_to_cpu(v->ring[v->tail % 64].len);

	*len = word & VEX_LEN_MASK;
	*more = !(word & VEX_LAST);
}

static void last_written_ok(struct vex *v, dma_addr_t dma, u32 len)
{
	struct vex_desc *d = &v->ring[v->head % 64];

	d->addr = cpu_to_le64(dma);
	d->len = cpu_to_le32(len | VEX_LAST);
}

/* Not the first one is given away with the rest of it, and the first one only by who calls. */
static void post_map_ok(struct vex *v, dma_addr_t dma, u32 len, bool is_owned)
{
	struct vex_desc *d = &v->ring[v->tail % 64];
	u32 ctrl = len;

	d->addr = cpu_to_le64(dma);
	if (is_owned)
		ctrl |= VEX_OWN;
	d->ctrl = cpu_to_le32(ctrl);
}
