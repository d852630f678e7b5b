#include <linux/dma-mapping.h>

struct engine {
	struct device *dev;
	void *status;
	dma_addr_t status_addr;
	void *ring;
	dma_addr_t ring_addr;
	void *bounce;
	dma_addr_t bounce_addr;
	void *managed;
	dma_addr_t managed_addr;
	void *lent;
	dma_addr_t lent_addr;
	dma_addr_t command_addr;
	void *command;
	void *bounced;
	dma_addr_t bounced_addr;
	void *undone;
	dma_addr_t undone_addr;
};

static int engine_probe_bad(struct platform_device *pdev)
{
	struct engine *e = devm_kzalloc(&pdev->dev, sizeof(*e), GFP_KERNEL);

	if (!e)
		return -ENOMEM;
	e->dev = &pdev->dev;
	if (dma_set_mask_and_coherent(e->dev, DMA_BIT_MASK(32)))
		return -EIO;
	e->status = dma_alloc_coherent(e->dev, 64, &e->status_addr, GFP_KERNEL); // dma/missing-release: nothing frees `e->status`, which is allocated here and kept in `status`
	if (!e->status)
		return -ENOMEM;
	platform_set_drvdata(pdev, e);
	return 0;
}

/* Freed by the function that stops the engine, under another name. */
static int engine_start_ok(struct engine *e)
{
	e->ring = dma_alloc_coherent(e->dev, 4096, &e->ring_addr, GFP_KERNEL);
	return e->ring ? 0 : -ENOMEM;
}

static void engine_stop_ok(struct engine *e)
{
	void *ring = e->ring;

	dma_free_coherent(e->dev, 4096, ring, e->ring_addr);
}

static int engine_manage_ok(struct engine *e)
{
	e->managed = dmam_alloc_coherent(e->dev, 64, &e->managed_addr, GFP_KERNEL);
	return e->managed ? 0 : -ENOMEM;
}

void engine_core_take(void *memory);

/* The other file may free it. */
static int engine_lend_ok(struct engine *e)
{
	e->lent = dma_alloc_coherent(e->dev, 64, &e->lent_addr, GFP_KERNEL);
	if (!e->lent)
		return -ENOMEM;
	engine_core_take(e->lent);
	return 0;
}

static int engine_open_bad(struct engine *e)
{
	e->command_addr = dma_map_single(e->dev, e->command, 64, DMA_TO_DEVICE); // dma/missing-release: nothing unmaps `e->command_addr`
	return dma_mapping_error(e->dev, e->command_addr) ? -ENOMEM : 0;
}

void engine_core_point(dma_addr_t addr);

/* Whoever is given the address does not know when the memory goes. */
static int engine_bounce_bad(struct engine *e)
{
	e->bounced = devm_kmalloc(e->dev, 4096, GFP_KERNEL);
	if (!e->bounced)
		return -ENOMEM;
	e->bounced_addr = dma_map_single(e->dev, e->bounced, 4096, DMA_BIDIRECTIONAL); // dma/missing-release: nothing unmaps `e->bounced_addr`
	if (dma_mapping_error(e->dev, e->bounced_addr))
		return -ENOMEM;
	engine_core_point(e->bounced_addr);
	return 0;
}

static void engine_undo(void *data)
{
	struct engine *e = data;

	dma_unmap_single(e->dev, e->undone_addr, 4096, DMA_BIDIRECTIONAL);
}

static int engine_undo_ok(struct engine *e)
{
	e->undone = devm_kmalloc(e->dev, 4096, GFP_KERNEL);
	if (!e->undone)
		return -ENOMEM;
	e->undone_addr = dma_map_single(e->dev, e->undone, 4096, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(e->dev, e->undone_addr))
		return -ENOMEM;
	return devm_add_action_or_reset(e->dev, engine_undo, e);
}

struct step {
	dma_addr_t from;
	dma_addr_t to;
	u32 status;
};

void engine_go(struct step *step);

/* Unmapped by the function itself, which may leave before it has kept the address. */
static int engine_step_ok(struct engine *e, struct step *step, void *out, size_t len)
{
	dma_addr_t to = dma_map_single(e->dev, out, 256, DMA_FROM_DEVICE);
	int err = dma_mapping_error(e->dev, to);

	if (err)
		return err;
	if (len % 16) {
		err = -EINVAL;
		goto done;
	}
	step->to = to;
	step->status = 0;
	engine_go(step);
done:
	dma_unmap_single(e->dev, to, 256, DMA_FROM_DEVICE);
	return err;
}

struct parcel {
	dma_addr_t addr;
	u32 len;
	bool mapped;
};

struct order {
	u32 up;
	u32 low;
};

struct parcels {
	struct parcel parcel[16];
	struct order *orders;
	u32 head;
};

static void parcels_put_ok(struct parcels *all, const struct parcel *one)
{
	all->orders[all->head].up = upper_32_bits(one->addr);
	all->orders[all->head].low = lower_32_bits(one->addr);
	all->parcel[all->head] = *one;
}

/* Kept in a variable of the same struct, which is copied into the ring. */
static int parcels_send_ok(struct engine *e, struct parcels *all, void *data, u32 len, bool mapped)
{
	struct parcel one;
	dma_addr_t addr;

	if (mapped) {
		addr = *(dma_addr_t *)data;
		one.mapped = false;
	} else {
		addr = dma_map_single(e->dev, data, len, DMA_TO_DEVICE);
		if (dma_mapping_error(e->dev, addr))
			return -ENOMEM;
		one.mapped = true;
	}
	one.addr = addr;
	one.len = len;
	parcels_put_ok(all, &one);
	return 0;
}

