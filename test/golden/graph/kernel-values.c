struct item {
	u32 a;
	u8 bytes[10];
};

struct list_item {
	struct list_head node;
	int count;
	struct item items[];
};

static struct item table[5];

static void values(struct list_item *l, struct list_head *h, size_t n, size_t limit)
{
	size_t x;

	x = min(n, limit);
	x = max_t(size_t, n, 64);
	x = clamp(n, 4, limit);
	x = ALIGN(n, 64);
	x = round_up(n, limit) + round_down(n, 16);
	x = roundup(n, 12);
	x = DIV_ROUND_UP(n, limit);
	x = BIT(3) | GENMASK(7, 4);
	x = ARRAY_SIZE(table) + ARRAY_SIZE(l->items);
	x = offsetof(struct item, bytes) + offsetof(struct sk_buff, cb);
	x = sizeof(struct item) + sizeof(l->items[0].bytes) + sizeof(struct sk_buff) + sizeof(dma_addr_t);
	x = struct_size(l, items, n);
	x = PAGE_ALIGN(n);
	x = SZ_4K;
	l = list_first_entry(h, struct list_item, node);
	if (IS_ENABLED(CONFIG_FOO))
		x = READ_ONCE(l->count);
	WRITE_ONCE(l->count, x);
	swap(n, limit);
	use(cpu_to_le32(n), IS_ERR(l));
}

static void asserts(struct foo *f, int n)
{
	unsigned long flags;

	BUG_ON(n > 3);
	if (WARN_ON(!f))
		return;
	spin_lock_irqsave(&f->lock, flags);
	dma_unmap_addr_set(f, addr, n);
	use(dma_unmap_addr(f, addr));
	sg_dma_len(f->sg) = sg_dma_address(f->sg);
	if (n)
		BUG();
}
