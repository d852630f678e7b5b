struct event { __le16 slot; __le16 len; u8 port; u8 kind:4; };
struct slot { void *cpu; u32 len; };
struct ring {
	struct event *events;
	dma_addr_t dma;
	unsigned int head;
	struct slot slots[16];
	struct slot *ports[256];
};

static struct pci_driver ring_driver;

static int ring_init_ok(struct ring *r, struct device *dev)
{
	r->events = dma_alloc_coherent(dev, 4096, &r->dma, GFP_KERNEL);
	return r->events ? 0 : -ENOMEM;
}

static void *index_bad(struct ring *r)
{
	struct event *e = &r->events[r->head % 64];
	u16 slot = le16_to_cpu(e->slot);

	return r->slots[slot].cpu; // dma/untrusted-index: `e.slot`, which the device can write, is used as an index into 16 elements, and nothing bounds it
}

static void length_bad(struct ring *r, void *to)
{
	struct event *e = r->events;

	memcpy(to, r->slots[0].cpu, le16_to_cpu(e->len)); // dma/untrusted-index: is used as a length
}

static char *offset_bad(struct ring *r, char *base)
{
	u32 offset = le16_to_cpu(READ_ONCE(r->events->len)) * 4;

	return base + offset; // dma/untrusted-index: is used as an offset
}

/* The callers of a static function say what it gets. */
static void *helper_bad(struct ring *r, struct event *e)
{
	return r->slots[le16_to_cpu(e->slot)].cpu; // dma/untrusted-index: `e.slot`, which the device can write
}

static void *reset_ok(struct ring *r, struct device *dev)
{
	r->events = dma_alloc_coherent(dev, 4096, &r->dma, GFP_KERNEL);
	return r->events ? helper_bad(r, &r->events[r->head]) : NULL;
}

/* A function that names no field of DMA memory, and whose callers call no function of the API, is not read. */
static void *fn_distant_bad(struct ring *r, struct event *e)
{
	return r->slots[le16_to_cpu(e->slot)].cpu;
}

static void *distant_caller_ok(struct ring *r)
{
	return fn_distant_bad(r, &r->events[r->head]);
}

static void *bounded_ok(struct ring *r)
{
	u16 slot = le16_to_cpu(r->events[r->head].slot);

	if (slot >= ARRAY_SIZE(r->slots))
		return NULL;
	return r->slots[slot].cpu;
}

static void *masked_ok(struct ring *r)
{
	return r->slots[le16_to_cpu(r->events->slot) & 15].cpu;
}

static void *smallest_ok(struct ring *r)
{
	return r->slots[min_t(u16, le16_to_cpu(r->events->slot), 15)].cpu;
}

static void *listed_ok(struct ring *r)
{
	u16 slot = le16_to_cpu(r->events->slot);

	if (slot != 4 && slot != 8)
		return NULL;
	return r->slots[slot].cpu;
}

/* A byte cannot lead out of 256 elements, nor four bits out of 16. */
static void *narrow_ok(struct ring *r)
{
	return r->ports[r->events->port] ?: r->slots[r->events->kind].cpu;
}

/* Judged elsewhere. */
static void *judged_ok(struct ring *r)
{
	u16 slot = le16_to_cpu(r->events->slot);

	if (!ring_has_slot(r, slot))
		return NULL;
	return r->slots[slot].cpu;
}

struct command { u32 slot; u32 len; };
struct queue { struct command *commands; dma_addr_t dma; struct slot slots[16]; };

static int queue_init_ok(struct queue *q, struct device *dev)
{
	q->commands = dma_alloc_coherent(dev, 4096, &q->dma, GFP_KERNEL);
	return q->commands ? 0 : -ENOMEM;
}

/* What the driver puts there is its own, as long as the device keeps to the protocol. */
static void *own_ok(struct queue *q, u32 slot)
{
	q->commands->slot = slot;
	return q->slots[q->commands->slot].cpu;
}

struct transfer { u32 len; };

/* What user space asked for is the driver's to judge. */
static int filled_ok(struct device *dev, void __user *from, void *to, void *data)
{
	dma_addr_t addr;
	struct transfer *t = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	if (copy_from_user(t, from, sizeof(*t)))
		goto free;
	memcpy(to, data, t->len);
free:
	dma_free_coherent(dev, 4096, t, addr);
	return 0;
}

struct mail { u8 pad; __le32 offset; };
struct post { struct mail *mail; dma_addr_t dma; };

static int post_init_ok(struct post *p, struct device *dev)
{
	p->mail = dma_alloc_coherent(dev, 4096, &p->dma, GFP_KERNEL);
	return p->mail ? 0 : -ENOMEM;
}

