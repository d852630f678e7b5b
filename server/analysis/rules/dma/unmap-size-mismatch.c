struct buffer {
	dma_addr_t addr;
	u32 len;
};

struct header { u32 word[4]; };
struct message { struct header header; u32 body[60]; };

static int short_bad(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len - 4, DMA_TO_DEVICE); // dma/unmap-size-mismatch: unmaps len - 4 bytes, but len were mapped
	return 0;
}

static int other_struct_bad(struct device *dev, struct message *m)
{
	dma_addr_t addr = dma_map_single(dev, m, sizeof(*m), DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, sizeof(struct header), DMA_TO_DEVICE); // dma/unmap-size-mismatch: unmaps 16 bytes, but 256 were mapped
	return 0;
}

static int page_bad(struct device *dev, struct page *page)
{
	dma_addr_t addr = dma_map_page(dev, page, 0, 2 * PAGE_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_page(dev, addr, PAGE_SIZE, DMA_FROM_DEVICE); // dma/unmap-size-mismatch: unmaps 4096 bytes, but 8192 were mapped
	return 0;
}

/* The length became what is left of it. */
static int reduced_bad(struct device *dev, struct buffer *b, void *cpu, u32 got)
{
	b->addr = dma_map_single(dev, cpu, b->len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, b->addr))
		return -ENOMEM;
	b->len -= got;
	dma_unmap_single(dev, b->addr, b->len, DMA_FROM_DEVICE); // dma/unmap-size-mismatch: were mapped, assuming that the amount in between is not always 0
	return 0;
}

static int same_value_ok(struct device *dev, void *buf, unsigned int n)
{
	size_t bytes = n * sizeof(u64);
	dma_addr_t addr = dma_map_single(dev, buf, bytes, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 8 * n, DMA_TO_DEVICE);
	return 0;
}

static int kept_in_field_ok(struct device *dev, struct buffer *b, void *cpu, u32 len)
{
	b->len = len;
	b->addr = dma_map_single(dev, cpu, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, b->addr))
		return -ENOMEM;
	dma_unmap_single(dev, b->addr, b->len, DMA_FROM_DEVICE);
	return 0;
}

static int may_be_equal_ok(struct device *dev, void *buf, size_t len, size_t other)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, other, DMA_TO_DEVICE);
	return 0;
}

