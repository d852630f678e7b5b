struct slot { void *cpu; u32 len; };
struct request { u64 cookie; __le32 status; __le32 len; };
struct chip {
	struct request *ring;
	dma_addr_t dma;
	struct slot slots[16];
	struct slot *table[16];
};

static struct pci_driver chip_driver;

static int chip_init_ok(struct chip *c, struct device *dev)
{
	c->ring = dma_alloc_coherent(dev, SZ_4K, &c->dma, GFP_KERNEL);
	return c->ring ? 0 : -ENOMEM;
}

static void submit_ok(struct chip *c, int i, struct slot *s)
{
	c->ring[i].cookie = (uintptr_t)s;
	c->ring[i].len = cpu_to_le32(s->len);
}

static void complete_bad(struct chip *c, int i)
{
	struct slot *s = (void *)(uintptr_t)c->ring[i].cookie;

	s->len = 0; // dma/pointer-in-dma-memory: `c.ring[i].cookie` is followed, a kernel pointer that the device may have changed
}

/* Said once for the structure. */
static void complete_again_ok(struct chip *c, int i)
{
	struct slot *s = (void *)(uintptr_t)c->ring[i].cookie;

	s->cpu = NULL;
}

struct done { void (*call)(struct chip *c); struct done *next; };
struct port { struct done *done; dma_addr_t dma; };

static int port_init_ok(struct port *p, struct device *dev, void (*call)(struct chip *))
{
	p->done = dma_alloc_coherent(dev, SZ_4K, &p->dma, GFP_KERNEL);
	if (!p->done)
		return -ENOMEM;
	p->done->call = call;
	return 0;
}

static void port_done_bad(struct port *p, struct chip *c)
{
	p->done->call(c); // dma/pointer-in-dma-memory: `p.done.call` is followed
}

struct tagged { __le64 tag; void *owner; };
struct queue { struct tagged *ring; dma_addr_t dma; struct slot *table[16]; struct slot *last; };

static int queue_init_ok(struct queue *q, struct device *dev)
{
	q->ring = dma_alloc_coherent(dev, SZ_4K, &q->dma, GFP_KERNEL);
	return q->ring ? 0 : -ENOMEM;
}

/* The number of a slot, which a table of the driver's own turns into a pointer. */
static void tag_ok(struct queue *q, u32 id)
{
	q->ring->tag = cpu_to_le64(id);
}

static struct slot *tagged_ok(struct queue *q)
{
	u64 id = le64_to_cpu(READ_ONCE(q->ring->tag));

	return id < 16 ? q->table[id] : NULL;
}

/* A key: it is compared, not followed. */
static bool is_owner_ok(struct queue *q, struct slot *s)
{
	q->ring->owner = q->last;
	return q->ring->owner == s;
}

struct pair { struct slot *slot; };
struct shadow { struct pair *shared; struct pair *own; dma_addr_t dma; };

static int shadow_init_ok(struct shadow *s, struct device *dev)
{
	s->shared = dma_alloc_coherent(dev, SZ_4K, &s->dma, GFP_KERNEL);
	s->own = kzalloc(SZ_4K, GFP_KERNEL);
	return s->shared && s->own ? 0 : -ENOMEM;
}

/* What is followed is the driver's own copy. */
static void shadow_ok(struct shadow *s, struct slot *slot)
{
	s->shared->slot = slot;
	s->own->slot = slot;
	s->own->slot->len = 1;
}