static void prefetched_ok(struct post *p, u8 *data)
{
	prefetch(data + le32_to_cpu(p->mail->offset));
}

/* At most 255 bytes into what holds a packet. */
static u8 padded_ok(struct post *p, u8 *data)
{
	return *(data + p->mail->pad);
}

/* The 0 is the driver's own, and nobody told the device of it yet. */
static void *request_ok(struct post *p)
{
	p->mail->offset = 0;
	return (u8 *)p->mail + le32_to_cpu(p->mail->offset);
}

static void *reply_bad(struct post *p)
{
	return (u8 *)p->mail + le32_to_cpu(p->mail->offset); // dma/untrusted-index: is used as an offset
}

struct status { __le16 done; };
struct walk { struct status *status; dma_addr_t dma; u16 next, count; void *cells[64]; };

static int walk_init_ok(struct walk *w, struct device *dev)
{
	w->status = dma_alloc_coherent(dev, 4096, &w->dma, GFP_KERNEL);
	return w->status ? 0 : -ENOMEM;
}

/* It begins at 0 again before it meets what lies behind the ring. */
static void walk_bad(struct walk *w)
{
	u16 next = w->next;
	u16 done = le16_to_cpu(w->status->done);

	while (done != next) { // dma/untrusted-index: which the device can write, is used as the end of a walk
		kfree(w->cells[next]);
		if (++next == w->count)
			next = 0;
	}
	w->next = next;
}

static void walk_bounded_ok(struct walk *w)
{
	u16 next = w->next;
	u16 done = le16_to_cpu(w->status->done);

	if (done >= w->count)
		return;
	while (done != next) {
		kfree(w->cells[next]);
		if (++next == w->count)
			next = 0;
	}
	w->next = next;
}

/* Something else ends it. */
static void walk_budget_ok(struct walk *w, int budget)
{
	u16 next = w->next;
	u16 done = le16_to_cpu(w->status->done);

	while (done != next) {
		kfree(w->cells[next]);
		if (++next == w->count)
			next = 0;
		if (!--budget)
			break;
	}
	w->next = next;
}

/* A counter that runs freely meets every number. */
static void walk_free_ok(struct walk *w)
{
	u16 next = w->next;
	u16 done = le16_to_cpu(w->status->done);

	while (done != next) {
		kfree(w->cells[next & 63]);
		next++;
	}
	w->next = next;
}

/* The same, counted from what has no type. */
static u8 *untyped_ok(struct post *p, void *data)
{
	return data + p->mail->pad * 8;
}

struct image { u32 part; };
struct loader { struct device *dev; void *parts[4]; };

static void *loader_part(struct loader *l, struct image *image)
{
	return l->parts[image->part];
}

/* All that is in there the CPU copied. */
static void *loader_run_ok(struct loader *l, const struct firmware *fw)
{
	dma_addr_t dma;
	void *mem = dma_alloc_coherent(l->dev, fw->size, &dma, GFP_KERNEL);
	void *part;

	if (!mem)
		return NULL;
	memcpy(mem, fw->data, fw->size);
	part = loader_part(l, mem);
	dma_free_coherent(l->dev, fw->size, mem, dma);
	return part;
}

struct answer { u32 part; };

static void *loader_answer(struct loader *l, struct answer *answer)
{
	return l->parts[answer->part]; // dma/untrusted-index: is used as an index into 4 elements
}

/* A request at the beginning leaves room for the answer. */
static void *loader_ask(struct loader *l, const void *request, size_t len)
{
	dma_addr_t dma;
	void *mem = dma_alloc_coherent(l->dev, 4096, &dma, GFP_KERNEL);
	void *part;

	if (!mem)
		return NULL;
	memcpy(mem, request, len);
	part = loader_answer(l, mem);
	dma_free_coherent(l->dev, 4096, mem, dma);
	return part;
}

struct fault { __le32 at; };
struct batch { struct fault *fault; dma_addr_t dma; u8 *commands; u32 len; };

static int batch_init_ok(struct batch *b, struct device *dev)
{
	b->fault = dma_alloc_coherent(dev, sizeof(*b->fault), &b->dma, GFP_KERNEL);
	return b->fault ? 0 : -ENOMEM;
}

/* What the batch before was asked says nothing of this one; that it is added again is the same mistake. */
static void batches_bad(struct batch *b, int count)
{
	int i;

	for (i = 0; i < count; i++, b++) {
		u8 *command = b->commands + le32_to_cpu(b->fault->at); // dma/untrusted-index: is used as an offset

		report_command(command, b->commands + le32_to_cpu(b->fault->at));
		if (le32_to_cpu(b->fault->at) >= b->len)
			continue;
		kfree(b->commands);
	}
}