/* The unknown function may have trimmed the buffer. */
static int packet_ok(struct device *dev, struct sk_buff *skb)
{
	dma_addr_t addr = dma_map_single(dev, skb->data, skb->len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	chip_transmit(skb);
	dma_unmap_single(dev, addr, skb->len, DMA_TO_DEVICE);
	return 0;
}

struct half {
	void *cpu;
	dma_addr_t addr;
};

struct link {
	struct device *dev;
	struct half tx;
	struct half rx;
};

/* Two fields of one type are two places: what is mapped into one is not released through the other. */
static int open_link_ok(struct link *l)
{
	l->tx.addr = dma_map_single(l->dev, l->tx.cpu, 2048, DMA_TO_DEVICE);
	if (dma_mapping_error(l->dev, l->tx.addr))
		return -ENOMEM;
	l->rx.addr = dma_map_single(l->dev, l->rx.cpu, 4096, DMA_FROM_DEVICE);
	if (dma_mapping_error(l->dev, l->rx.addr)) {
		dma_unmap_single(l->dev, l->tx.addr, 2048, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	return 0;
}

static void close_link_bad(struct link *l)
{
	dma_unmap_single(l->dev, l->tx.addr, 4096, DMA_TO_DEVICE); // dma/unmap-size-mismatch: unmaps 4096 bytes, but 2048 were mapped
	dma_unmap_single(l->dev, l->rx.addr, 4096, DMA_FROM_DEVICE);
}

struct slot {
	DEFINE_DMA_UNMAP_ADDR(addr);
	DEFINE_DMA_UNMAP_LEN(len);
};

struct queue {
	struct device *dev;
	u32 bytes;
	struct slot slots[16];
};

static int fill_slot_ok(struct queue *q, int i, void *cpu, u32 len)
{
	dma_addr_t addr = dma_map_single(q->dev, cpu, len, DMA_TO_DEVICE);

	if (dma_mapping_error(q->dev, addr))
		return -ENOMEM;
	dma_unmap_addr_set(&q->slots[i], addr, addr);
	dma_unmap_len_set(&q->slots[i], len, len);
	return 0;
}

/* The length that was kept is the one that was mapped. */
static void empty_slot_ok(struct queue *q, int i)
{
	dma_unmap_single(q->dev, dma_unmap_addr(&q->slots[i], addr), dma_unmap_len(&q->slots[i], len), DMA_TO_DEVICE);
}

struct frame {
	dma_addr_t addr;
	u32 bytes;
};

static int map_frame_ok(struct device *dev, struct frame *f, void *cpu)
{
	f->bytes = 1536;
	f->addr = dma_map_single(dev, cpu, 1536 + 64, DMA_FROM_DEVICE);
	return dma_mapping_error(dev, f->addr) ? -ENOMEM : 0;
}

/* All that is ever kept as the size of a frame is another number. */
static void unmap_frame_bad(struct device *dev, struct frame *f)
{
	dma_unmap_single(dev, f->addr, f->bytes, DMA_FROM_DEVICE); // dma/unmap-size-mismatch: unmaps f->bytes bytes, but 1600 were mapped
}

struct block {
	dma_addr_t addr;
	u32 room;
};

static int map_block_ok(struct device *dev, struct block *b, void *cpu)
{
	b->addr = dma_map_single(dev, cpu, b->room, DMA_FROM_DEVICE);
	return dma_mapping_error(dev, b->addr) ? -ENOMEM : 0;
}

static void unmap_block_bad(struct device *dev, struct block *b)
{
	dma_unmap_single(dev, b->addr, b->room - 2, DMA_FROM_DEVICE); // dma/unmap-size-mismatch: unmaps b->room - 2 bytes, but b->room were mapped, assuming that the fields it was computed from did not change
}

struct either {
	dma_addr_t addr;
};

static int map_short_ok(struct device *dev, struct either *e, void *cpu)
{
	e->addr = dma_map_single(dev, cpu, 64, DMA_TO_DEVICE);
	return dma_mapping_error(dev, e->addr) ? -ENOMEM : 0;
}

static int map_long_ok(struct device *dev, struct either *e, void *cpu)
{
	e->addr = dma_map_single(dev, cpu, 128, DMA_TO_DEVICE);
	return dma_mapping_error(dev, e->addr) ? -ENOMEM : 0;
}

/* One of the two is what is meant here. */
static void unmap_long_ok(struct device *dev, struct either *e)
{
	dma_unmap_single(dev, e->addr, 128, DMA_TO_DEVICE);
}

static void unmap_either_bad(struct device *dev, struct either *e)
{
	dma_unmap_single(dev, e->addr, 256, DMA_TO_DEVICE); // dma/unmap-size-mismatch: unmaps 256 bytes
}

struct entry {
	dma_addr_t host;
};

struct rings {
	struct entry data[8];
	struct entry control[8];
};

/* An entry of either ring, as far as anybody can tell. */
static int refill_ok(struct device *dev, struct entry *e, void *cpu)
{
	e->host = dma_map_single(dev, cpu, 2048, DMA_FROM_DEVICE);
	return dma_mapping_error(dev, e->host) ? -ENOMEM : 0;
}

static int queue_data_ok(struct device *dev, struct rings *r, void *cpu)
{
	r->data[3].host = dma_map_single(dev, cpu, 64, DMA_FROM_DEVICE);
	return dma_mapping_error(dev, r->data[3].host) ? -ENOMEM : 0;
}

static void stop_rings_ok(struct device *dev, struct rings *r)
{
	dma_unmap_single(dev, r->control[0].host, 64, DMA_FROM_DEVICE);
}

struct sized {
	dma_addr_t addr;
	u32 extent;
};

static int map_sized_ok(struct device *dev, struct sized *s, void *cpu)
{
	s->extent = 64;
	s->addr = dma_map_single(dev, cpu, 128, DMA_TO_DEVICE);
	return dma_mapping_error(dev, s->addr) ? -ENOMEM : 0;
}

/* It leads to no function of the API, and it still decides. */
static void resize_ok(struct sized *s, u32 extent)
{
	s->extent = extent;
}

static void unmap_sized_ok(struct device *dev, struct sized *s)
{
	dma_unmap_single(dev, s->addr, s->extent, DMA_TO_DEVICE);
}

struct spare { void *buf; int small; int large; int used; int size; };

static void test_spare_ok(struct device *dev, struct spare *s)
{
	dma_addr_t addr;

	if (s->small)
		s->size = 16;
	if (s->large)
		s->used = 1;
	addr = dma_map_single(dev, s->buf, 16, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_single(dev, addr, 16, DMA_TO_DEVICE);
}

/* Paths that meet inside the callee differ in what the caller chose before it called. */
static int chosen_before_a_call_ok(struct device *dev, struct spare *s, void *buf, int is_short)
{
	size_t len = is_short ? 64 : 128;
	dma_addr_t addr;

	test_spare_ok(dev, s);
	addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	if (is_short)
		dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	else
		dma_unmap_single(dev, addr, 128, DMA_TO_DEVICE);
	return 0;
}

struct key_size {
	unsigned int bytes;
};

struct key_request {
	struct key_size *key;
	void *in;
	unsigned int len;
};

/* The test made the length that of the key, by another way to it. */
static int whole_key_ok(struct device *dev, struct key_size *key, struct key_request *r, unsigned int out)
{
	dma_addr_t addr;

	if (out < key->bytes || r->len != r->key->bytes)
		return -EINVAL;
	addr = dma_map_single(dev, r->in, r->len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	if (out < r->len) {
		dma_unmap_single(dev, addr, key->bytes, DMA_TO_DEVICE);
		return -EINVAL;
	}
	dma_unmap_single(dev, addr, r->len, DMA_TO_DEVICE);
	return 0;
}

/* The address goes to a function of another file: the length is what it was all the same. */
static int handed_bad(struct device *dev, void *buf, unsigned int len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	other_file_starts(other_file_describes(addr, len));
	dma_unmap_single(dev, addr, len + 8, DMA_TO_DEVICE); // dma/unmap-size-mismatch: unmaps len + 8 bytes, but len were mapped
	return 0;
}

struct medium {
	struct device *dev;
	u32 frame_bytes;
	u32 grown_bytes;
};

struct rx_frame { void *cpu; dma_addr_t addr; };

/* One number of the device, for all its buffers. */
static int rx_frame_map_ok(struct medium *m, struct rx_frame *f)
{
	f->addr = dma_map_single(m->dev, f->cpu, m->frame_bytes, DMA_FROM_DEVICE);
	return dma_mapping_error(m->dev, f->addr);
}

static void medium_init_ok(struct medium *m, u32 bytes)
{
	m->frame_bytes = bytes;
}

static void rx_frame_unmap_bad(struct medium *m, struct rx_frame *f)
{
	dma_unmap_single(m->dev, f->addr, m->frame_bytes - 2, DMA_FROM_DEVICE); // dma/unmap-size-mismatch: assuming that the fields
}

struct grown { void *cpu; dma_addr_t addr; };

/* What is added to is another number each time. */
static int grown_map_ok(struct medium *m, struct grown *g)
{
	g->addr = dma_map_single(m->dev, g->cpu, m->grown_bytes, DMA_FROM_DEVICE);
	m->grown_bytes += 2;
	return dma_mapping_error(m->dev, g->addr);
}

static void grown_unmap_ok(struct medium *m, struct grown *g)
{
	dma_unmap_single(m->dev, g->addr, m->grown_bytes - 2, DMA_FROM_DEVICE);
}
