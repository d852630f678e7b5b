struct message { __le32 id; __le32 arg; };
struct slot { void *cpu; };
struct chan {
	struct message *inbox;
	dma_addr_t dma;
	struct slot slots[16];
};

static struct pci_driver chan_driver;

static int chan_init_ok(struct chan *c, struct device *dev)
{
	c->inbox = dma_alloc_coherent(dev, 4096, &c->dma, GFP_KERNEL);
	return c->inbox ? 0 : -ENOMEM;
}

static void *twice_bad(struct chan *c)
{
	if (le32_to_cpu(c->inbox->id) >= 16)
		return NULL;
	return c->slots[le32_to_cpu(c->inbox->id)].cpu; // dma/double-fetch: `c.inbox.id` is read again, and the device may have changed it since it was checked
}

static void *parameter_bad(struct chan *c, struct message *m)
{
	if (le32_to_cpu(m->id) > 15)
		return NULL;
	return c->slots[le32_to_cpu(m->id)].cpu; // dma/double-fetch: `m.id` is read again
}

static void *reset_ok(struct chan *c, struct device *dev)
{
	c->inbox = dma_alloc_coherent(dev, 4096, &c->dma, GFP_KERNEL);
	return c->inbox ? parameter_bad(c, c->inbox) : NULL;
}

static void *once_ok(struct chan *c)
{
	u32 id = le32_to_cpu(READ_ONCE(c->inbox->id));

	if (id >= 16)
		return NULL;
	return c->slots[id].cpu;
}

/* The last value that is read is the one that is checked. */
static void *polled_ok(struct chan *c)
{
	u32 id = le32_to_cpu(c->inbox->id);

	while (id == 0xffffffff)
		id = le32_to_cpu(c->inbox->id);
	if (id >= 16)
		return NULL;
	return c->slots[id].cpu;
}

/* A message is no index. */
static void shown_ok(struct chan *c)
{
	if (le32_to_cpu(c->inbox->id) >= 16)
		pr_warn("message %u\n", le32_to_cpu(c->inbox->id));
}
