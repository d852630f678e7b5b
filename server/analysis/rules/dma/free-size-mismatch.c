struct table { u32 word[2048]; };
struct header { u32 word[4]; };

static int other_struct_bad(struct device *dev)
{
	dma_addr_t addr;
	struct table *t = dma_alloc_coherent(dev, sizeof(*t), &addr, GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	dma_free_coherent(dev, sizeof(struct header), t, addr); // dma/free-size-mismatch: frees 16 bytes, but 8192 were allocated
	return 0;
}

static int one_entry_less_bad(struct device *dev, unsigned int n)
{
	dma_addr_t addr;
	u32 *p = dma_alloc_wc(dev, n * 4096, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	dma_free_wc(dev, n * 4096 - 4096, p, addr); // dma/free-size-mismatch: were allocated
	return 0;
}

static int pages_bad(struct device *dev)
{
	dma_addr_t addr;
	struct page *page = dma_alloc_pages(dev, 8192, &addr, DMA_TO_DEVICE, GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	dma_free_pages(dev, 4096, page, addr, DMA_TO_DEVICE); // dma/free-size-mismatch: frees 4096 bytes, but 8192 were allocated
	return 0;
}

/* An info: the kernel frees whole pages. */
static int same_page_bad(struct device *dev)
{
	dma_addr_t addr;
	u32 *p = dma_alloc_coherent(dev, 200, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	dma_free_coherent(dev, 100, p, addr); // dma/free-size-mismatch: frees 100 bytes, but 200 were allocated, which is the same number of pages
	return 0;
}

static int same_type_ok(struct device *dev)
{
	dma_addr_t addr;
	struct table *t = dma_alloc_coherent(dev, sizeof(*t), &addr, GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	dma_free_coherent(dev, sizeof(struct table), t, addr);
	return 0;
}

static int product_in_variable_ok(struct device *dev, unsigned int n)
{
	size_t bytes = n * sizeof(struct header);
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, bytes, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	dma_free_coherent(dev, 16 * n, p, addr);
	return 0;
}

static int may_be_equal_ok(struct device *dev, size_t len, size_t other)
{
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, len, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	dma_free_coherent(dev, other, p, addr);
	return 0;
}

/* The last part gets memory of its own size, and nothing comes after it. */
static int last_part_ok(struct device *dev, u32 total)
{
	u32 done = 0, size = 4096;
	dma_addr_t addr;
	void *p = dma_alloc_coherent(dev, size, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	while (done < total) {
		if (total - done >= 4096) {
			size = 4096;
		} else {
			size = total - done;
			dma_free_coherent(dev, 4096, p, addr);
			p = dma_alloc_coherent(dev, size, &addr, GFP_KERNEL);
			if (!p)
				return -ENOMEM;
		}
		done += size;
	}
	dma_free_coherent(dev, size, p, addr);
	return 0;
}

struct shared_area {
	u32 words[2048];
};

struct area_header {
	u32 words[4];
};

struct owner {
	struct device *dev;
	struct shared_area *area;
	dma_addr_t addr;
};

static int attach_ok(struct owner *o)
{
	o->area = dma_alloc_coherent(o->dev, sizeof(*o->area), &o->addr, GFP_KERNEL);
	return o->area ? 0 : -ENOMEM;
}

/* The size of what stands first in the area, not of the area. */
static void detach_bad(struct owner *o)
{
	dma_free_coherent(o->dev, sizeof(struct area_header), o->area, o->addr); // dma/free-size-mismatch: frees 16 bytes, but 8192 were allocated
}

static void detach_ok(struct owner *o)
{
	dma_free_coherent(o->dev, 2048 * sizeof(u32), o->area, o->addr);
}

struct foreign {
	struct device *dev;
	void *area;
	dma_addr_t addr;
};

static int attach_foreign_ok(struct foreign *f)
{
	f->area = dma_alloc_coherent(f->dev, sizeof(struct of_a_header), &f->addr, GFP_KERNEL);
	return f->area ? 0 : -ENOMEM;
}

/* Two structs of headers that nobody read have two sizes. */
static void detach_foreign_bad(struct foreign *f)
{
	dma_free_coherent(f->dev, sizeof(struct of_another), f->area, f->addr); // dma/free-size-mismatch: frees sizeof(struct of_another) bytes, but sizeof(struct of_a_header) were allocated
}

struct counted {
	struct device *dev;
	u32 count;
	u64 *ring;
	dma_addr_t addr;
};

static int make_counted_ok(struct counted *c, u32 count)
{
	size_t bytes = count * sizeof(*c->ring);

	c->count = count;
	c->ring = dma_alloc_coherent(c->dev, bytes, &c->addr, GFP_KERNEL);
	return c->ring ? 0 : -ENOMEM;
}

/* The same product from what was kept of it. */
static void drop_counted_ok(struct counted *c)
{
	dma_free_coherent(c->dev, c->count * sizeof(*c->ring), c->ring, c->addr);
}

static void take_any(void **place);

struct given {
	struct device *dev;
	void *area;
	dma_addr_t addr;
};

static int fill_given_ok(struct given *g)
{
	g->area = dma_alloc_coherent(g->dev, 64, &g->addr, GFP_KERNEL);
	return g->area ? 0 : -ENOMEM;
}

/* Another file may put larger memory there. */
static void free_given_ok(struct given *g)
{
	take_any(&g->area);
	dma_free_coherent(g->dev, 8192, g->area, g->addr);
}

enum { RING_IS_LARGE };

struct unit {
	struct device *dev;
	unsigned long flags[2];
	void *ring;
	dma_addr_t addr;
	void *extra;
};

static size_t ring_bytes(struct unit *u)
{
	return test_bit(RING_IS_LARGE, u->flags) ? 65536 : 16384;
}

static void drop_unit_ok(struct unit *u)
{
	dma_free_coherent(u->dev, ring_bytes(u), u->ring, u->addr);
}

/* The same flag both times. */
static int make_unit_ok(struct unit *u)
{
	u->ring = dma_alloc_coherent(u->dev, ring_bytes(u), &u->addr, GFP_KERNEL);
	if (!u->ring)
		return -ENOMEM;
	u->extra = kzalloc(64, GFP_KERNEL);
	if (!u->extra) {
		drop_unit_ok(u);
		return -ENOMEM;
	}
	return 0;
}

static int change_unit_bad(struct unit *u)
{
	clear_bit(RING_IS_LARGE, u->flags);
	u->ring = dma_alloc_coherent(u->dev, ring_bytes(u), &u->addr, GFP_KERNEL);
	if (!u->ring)
		return -ENOMEM;
	set_bit(RING_IS_LARGE, u->flags);
	dma_free_coherent(u->dev, ring_bytes(u), u->ring, u->addr); // dma/free-size-mismatch: frees 16384 bytes, but 65536 were allocated
	return 0;
}

struct work {
	struct device *dev;
	size_t bytes;
};

struct job {
	struct work *work;
	void *src;
	dma_addr_t addr;
};

/* The job's work is the one that is given, as far as anybody here knows. */
static int run_job_ok(struct work *work, struct job *job, size_t len)
{
	if (len != work->bytes)
		return -EINVAL;
	job->src = dma_alloc_coherent(work->dev, job->work->bytes, &job->addr, GFP_KERNEL);
	if (!job->src)
		return -ENOMEM;
	if (len != job->work->bytes)
		pr_debug("padded\n");
	dma_free_coherent(work->dev, work->bytes, job->src, job->addr);
	return 0;
}

bool unit_is_long(struct unit *u);
int start_unit(struct unit *u);

static void drop_asked_ok(struct unit *u)
{
	u16 bytes = unit_is_long(u) ? 8192 : 4096;

	dma_free_coherent(u->dev, bytes, u->ring, u->addr);
}

/* A function nobody can read says the same both times. */
static int asked_twice_ok(struct unit *u)
{
	u16 bytes = unit_is_long(u) ? 8192 : 4096;

	u->ring = dma_alloc_coherent(u->dev, bytes, &u->addr, GFP_KERNEL);
	if (!u->ring)
		return -ENOMEM;
	if (start_unit(u)) {
		drop_asked_ok(u);
		return -EIO;
	}
	return 0;
}

struct short_slot { u32 word[2]; };
struct long_slot { u32 word[4]; };

struct two_kinds {
	struct device *dev;
	u32 version;
	union {
		struct short_slot *narrow;
		struct long_slot *wide;
	} ring;
	dma_addr_t addr;
};

int start_two_kinds(struct two_kinds *t);

static bool is_wide(struct two_kinds *t)
{
	return t->version > 1;
}

static void drop_two_kinds_ok(struct two_kinds *t)
{
	if (is_wide(t)) {
		if (t->ring.wide)
			dma_free_coherent(t->dev, 256 * sizeof(struct long_slot), t->ring.wide, t->addr);
	} else if (t->ring.narrow) {
		dma_free_coherent(t->dev, 256 * sizeof(struct short_slot), t->ring.narrow, t->addr);
	}
}

/* The version that was asked for the allocation is the one that is asked for the release. */
static int make_two_kinds_ok(struct two_kinds *t)
{
	if (is_wide(t)) {
		t->ring.wide = dma_alloc_coherent(t->dev, 256 * sizeof(struct long_slot), &t->addr, GFP_KERNEL);
		if (!t->ring.wide)
			return -ENOMEM;
	} else {
		t->ring.narrow = dma_alloc_coherent(t->dev, 256 * sizeof(struct short_slot), &t->addr, GFP_KERNEL);
		if (!t->ring.narrow)
			return -ENOMEM;
	}
	if (start_two_kinds(t)) {
		drop_two_kinds_ok(t);
		return -EIO;
	}
	return 0;
}

static void *aligned_area(struct device *dev, size_t bytes, u16 align, size_t *taken, dma_addr_t *addr)
{
	if (align) {
		bytes += 1 << align;
		*taken = bytes;
	}
	return dma_alloc_coherent(dev, bytes, addr, GFP_KERNEL);
}

/* Every caller that gets here wants it aligned, and 0 is no size. */
static int area_again_ok(struct device *dev, struct unit *u, u16 align)
{
	size_t taken = 0;
	void *area = aligned_area(dev, 4096, align, &taken, &u->addr);

	if (!area)
		return -ENOMEM;
	dma_free_coherent(dev, taken, area, u->addr);
	return 0;
}

struct pipes {
	struct device *dev;
	size_t in_bytes, out_bytes, log_bytes;
	void *in, *out, *log;
	dma_addr_t in_dma, out_dma, log_dma;
};

int pipes_start(struct pipes *p);

static void pipes_measure(struct pipes *p, size_t in, size_t out)
{
	p->in_bytes = in;
	p->out_bytes = out;
	p->log_bytes = out;
}

static int pipes_make(struct pipes *p)
{
	p->in = dma_alloc_coherent(p->dev, p->in_bytes, &p->in_dma, GFP_KERNEL);
	if (!p->in)
		return -ENOMEM;
	p->out = dma_alloc_coherent(p->dev, p->out_bytes, &p->out_dma, GFP_KERNEL);
	if (!p->out)
		goto no_out;
	p->log = dma_alloc_coherent(p->dev, p->log_bytes, &p->log_dma, GFP_KERNEL);
	if (!p->log)
		goto no_log;
	return 0;

no_log:
	dma_free_coherent(p->dev, p->out_bytes, p->out, p->out_dma);
no_out:
	dma_free_coherent(p->dev, p->in_bytes, p->in, p->in_dma);
	return -ENOMEM;
}

/* By the size of the other buffer, where the way out of a failure has it right. */
static void pipes_drop_in_bad(struct pipes *p)
{
	dma_free_coherent(p->dev, p->out_bytes, p->in, p->in_dma); // dma/free-size-mismatch: frees p->out_bytes bytes, but p->in_bytes were allocated
}

static void pipes_drop_out_ok(struct pipes *p)
{
	dma_free_coherent(p->dev, p->out_bytes, p->out, p->out_dma);
}

/* No other release says that this one is wrong. */
static void pipes_drop_log_ok(struct pipes *p)
{
	dma_free_coherent(p->dev, p->out_bytes, p->log, p->log_dma);
}

struct copies {
	struct device *dev;
	size_t bytes, kept_bytes;
	void *mem;
	dma_addr_t mem_dma;
};

int copies_start(struct copies *c);

static int copies_make_ok(struct copies *c)
{
	c->kept_bytes = c->bytes;
	c->mem = dma_alloc_coherent(c->dev, c->bytes, &c->mem_dma, GFP_KERNEL);
	if (!c->mem)
		return -ENOMEM;
	if (copies_start(c)) {
		dma_free_coherent(c->dev, c->bytes, c->mem, c->mem_dma);
		return -EIO;
	}
	return 0;
}

/* The one was filled from the other. */
static void copies_drop_ok(struct copies *c)
{
	dma_free_coherent(c->dev, c->kept_bytes, c->mem, c->mem_dma);
}

struct level { u16 depth; void *iv; dma_addr_t iv_dma; };

/* A loop that writes other elements may have written this one, as far as the analysis knows. */
static int depth_kept_ok(struct device *dev, struct level *l, void __iomem *regs)
{
	u16 depth = l->depth;
	int i;

	l->iv = dma_alloc_coherent(dev, 24 * depth, &l->iv_dma, GFP_KERNEL);
	if (!l->iv)
		return -ENOMEM;
	for (i = 1; i < depth; i++) {
		l[i].iv_dma = l->iv_dma + i * 24;
		l[i].iv = l->iv + i * 24;
	}
	if (readl(regs)) {
		dma_free_coherent(dev, 24 * l->depth, l->iv, l->iv_dma);
		return -EIO;
	}
	return 0;
}

struct kept_area {
	void *mem;
	dma_addr_t dma;
	size_t bytes;
};

/* What the caller asks for is kept beside the address. */
static int kept_alloc_ok(struct device *dev, struct kept_area *a, size_t bytes)
{
	void *mem = dma_alloc_coherent(dev, bytes, &a->dma, GFP_KERNEL);

	if (!mem)
		return -ENOMEM;
	a->mem = mem;
	a->bytes = bytes;
	return 0;
}

static int kept_init_ok(struct device *dev, struct kept_area *a)
{
	return kept_alloc_ok(dev, a, 4096);
}

static void kept_free_bad(struct device *dev, struct kept_area *a)
{
	dma_free_coherent(dev, a->bytes + 64, a->mem, a->dma); // dma/free-size-mismatch: frees a->bytes + 64 bytes
}

static void kept_drop_ok(struct device *dev, struct kept_area *a)
{
	dma_free_coherent(dev, a->bytes, a->mem, a->dma);
}

struct two_lengths {
	void *mem;
	dma_addr_t dma;
	size_t bytes, used;
};

/* Both begin as the same number, and either may be the one that stays. */
static int two_lengths_ok(struct device *dev, struct two_lengths *t, size_t bytes)
{
	t->mem = dma_alloc_coherent(dev, bytes, &t->dma, GFP_KERNEL);
	if (!t->mem)
		return -ENOMEM;
	t->bytes = bytes;
	t->used = bytes;
	return 0;
}

static void two_lengths_free_ok(struct device *dev, struct two_lengths *t)
{
	dma_free_coherent(dev, t->used + 64, t->mem, t->dma);
}

struct line { u32 word[4]; };
struct stripe { u32 word[8]; };
struct lines { u32 count; struct line *mem; dma_addr_t dma; };

static int lines_alloc_ok(struct device *dev, struct lines *l, u32 count)
{
	l->mem = dma_alloc_coherent(dev, count * sizeof(struct line), &l->dma, GFP_KERNEL);
	if (!l->mem)
		return -ENOMEM;
	l->count = count;
	return 0;
}

/* As many, but of another kind. */
static void lines_free_bad(struct device *dev, struct lines *l)
{
	dma_free_coherent(dev, l->count * sizeof(struct stripe), l->mem, l->dma); // dma/free-size-mismatch: assuming that the fields
}

/* Entries are no bytes. */
static void lines_drop_bad(struct device *dev, struct lines *l)
{
	dma_free_coherent(dev, l->count, l->mem, l->dma); // dma/free-size-mismatch: assuming that the fields
}

struct leaf { void *cpu; dma_addr_t dma; };
struct book { struct device *dev; struct leaf *leaves; int count; };

/* An array behind a pointer, element by element. */
static int book_fill_ok(struct book *b)
{
	int i;

	for (i = 0; i < b->count; i++) {
		b->leaves[i].cpu = dma_alloc_coherent(b->dev, 4096, &b->leaves[i].dma, GFP_KERNEL);
		if (!b->leaves[i].cpu)
			goto undo;
	}
	return 0;
undo:
	while (--i >= 0)
		dma_free_coherent(b->dev, 4096, b->leaves[i].cpu, b->leaves[i].dma);
	return -ENOMEM;
}

static void book_empty_bad(struct book *b)
{
	int i;

	for (i = 0; i < b->count; i++)
		dma_free_coherent(b->dev, 8192, b->leaves[i].cpu, b->leaves[i].dma); // dma/free-size-mismatch: frees 8192 bytes, but 4096 were allocated
}

static void book_empty_ok(struct book *b)
{
	int i;

	for (i = 0; i < b->count; i++)
		dma_free_coherent(b->dev, 4096, b->leaves[i].cpu, b->leaves[i].dma);
}

struct key { struct device *dev; u32 bytes; };
struct job { struct key *key; void *result; dma_addr_t dma; };

static int job_copy_ok(struct job *j)
{
	struct key *key = j->key;

	j->result = dma_alloc_coherent(key->dev, key->bytes, &j->dma, GFP_KERNEL);
	return j->result ? 0 : -ENOMEM;
}

static void job_copied_ok(struct key *key, struct job *j)
{
	dma_free_coherent(key->dev, key->bytes, j->result, j->dma);
}

/* Jobs of this sort have no copy of their result. */
static int job_direct_ok(struct job *j, void *to)
{
	struct key *key = j->key;

	j->result = NULL;
	j->dma = dma_map_single(key->dev, to, key->bytes * 2, DMA_FROM_DEVICE);
	return dma_mapping_error(key->dev, j->dma) ? -ENOMEM : 0;
}

static void job_done_ok(struct key *key, struct job *j)
{
	if (j->result)
		dma_free_coherent(key->dev, key->bytes * 2, j->result, j->dma);
	else
		dma_unmap_single(key->dev, j->dma, key->bytes * 2, DMA_FROM_DEVICE);
}

struct copy { struct key *key; void *result; dma_addr_t dma; };

static int copy_start_ok(struct copy *c)
{
	struct key *key = c->key;

	c->result = dma_alloc_coherent(key->dev, key->bytes, &c->dma, GFP_KERNEL);
	return c->result ? 0 : -ENOMEM;
}

static void copy_done_ok(struct key *key, struct copy *c)
{
	dma_free_coherent(key->dev, key->bytes, c->result, c->dma);
}

/* Every copy has one. */
static void copy_abort_bad(struct key *key, struct copy *c)
{
	dma_free_coherent(key->dev, key->bytes * 2, c->result, c->dma); // dma/free-size-mismatch: assuming that the fields
}
