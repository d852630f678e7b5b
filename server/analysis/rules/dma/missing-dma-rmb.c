struct vex_desc { __le64 addr; __le32 len; __le32 ctrl; __le32 tag; };

struct vex {
	struct device *dev;
	struct vex_desc *ring;
	dma_addr_t ring_dma;
	unsigned int tail;
	void __iomem *regs;
};

static int vex_alloc_ring(struct vex *v)
{
	v->ring = dma_alloc_coherent(v->dev, 64 * sizeof(*v->ring), &v->ring_dma, GFP_KERNEL);
	return v->ring ? 0 : -ENOMEM;
}

static u32 receive_bad(struct vex *v)
{
	struct vex_desc *d = &v->ring[v->tail % 64];

	if (le32_to_cpu(READ_ONCE(d->ctrl)) & VEX_OWN)
		return 0;
	return le32_to_cpu(d->len); // dma/missing-dma-rmb: `len` is read with no `dma_rmb()` after the test of `ctrl`
}

static u32 receive_loop_bad(struct vex *v)
{
	u32 sum = 0;

	while (1) {
		struct vex_desc *d = &v->ring[v->tail & 63];

		if (!(le32_to_cpu(d->ctrl) & VEX_DONE))
			break;
		sum += le32_to_cpu(d->len); // dma/missing-dma-rmb: `len` is read
		v->tail++;
	}
	return sum;
}

static u32 receive_ok(struct vex *v)
{
	struct vex_desc *d = &v->ring[v->tail % 64];

	if (le32_to_cpu(READ_ONCE(d->ctrl)) & VEX_OWN)
		return 0;
	dma_rmb();
	return le32_to_cpu(d->len);
}

/* One word, read once. */
static u32 same_word_ok(struct vex *v)
{
	struct vex_desc *d = &v->ring[v->tail % 64];
	u32 ctrl = le32_to_cpu(d->ctrl);

	return ctrl & VEX_OWN ? 0 : ctrl & 0xffff;
}

/* The device says in memory how far it is; the bit says more of what was read before. */
static u32 error_bit_ok(struct vex *v)
{
	struct vex_desc *d = &v->ring[v->tail % 64];
	u32 ctrl = le32_to_cpu(d->ctrl);

	if (ctrl & VEX_OWN)
		return 0;
	dma_rmb();
	if (ctrl & VEX_ERROR)
		return 0;
	return le32_to_cpu(d->len);
}

/* The device says in a register how far it is. */
static u32 register_first_ok(struct vex *v)
{
	struct vex_desc *d = &v->ring[v->tail % 64];

	if (readl(v->regs) == v->tail || le32_to_cpu(d->ctrl) & VEX_ERROR)
		return 0;
	return le32_to_cpu(d->len);
}

static u32 packet_ok(const struct vex_desc *d)
{
	if (le32_to_cpu(d->ctrl) & VEX_OWN)
		return 0;
	return le32_to_cpu(d->len);
}

static u64 own_value_ok(struct vex *v, dma_addr_t dma)
{
	struct vex_desc *d = &v->ring[v->tail % 64];

	if (le32_to_cpu(d->ctrl) & VEX_OWN)
		return 0;
	return le64_to_cpu(d->addr);
}

static void set_address(struct vex *v, dma_addr_t dma)
{
	v->ring[v->tail & 63].addr = cpu_to_le64(dma);
}

/* Who reads the length first knows already that the packet is there; the flag says what it is like. */
static u32 flag_of_packet_ok(struct vex *v)
{
	struct vex_desc *d = &v->ring[v->tail % 64];
	u32 len = le32_to_cpu(d->len);

	if (le32_to_cpu(d->ctrl) & VEX_TAGGED)
		return le32_to_cpu(d->tag);
	return len;
}

static u32 word_read_twice_bad(struct vex *v)
{
	struct vex_desc *d = &v->ring[v->tail % 64];
	u32 len, tag;

	if (le32_to_cpu(d->ctrl) & VEX_OWN)
		return 0;
	len = le32_to_cpu(d->len); // dma/missing-dma-rmb: `len` is read with no `dma_rmb()` after the test of `ctrl`
	tag = le32_to_cpu(d->tag);
	if (le32_to_cpu(d->ctrl) & VEX_ERROR)
		return 0;
	return len + tag;
}

struct counted_ring {
	struct vex_desc *ring;
	dma_addr_t ring_dma;
	__le32 *producer;
	u32 tail;
};

/* The device says in a word of its own how far it is; the flag tells of what kind the entry is. */
static u32 counted_ok(struct counted_ring *r)
{
	u32 head = le32_to_cpu(*r->producer);
	u32 tail = r->tail, sum = 0;

	while (tail != head) {
		struct vex_desc *d = &r->ring[tail & 63];

		if (le32_to_cpu(d->ctrl) & VEX_TAGGED)
			sum += le32_to_cpu(d->tag);
		tail++;
	}
	return sum;
}