static void parcels_done_ok(struct engine *e, struct parcels *all, u32 at)
{
	struct parcel *parcel = &all->parcel[at];

	if (parcel->mapped)
		dma_unmap_single(e->dev, parcel->addr, parcel->len, DMA_TO_DEVICE);
}

static void engine_remove_ok(struct platform_device *pdev)
{
	struct engine *e = platform_get_drvdata(pdev);

	engine_stop_ok(e);
}

static struct platform_driver engine_driver = {
	.probe = engine_probe_bad,
	.remove = engine_remove_ok,
};

struct packet {
	struct sk_buff *skb;
	dma_addr_t mapped_at;
	unsigned int length;
};

struct lane {
	struct device *dev;
	struct packet *packets;
	void *descriptors;
	dma_addr_t descriptors_at;
	int head;
	int tail;
};

static int lane_xmit_ok(struct sk_buff *skb, struct net_device *ndev)
{
	struct lane *l = netdev_priv(ndev);
	struct packet *p = &l->packets[l->head];
	dma_addr_t addr = dma_map_single(l->dev, skb->data, skb->len, DMA_TO_DEVICE);

	if (dma_mapping_error(l->dev, addr)) {
		dev_kfree_skb_any(skb);
		return 0;
	}
	p->skb = skb;
	p->mapped_at = addr;
	p->length = skb->len;
	l->head++;
	return 0;
}

static void lane_complete_ok(struct lane *l)
{
	struct packet *p = &l->packets[l->tail++];

	dma_unmap_single(l->dev, p->mapped_at, p->length, DMA_TO_DEVICE);
	dev_kfree_skb_any(p->skb);
}

static irqreturn_t lane_irq(int irq, void *data)
{
	lane_complete_ok(data);
	return IRQ_HANDLED;
}

static int lane_open_ok(struct net_device *ndev)
{
	struct lane *l = netdev_priv(ndev);

	l->descriptors = dma_alloc_coherent(l->dev, 4096, &l->descriptors_at, GFP_KERNEL);
	if (!l->descriptors)
		return -ENOMEM;
	l->packets = kcalloc(64, sizeof(*l->packets), GFP_KERNEL);
	if (!l->packets) {
		dma_free_coherent(l->dev, 4096, l->descriptors, l->descriptors_at);
		return -ENOMEM;
	}
	enable_irq(ndev->irq);
	return 0;
}

static void lane_free_bad(struct lane *l)
{
	kfree(l->packets); // dma/missing-release: `packets` is freed, and what its elements keep in `mapped_at` stays mapped: `lane_stop_ok` comes to no release of it
	l->packets = NULL;
	dma_free_coherent(l->dev, 4096, l->descriptors, l->descriptors_at);
}

/* What is under way is completed by nobody any more. */
static int lane_stop_ok(struct net_device *ndev)
{
	struct lane *l = netdev_priv(ndev);

	netif_stop_queue(ndev);
	disable_irq(ndev->irq);
	lane_free_bad(l);
	return 0;
}

static const struct net_device_ops lane_ops = {
	.ndo_open = lane_open_ok,
	.ndo_stop = lane_stop_ok,
	.ndo_start_xmit = lane_xmit_ok,
};

struct frame {
	struct sk_buff *skb;
	dma_addr_t framed_at;
	unsigned int length;
};

struct track {
	struct device *dev;
	struct frame *frames;
	int head;
	int tail;
};

static int track_xmit_ok(struct sk_buff *skb, struct net_device *ndev)
{
	struct track *t = netdev_priv(ndev);
	struct frame *f = &t->frames[t->head];
	dma_addr_t addr = dma_map_single(t->dev, skb->data, skb->len, DMA_TO_DEVICE);

	if (dma_mapping_error(t->dev, addr)) {
		dev_kfree_skb_any(skb);
		return 0;
	}
	f->skb = skb;
	f->framed_at = addr;
	f->length = skb->len;
	t->head++;
	return 0;
}

static void track_complete_ok(struct track *t)
{
	struct frame *f = &t->frames[t->tail++];

	dma_unmap_single(t->dev, f->framed_at, f->length, DMA_TO_DEVICE);
	dev_kfree_skb_any(f->skb);
}

/* Gives back what is under way first. */
static int track_stop_ok(struct net_device *ndev)
{
	struct track *t = netdev_priv(ndev);

	while (t->tail != t->head)
		track_complete_ok(t);
	kfree(t->frames);
	return 0;
}

static int track_open_ok(struct net_device *ndev)
{
	struct track *t = netdev_priv(ndev);

	t->frames = kcalloc(64, sizeof(*t->frames), GFP_KERNEL);
	return t->frames ? 0 : -ENOMEM;
}

static const struct net_device_ops track_ops = {
	.ndo_open = track_open_ok,
	.ndo_stop = track_stop_ok,
	.ndo_start_xmit = track_xmit_ok,
};

/* A command has its own view of the descriptor that it is put into. */
struct parcel {
	u16 weight;
	u8 is_first;
	u8 is_last;
	u16 stamp;
	u32 laid_at;
};

struct order {
	u16 weight;
	u8 is_first;
	u8 is_last;
	u16 kind;
	u32 laid_at;
};

struct depot {
	struct device *dev;
	struct parcel *parcels;
};

static int depot_send_ok(struct depot *d, struct sk_buff *skb)
{
	struct order *order = (struct order *)&d->parcels[0];
	dma_addr_t laid = dma_map_single(d->dev, skb->head, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(d->dev, laid))
		return -ENOMEM;
	order->laid_at = laid;
	return 0;
}

static void depot_done_ok(struct depot *d)
{
	dma_unmap_single(d->dev, d->parcels[0].laid_at, 64, DMA_TO_DEVICE);
}
