struct desc {
	u32 addr;
	u32 len:16, flags:16;
	union {
		u64 raw;
		struct {
			u32 low, high;
		};
	};
};

struct ring {
	struct desc *descs;
	struct desc inner[16];
	dma_addr_t dma;
	u8 buf[64];
	struct ring *next;
	int (*start)(struct ring *r, int n);
};

static struct ring global_ring;
static u32 counters[4];

static void reads(struct ring *r, int i)
{
	use(r->dma, r->descs[i].addr, r->inner[i].low, r->next->buf[2], global_ring.dma, counters[i]);
}

static void addresses(struct ring *r, int i)
{
	use(&r->descs[i], &r->inner[i], r->inner, &r->inner[i].high, r->buf + i, &global_ring, counters, &*r, &r->dma);
}

static void writes(struct ring *r, struct desc *d, int i)
{
	r->inner[i].len = i;
	r->inner[i].low |= 4;
	r->descs[i] = *d;
	*d = r->inner[0];
	global_ring.dma = r->dma;
	*r->descs = r->descs[1];
	(*d).addr = d->raw;
}

static int pointers(u32 *p, u32 *q, void *v)
{
	u32 x = *p++;

	*++p = x;
	p -= 2;
	v = v + 4;
	x = p[-1];
	return q - p;
}

static void locals(void)
{
	int plain, taken, array[4];
	struct desc d, e;
	static int kept = 3;

	plain = 1;
	fill(&taken);
	plain = taken + array[plain];
	d.addr = kept++;
	e = d;
	fill(array);
	fill(&e.low);
}

static int calls(struct ring *r, int (*fn)(int), int n)
{
	fn(n);
	(*fn)(n);
	r->start(r, n);
	return (u32)(n) + (u64)-1;
}
