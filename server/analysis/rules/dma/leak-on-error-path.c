struct chip {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t addr;
};

struct request {
	dma_addr_t addr;
	struct request *next;
};

static int second_mapping_bad(struct chip *c, void *out, void *in, size_t len)
{
	dma_addr_t tx, rx;

	tx = dma_map_single(c->dev, out, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, tx))
		return -ENOMEM;
	rx = dma_map_single(c->dev, in, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, rx))
		return -ENOMEM; // dma/leak-on-error-path: stays mapped when `second_mapping_bad` fails here
	writel(lower_32_bits(tx), c->regs);
	writel(lower_32_bits(rx), c->regs);
	return 0;
}

static int busy_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	if (readl(c->regs))
		return -EBUSY; // dma/leak-on-error-path: stays mapped when `busy_bad` fails here
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int label_too_far_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr;
	int ret = -ENOMEM;

	addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, addr))
		goto out;
	ret = -EBUSY;
	if (readl(c->regs))
		goto out; // dma/leak-on-error-path: stays mapped when `label_too_far_bad` fails here
	dma_unmap_single(c->dev, addr, len, DMA_TO_DEVICE);
	ret = 0;
out:
	return ret;
}

/* What the unknown function returns is handed on: by convention that is an error. */
static int callee_fails_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	int ret;

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	ret = chip_power_up(c->regs);
	if (ret)
		return ret; // dma/leak-on-error-path: fails here, assuming that the returned value means failure
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

/* FN: the caller knows the list too and may unmap it; no other exit of this function shows that it does not. */
static int fn_list_bad(struct device *dev, struct scatterlist *sgl, int n, void __iomem *regs)
{
	if (!dma_map_sg(dev, sgl, n, DMA_TO_DEVICE))
		return -ENOMEM;
	if (readl(regs))
		return -EBUSY;
	writel(sg_dma_address(sgl), regs);
	return 0;
}

static int holder_freed_bad(struct chip *c, void *buf, size_t len)
{
	struct request *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return -ENOMEM;
	r->addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, r->addr)) {
		kfree(r);
		return -ENOMEM;
	}
	if (readl(c->regs)) {
		kfree(r);
		return -EBUSY; // dma/leak-on-error-path: stays mapped, but the object that holds it is freed
	}
	writel(lower_32_bits(r->addr), c->regs);
	return 0;
}

static int map_for_caller(struct chip *c, void *buf, size_t len, dma_addr_t *addr)
{
	*addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	return dma_mapping_error(c->dev, *addr) ? -ENOMEM : 0;
}

static int wrapper_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr;
	int ret = map_for_caller(c, buf, len, &addr);

	if (ret)
		return ret;
	if (readl(c->regs))
		return -EBUSY; // dma/leak-on-error-path: stays mapped when `wrapper_bad` fails here
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

static int unwound_ok(struct chip *c, void *out, void *in, size_t len)
{
	dma_addr_t tx, rx;

	tx = dma_map_single(c->dev, out, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, tx))
		return -ENOMEM;
	rx = dma_map_single(c->dev, in, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, rx))
		goto unmap_tx;
	writel(lower_32_bits(tx), c->regs);
	writel(lower_32_bits(rx), c->regs);
	return 0;
unmap_tx:
	dma_unmap_single(c->dev, tx, len, DMA_TO_DEVICE);
	return -ENOMEM;
}

static int table_unwound_ok(struct device *dev, struct sg_table *sgt, void __iomem *regs)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_TO_DEVICE, 0);

	if (ret)
		return ret;
	if (readl(regs)) {
		dma_unmap_sgtable(dev, sgt, DMA_TO_DEVICE, 0);
		return -EBUSY;
	}
	writel(sg_dma_address(sgt->sgl), regs);
	return 0;
}

/* The chip outlives the call, and its owner knows the field. */
static int stored_ok(struct chip *c, void *buf, size_t len)
{
	c->addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	return readl(c->regs) ? -EBUSY : 0;
}

/* Unmapping while the device may still read would be the mistake. */
static int timeout_ok(struct chip *c, struct completion *done, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), c->regs);
	if (!wait_for_completion_timeout(done, HZ))
		return -ETIMEDOUT;
	dma_unmap_single(c->dev, addr, len, DMA_TO_DEVICE);
	return 0;
}

static void chip_unmap(void *data)
{
	struct chip *c = data;

	dma_unmap_single(c->dev, c->addr, 64, DMA_TO_DEVICE);
}

static int managed_ok(struct chip *c, void *buf)
{
	int ret;

	c->addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	ret = devm_add_action_or_reset(c->dev, chip_unmap, c);
	if (ret)
		return ret;
	return readl(c->regs) ? -EBUSY : 0;
}

/* Failure is not fatal: the transfer goes on without DMA. */
static int fallback_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return 0;
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

/* Taken, and completed later by the interrupt. */
static int accepted_ok(struct device *dev, struct scatterlist *sgl, int n, void __iomem *regs)
{
	if (!dma_map_sg(dev, sgl, n, DMA_TO_DEVICE))
		return -EIO;
	writel(1, regs);
	return -EINPROGRESS;
}

/* What was mapped was not empty. */
static int guarded_by_count_ok(struct device *dev, struct scatterlist *sgl, int n, struct list_head *more)
{
	if (n && !dma_map_sg(dev, sgl, n, DMA_TO_DEVICE))
		return -EIO;
	if (list_empty(more)) {
		if (n)
			dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE);
		return -EINVAL;
	}
	return 0;
}

/* The flags in the low bits of a table entry are no part of the address. */
static int tagged_ok(struct device *dev, void *buf, u64 *table, int full)
{
	dma_addr_t addr = dma_map_single(dev, buf, 4096, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	if (full) {
		dma_unmap_single(dev, addr & ~0xfff, 4096, DMA_TO_DEVICE);
		return -ENOSPC;
	}
	*table = addr | 1;
	return 0;
}

struct port {
	struct device *dev;
	void *buf;
	dma_addr_t dma;
};

/* Others can reach the port, but the exit above shows that this function cleans up by itself. */
static int open_port_bad(struct port *p)
{
	int ret;

	p->dma = dma_map_single(p->dev, p->buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(p->dev, p->dma))
		return -ENOMEM;
	ret = register_port(1);
	if (ret)
		goto unmap;
	ret = enable_port(2);
	if (ret < 0)
		return ret; // dma/leak-on-error-path: `p->dma` stays mapped when `open_port_bad` fails here
	return 0;
unmap:
	dma_unmap_single(p->dev, p->dma, 64, DMA_TO_DEVICE);
	return ret;
}

/* Without such an exit the caller may do it. */
static int prepare_port_ok(struct port *p)
{
	p->dma = dma_map_single(p->dev, p->buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(p->dev, p->dma))
		return -ENOMEM;
	if (enable_port(2) < 0)
		return -EIO;
	return 0;
}

/* A request that could not be queued goes back to its owner, who unmaps nothing. */
static int queue_request_bad(struct usb_gadget *gadget, struct usb_request *req)
{
	int ret = usb_gadget_map_request(gadget, req, 1);

	if (ret)
		return ret;
	if (!has_room(gadget))
		return -EAGAIN; // dma/leak-on-error-path: when `queue_request_bad` fails here
	return 0;
}

static int queue_request_ok(struct usb_gadget *gadget, struct usb_request *req)
{
	int ret = usb_gadget_map_request(gadget, req, 1);

	if (ret)
		return ret;
	if (!has_room(gadget)) {
		usb_gadget_unmap_request(gadget, req, 1);
		return -EAGAIN;
	}
	return 0;
}

/* What is returned where a mapping failed means failure elsewhere too. */
static bool send_frame_bad(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return false;
	if (readl(c->regs))
		return false; // dma/leak-on-error-path: stays mapped when `send_frame_bad` fails here, assuming
	writel(lower_32_bits(addr), c->regs);
	return true;
}

/* Both mean that the frame goes out, by one way or the other. */
static bool send_or_copy_ok(struct chip *c, void *buf, size_t len)
{
	dma_addr_t addr;

	if (len < 64)
		return false;
	addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, addr))
		return true;
	writel(lower_32_bits(addr), c->regs);
	return true;
}

struct frame_info {
	dma_addr_t addr;
	size_t len;
};

static bool push_frame(struct chip *c, struct frame_info *info, int more)
{
	if (readl(c->regs) == more)
		return false;
	writel(lower_32_bits(info->addr), c->regs);
	return true;
}

static bool send_through_bad(struct chip *c, bool (*push)(struct chip *c, struct frame_info *info, int more), void *buf)
{
	struct frame_info info = { .len = 64 };

	info.addr = dma_map_single(c->dev, buf, info.len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, info.addr))
		return false;
	if (!INDIRECT_CALL_1(push, push_frame, c, &info, 0))
		return false; // dma/leak-on-error-path: `info.addr` stays mapped when `send_through_bad` fails here
	return true;
}

/* The function itself always returns 0: how it went is told to the owner of the request. */
static int run_request_bad(struct crypto_engine *engine, struct ahash_request *req, struct chip *c, int n)
{
	dma_addr_t result;
	int err = -EINVAL;

	if (!dma_map_sg(c->dev, req->src, n, DMA_TO_DEVICE))
		goto done;
	result = dma_map_single(c->dev, req->result, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, result))
		goto done; // dma/leak-on-error-path: `*req->src` stays mapped when `run_request_bad` fails here
	writel(sg_dma_address(req->src), c->regs);
	err = chip_run(7);
	dma_unmap_single(c->dev, result, 64, DMA_FROM_DEVICE);
	dma_unmap_sg(c->dev, req->src, n, DMA_TO_DEVICE);
done:
	crypto_finalize_hash_request(engine, req, err);
	return 0;
}

/* A count that cannot be is refused together with the failure. */
static int refused_ok(struct chip *c, struct scatterlist *sgl, int n, int limit)
{
	int mapped = dma_map_sg(c->dev, sgl, n, DMA_TO_DEVICE);

	if (mapped <= 0 || mapped > limit)
		return -EINVAL;
	if (readl(c->regs)) {
		dma_unmap_sg(c->dev, sgl, n, DMA_TO_DEVICE);
		return -EBUSY;
	}
	return 0;
}

struct tx_ring {
	struct device *dev;
	dma_addr_t head;
	dma_addr_t body;
};

/* Nothing tells the caller of the failure; that the frame is given back shows it. */
static int xmit_bad(struct tx_ring *r, struct sk_buff *skb, struct page *more)
{
	r->head = dma_map_single(r->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->head))
		goto drop;
	r->body = dma_map_page(r->dev, more, 0, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->body))
		goto drop;
	return 0;
drop:
	dev_kfree_skb_any(skb); // dma/leak-on-error-path: `r->head` stays mapped, but the socket buffer it belongs to is given back
	return 0;
}

static int xmit_ok(struct tx_ring *r, struct sk_buff *skb, struct page *more)
{
	r->head = dma_map_single(r->dev, skb->data, skb->len, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->head))
		goto drop;
	r->body = dma_map_page(r->dev, more, 0, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->body))
		goto unmap;
	return 0;
unmap:
	dev_kfree_skb_any(skb);
	dma_unmap_single(r->dev, r->head, skb->len, DMA_TO_DEVICE);
	return 0;
drop:
	dev_kfree_skb_any(skb);
	return 0;
}

/* The first is undone, the second is not: the exit goes past it. */
static int setup_pair_bad(struct tx_ring *r, void *one, void *two)
{
	int ret;

	r->head = dma_map_single(r->dev, one, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->head))
		return -ENOMEM;
	r->body = dma_map_single(r->dev, two, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->body)) {
		ret = -ENOMEM;
		goto unmap_head;
	}
	ret = register_ring(3);
	if (ret < 0)
		goto unmap_head; // dma/leak-on-error-path: `r->body` stays mapped when `setup_pair_bad` fails here
	return 0;
unmap_head:
	dma_unmap_single(r->dev, r->head, 64, DMA_TO_DEVICE);
	return ret;
}

/* What is used for the time of the call alone is released in any case, and says nothing of the other. */
static int setup_with_command_ok(struct tx_ring *r, void *one, void *command)
{
	dma_addr_t addr = dma_map_single(r->dev, command, 64, DMA_TO_DEVICE);
	int ret;

	if (dma_mapping_error(r->dev, addr))
		return -ENOMEM;
	r->body = dma_map_single(r->dev, one, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->body))
		ret = -ENOMEM;
	else
		ret = register_ring(3);
	dma_unmap_single(r->dev, addr, 64, DMA_TO_DEVICE);
	return ret < 0 ? ret : 0;
}

static void ring_unmap(struct tx_ring *r)
{
	dma_unmap_single(r->dev, r->head, 64, DMA_TO_DEVICE);
}

/* One exit undoes it by a helper, the other one does not. */
static int start_ring_bad(struct tx_ring *r, void *one)
{
	int ret;

	r->head = dma_map_single(r->dev, one, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(r->dev, r->head))
		return -ENOMEM;
	ret = register_ring(1);
	if (ret < 0) {
		ring_unmap(r);
		return ret;
	}
	ret = register_ring(2);
	if (ret < 0)
		return ret; // dma/leak-on-error-path: `r->head` stays mapped when `start_ring_bad` fails here
	return 0;
}

struct endpoint {
	struct list_head pending;
};

struct ep_request {
	struct usb_request request;
	struct list_head list;
};

/* Those before the one that failed are under way. */
static int prepare_requests_ok(struct endpoint *ep, struct usb_gadget *gadget)
{
	struct ep_request *req, *next;
	int ret;

	list_for_each_entry_safe(req, next, &ep->pending, list) {
		ret = usb_gadget_map_request(gadget, &req->request, 1);
		if (ret)
			return ret;
		queue_blocks(req->request.dma);
	}
	return 0;
}

/* A tracepoint looks at what it is given. */
static int traced_bad(struct chip *c, struct frame_info *info, void *buf)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	trace_chip_map(c, addr, buf);
	if (readl(c->regs))
		return -EBUSY; // dma/leak-on-error-path: stays mapped when `traced_bad` fails here
	writel(lower_32_bits(addr), c->regs);
	return 0;
}

/* A full queue keeps the request for later. */
static int queued_ok(struct chip *c, void *buf, size_t len)
{
	int ret;

	c->addr = dma_map_single(c->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	ret = register_ring(3);
	if (ret != -EINPROGRESS && ret != -EBUSY)
		dma_unmap_single(c->dev, c->addr, len, DMA_TO_DEVICE);
	return ret;
}

struct port {
	struct device *dev;
	struct dma_chan *chan;
	dma_addr_t addr;
};

/* A channel is an error pointer or there. */
static int channel_ok(struct port *p, void *buf)
{
	struct dma_slave_config config = {};
	struct dma_chan *chan = dma_request_chan(p->dev, "rx");

	if (IS_ERR(chan)) {
		p->chan = NULL;
		goto fail;
	}
	p->chan = chan;
	p->addr = dma_map_single(p->dev, buf, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(p->dev, p->addr)) {
		dma_release_channel(chan);
		return -ENOMEM;
	}
	if (dmaengine_slave_config(p->chan, &config))
		goto fail;
	return 0;
fail:
	if (p->chan) {
		dma_release_channel(p->chan);
		dma_unmap_single(p->dev, p->addr, 64, DMA_FROM_DEVICE);
	}
	return -EINVAL;
}

struct guarded_desc { __le64 addr; __le32 len; };
struct guarded_queue { struct device *dev; bool do_unmap; };

/* The helper returns early by a flag of the driver: it was set where the mapping was somebody else's. */
static void unmap_unless_told_ok(const struct guarded_queue *vq, const struct guarded_desc *d)
{
	if (!vq->do_unmap)
		return;
	dma_unmap_page(vq->dev, le64_to_cpu(d->addr), le32_to_cpu(d->len), DMA_TO_DEVICE);
}
static int guarded_unwind_ok(struct guarded_queue *vq, struct page **p, int n)
{
	struct guarded_desc *desc = kmalloc_array(n, sizeof(*desc), GFP_ATOMIC);
	dma_addr_t addr;
	int i = 0, k, err_idx;

	if (!desc)
		return -ENOMEM;
	for (k = 0; k < n; k++) {
		addr = dma_map_page(vq->dev, p[k], 0, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(vq->dev, addr))
			goto unmap;
		desc[i].addr = cpu_to_le64(addr);
		desc[i].len = cpu_to_le32(64);
		i++;
	}
	return 0;
unmap:
	err_idx = i;
	for (i = 0; i < err_idx; i++)
		unmap_unless_told_ok(vq, &desc[i]);
	kfree(desc);
	return -ENOMEM;
}

/* The device may still be writing after a timeout, but the next exit takes the mapping back all the same. */
static int timeout_forgotten_bad(struct chip *c, struct completion *done, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_FROM_DEVICE);
	u32 status;
	int ret;

	ret = dma_mapping_error(c->dev, addr);
	if (ret)
		goto stop;
	writel(lower_32_bits(addr), c->regs);
	if (!wait_for_completion_timeout(done, HZ)) {
		ret = -ETIMEDOUT;
		goto stop; // dma/leak-on-error-path: stays mapped when `timeout_forgotten_bad` fails here
	}
	ret = readl_poll_timeout(c->regs + 4, status, status & 1, 0, 100);
	if (ret)
		goto unmap;
	dma_unmap_single(c->dev, addr, len, DMA_FROM_DEVICE);
	return 0;
unmap:
	dma_unmap_single(c->dev, addr, len, DMA_FROM_DEVICE);
stop:
	writel(0, c->regs + 8);
	return ret;
}

/* Every exit after the start leaves it to the device. */
static int left_to_device_ok(struct chip *c, struct completion *done, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(c->dev, buf, len, DMA_FROM_DEVICE);

	if (dma_mapping_error(c->dev, addr))
		return -ENOMEM;
	if (readl(c->regs)) {
		dma_unmap_single(c->dev, addr, len, DMA_FROM_DEVICE);
		return -EBUSY;
	}
	writel(lower_32_bits(addr), c->regs);
	if (!wait_for_completion_timeout(done, HZ))
		return -ETIMEDOUT;
	dma_unmap_single(c->dev, addr, len, DMA_FROM_DEVICE);
	return 0;
}

struct digest {
	dma_addr_t key_dma;
	dma_addr_t sum_dma;
	u8 *key;
	u8 *sum;
};

static int map_key(struct device *dev, struct digest *d)
{
	d->key_dma = dma_map_single(dev, d->key, 32, DMA_TO_DEVICE);
	return dma_mapping_error(dev, d->key_dma) ? -ENOMEM : 0;
}

static void unmap_key(struct device *dev, struct digest *d)
{
	if (d->key_dma)
		dma_unmap_single(dev, d->key_dma, 32, DMA_TO_DEVICE);
	d->key_dma = 0;
}

/* The clean-up that runs never looks at the sum. */
static int clean_up_of_other_bad(struct device *dev, struct digest *d, int mode)
{
	if (map_key(dev, d))
		return -ENOMEM;
	d->sum_dma = dma_map_single(dev, d->sum, 32, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, d->sum_dma)) {
		unmap_key(dev, d);
		return -ENOMEM;
	}
	if (mode > 3) {
		unmap_key(dev, d);
		return -EINVAL; // dma/leak-on-error-path: `d->sum_dma` stays mapped when `clean_up_of_other_bad` fails here
	}
	return 0;
}

static void unmap_all(struct device *dev, struct digest *d, int mode)
{
	unmap_key(dev, d);
	if (mode > 7)
		dma_unmap_single(dev, d->sum_dma, 32, DMA_FROM_DEVICE);
}

/* This one does, on some ways, and knows more than a path. */
static int clean_up_knows_ok(struct device *dev, struct digest *d, int mode)
{
	if (map_key(dev, d))
		return -ENOMEM;
	d->sum_dma = dma_map_single(dev, d->sum, 32, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, d->sum_dma)) {
		unmap_key(dev, d);
		return -ENOMEM;
	}
	if (readl(d->sum)) {
		unmap_all(dev, d, mode);
		return -EINVAL;
	}
	return 0;
}

struct posted { void *data; dma_addr_t addr; };

static int post_ok(struct chip *c, struct posted *p)
{
	p->addr = dma_map_single(c->dev, p->data, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, p->addr))
		return -EIO;
	writel(lower_32_bits(p->addr), c->regs);
	if (readl(c->regs)) {
		dma_unmap_single(c->dev, p->addr, 64, DMA_FROM_DEVICE);
		return -EBUSY;
	}
	return 0;
}

/* The helper takes back what could not be started. What was is with the device, whatever fails here. */
static int ask_posted_ok(struct chip *c, void *data)
{
	struct posted *p = kmalloc(sizeof(*p), GFP_KERNEL);
	void *question;
	int ret;

	if (!p)
		return -ENOMEM;
	p->data = data;
	ret = post_ok(c, p);
	if (ret) {
		kfree(p);
		return ret;
	}
	question = kmalloc(64, GFP_KERNEL);
	if (!question)
		return -ENOMEM;
	put_question(c, question);
	return 0;
}

/* Unmapped by an address that is read back through the buffer itself. */
struct cell { __le32 dma; };
struct note { dma_addr_t dma; };
struct frames { struct device *dev; struct cell *cells; dma_addr_t cells_dma; struct sk_buff *skb[64]; };

struct note *note_of(struct sk_buff *skb);

static int put_frame(struct frames *f, struct sk_buff *skb, u32 at)
{
	dma_addr_t dma = dma_map_single(f->dev, skb->data, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(f->dev, dma))
		return -EBUSY;
	f->cells[at].dma = cpu_to_le32(dma);
	note_of(skb)->dma = dma;
	return 0;
}

static int fill_frames_ok(struct frames *f, u32 len)
{
	struct sk_buff *skb;
	dma_addr_t dma;
	int i, ret, done;

	f->cells = dma_alloc_coherent(f->dev, 64 * sizeof(*f->cells), &f->cells_dma, GFP_KERNEL);
	if (!f->cells)
		return -ENOMEM;
	for (i = 0; i < len; i++) {
		skb = dev_alloc_skb(64);
		if (!skb) {
			ret = -ENOMEM;
			goto undo;
		}
		f->skb[i] = skb;
		ret = put_frame(f, skb, i);
		if (ret) {
			dev_kfree_skb_any(skb);
			f->skb[i] = NULL;
			goto undo;
		}
	}
	return 0;
undo:
	done = i;
	for (i = 0; i < done; i++) {
		skb = f->skb[i];
		if (!skb)
			continue;
		dma = *((dma_addr_t *)skb->cb);
		dma_unmap_single(f->dev, dma, 64, DMA_FROM_DEVICE);
		dev_kfree_skb(skb);
		f->skb[i] = NULL;
	}
	dma_free_coherent(f->dev, 64 * sizeof(*f->cells), f->cells, f->cells_dma);
	f->cells = NULL;
	return ret;
}

struct table_domain {
	struct device *dev;
	u32 *first;
};

/* In the table by its physical address, and there as long as the domain is. */
static int table_extend_ok(struct table_domain *d, int at, int busy)
{
	u32 *next = kzalloc(1024, GFP_ATOMIC);
	dma_addr_t handle;

	if (!next)
		return -ENOMEM;
	d->first[at] = virt_to_phys(next) | 1;
	handle = dma_map_single(d->dev, next, 1024, DMA_TO_DEVICE);
	if (dma_mapping_error(d->dev, handle)) {
		d->first[at] = 0;
		kfree(next);
		return -EADDRINUSE;
	}
	if (busy)
		return -EADDRINUSE;
	return 0;
}

struct job_queue {
	struct device *dev;
	int pending;
	int limit;
};

struct queued_job {
	dma_addr_t addr;
	void *data;
};

/* The job is in the queue either way: the sender is only told to wait. */
static int queue_job_ok(struct job_queue *q, struct queued_job *job, int room)
{
	int ret;
	bool is_full;

	job->addr = dma_map_single(q->dev, job->data, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, job->addr))
		return -ENOMEM;
	if (!room) {
		ret = -ENOSPC;
		goto unmap;
	}
	is_full = q->pending > q->limit;
	q->pending++;
	ret = is_full ? -EBUSY : -EINPROGRESS;
	return ret;
unmap:
	dma_unmap_single(q->dev, job->addr, 64, DMA_TO_DEVICE);
	return ret;
}

struct station {
	struct device *dev;
	void *list;
	dma_addr_t list_dma;
	void *buffers[8];
	dma_addr_t buffer_dma[8];
};

static int station_map(struct station *s, int i)
{
	s->buffer_dma[i] = dma_map_single(s->dev, s->buffers[i], SZ_2K, DMA_TO_DEVICE);
	return dma_mapping_error(s->dev, s->buffer_dma[i]) ? -ENOMEM : 0;
}

static void station_unmap(struct station *s, int i)
{
	dma_unmap_single(s->dev, s->buffer_dma[i], SZ_2K, DMA_TO_DEVICE);
}

/* One more round of a loop is no way past what stands behind it, and what the other loop undoes is in another field. */
static int station_open_bad(struct net_device *netdev)
{
	struct station *s = netdev_priv(netdev);
	int i, err = -ENOMEM;

	s->list_dma = dma_map_single(s->dev, s->list, SZ_4K, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(s->dev, s->list_dma))
		return err;
	for (i = 0; i < netdev->real_num_tx_queues; i++) {
		if (station_map(s, i))
			goto unmap_buffers; // dma/leak-on-error-path: stays mapped when `station_open_bad` fails here
	}
	if (request_irq(netdev->irq, station_irq, 0, "station", s))
		goto unmap_list;
	return 0;

unmap_list:
	dma_unmap_single(s->dev, s->list_dma, SZ_4K, DMA_BIDIRECTIONAL);
unmap_buffers:
	while (--i >= 0)
		station_unmap(s, i);
	return err;
}

static int station_open_ok(struct net_device *netdev)
{
	struct station *s = netdev_priv(netdev);
	int i, err = -ENOMEM;

	s->list_dma = dma_map_single(s->dev, s->list, SZ_4K, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(s->dev, s->list_dma))
		return err;
	for (i = 0; i < netdev->real_num_tx_queues; i++) {
		if (station_map(s, i))
			goto unmap_buffers;
	}
	if (request_irq(netdev->irq, station_irq, 0, "station", s))
		goto unmap_buffers;
	return 0;

unmap_buffers:
	while (--i >= 0)
		station_unmap(s, i);
	dma_unmap_single(s->dev, s->list_dma, SZ_4K, DMA_BIDIRECTIONAL);
	return err;
}

static const struct net_device_ops station_ops = { .ndo_open = station_open_bad };
static const struct net_device_ops other_station_ops = { .ndo_open = station_open_ok };

struct sums {
	dma_addr_t key, length, result;
	u8 key_bytes[32];
	u8 length_bytes[16];
	u8 result_bytes[64];
};

static void sums_unmap(struct device *dev, struct sums *s)
{
	if (s->key) {
		dma_unmap_single(dev, s->key, sizeof(s->key_bytes), DMA_BIDIRECTIONAL);
		s->key = 0;
	}
	if (s->length) {
		dma_unmap_single(dev, s->length, sizeof(s->length_bytes), DMA_BIDIRECTIONAL);
		s->length = 0;
	}
}

static int sums_map_length(struct device *dev, struct sums *s)
{
	s->length = dma_map_single(dev, s->length_bytes, sizeof(s->length_bytes), DMA_BIDIRECTIONAL);
	return dma_mapping_error(dev, s->length) ? -ENOMEM : 0;
}

static int sums_map_result(struct device *dev, struct sums *s)
{
	s->result = dma_map_single(dev, s->result_bytes, sizeof(s->result_bytes), DMA_BIDIRECTIONAL);
	return dma_mapping_error(dev, s->result) ? -ENOMEM : 0;
}

/* What was undone is known to the joined path by what happened alone. */
static int sums_start_bad(struct device *dev, struct sums *s, struct clk *clk, unsigned int flags)
{
	u32 word = 0;
	if (flags & BIT(0))
		word |= readl(s->key_bytes);
	if (flags & BIT(1))
		word |= readl(s->key_bytes + 4);
	if (flags & BIT(2))
		word |= readl(s->key_bytes + 8);
	if (flags & BIT(3))
		word |= readl(s->key_bytes + 8);
	s->key = dma_map_single(dev, s->key_bytes, sizeof(s->key_bytes), DMA_BIDIRECTIONAL);
	if (dma_mapping_error(dev, s->key))
		return -EINVAL;
	if (sums_map_result(dev, s)) {
		sums_unmap(dev, s);
		return -ENOMEM;
	}
	if (clk_enable(clk)) {
		sums_unmap(dev, s);
		if (flags & BIT(5))
			word |= readl(s->key_bytes);
		if (flags & BIT(6))
			word |= readl(s->key_bytes + 4);
		if (flags & BIT(7))
			word |= readl(s->key_bytes + 8);
		if (flags & BIT(8))
			word |= readl(s->key_bytes + 8);
		dev_err(dev, "no clock %x\n", word);
		return -EIO; // dma/leak-on-error-path: stays mapped when `sums_start_bad` fails here
	}
	writel(word, s->key_bytes);
	return 0;
}

struct command {
	struct device *dev;
	u8 ask[64];
	u8 answer[64];
	dma_addr_t ask_dma, answer_dma;
};

/* The block layer calls no exit for the request that could not be initialized. */
static int command_init_bad(struct blk_mq_tag_set *set, struct request *rq, unsigned int hctx, unsigned int node)
{
	struct command *c = blk_mq_rq_to_pdu(rq);

	c->ask_dma = dma_map_single(c->dev, c->ask, sizeof(c->ask), DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->ask_dma))
		return -EFAULT;
	c->answer_dma = dma_map_single(c->dev, c->answer, sizeof(c->answer), DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->answer_dma))
		return -EFAULT; // dma/leak-on-error-path: stays mapped when `command_init_bad` fails here
	return 0;
}

static const struct blk_mq_ops command_ops = { .init_request = command_init_bad };

/* It came mapped, and goes mapped. */
static struct usb_request *part_ok(struct usb_gadget *gadget, struct usb_request *req, int is_last)
{
	usb_gadget_unmap_request(gadget, req, 0);
	memcpy(req->buf, gadget->name, 4);
	if (!is_last) {
		usb_gadget_map_request(gadget, req, 0);
		return NULL;
	}
	return req;
}

/* What the kernel's own object holds the kernel unmaps with it. */
static int self_test_ok(struct dma_chan *chan, struct page *page)
{
	struct dmaengine_unmap_data *unmap = dmaengine_get_unmap_data(chan->device->dev, 1, GFP_KERNEL);
	int err = 0;

	if (!unmap)
		return -ENOMEM;
	unmap->addr[0] = dma_map_page(chan->device->dev, page, 0, 4096, DMA_TO_DEVICE);
	if (dma_mapping_error(chan->device->dev, unmap->addr[0])) {
		err = -ENOMEM;
		goto out;
	}
	unmap->to_cnt = 1;
	if (!dmaengine_prep_dma_memcpy(chan, unmap->addr[0], unmap->addr[0], 4096, 0))
		err = -EIO;
out:
	dmaengine_unmap_put(unmap);
	return err;
}

struct slots {
	struct device *dev;
	struct napi_struct napi;
	void *buf[64];
	dma_addr_t dma[64];
	unsigned int head;
};

static int slots_poll_bad(struct slots *s, int budget)
{
	int done = 0;

	while (done < budget) {
		void *buf = s->buf[s->head];
		struct sk_buff *skb = build_skb(buf, 2048);
		dma_addr_t dma;

		if (!skb)
			goto refill;
		dma_unmap_single(s->dev, s->dma[s->head], 2048, DMA_FROM_DEVICE);
		s->dma[s->head] = 0;
		napi_gro_receive(&s->napi, skb);
refill:
		buf = netdev_alloc_frag(2048);
		if (!buf)
			break;
		dma = dma_map_single(s->dev, buf, 2048, DMA_FROM_DEVICE);
		if (dma_mapping_error(s->dev, dma))
			break;
		s->buf[s->head] = buf;
		s->dma[s->head] = dma; // dma/leak-on-error-path: `dma` gets another mapping, and the one it has stays mapped when `build_skb` fails
		s->head = (s->head + 1) % 64;
		done++;
	}
	return done;
}

/* What came in stays where it is when there is nothing to put there instead. */
static int slots_keep_ok(struct slots *s, int budget)
{
	int done = 0;

	while (done < budget) {
		struct sk_buff *skb = netdev_alloc_skb(NULL, 2048);
		dma_addr_t dma;

		if (!skb)
			goto next;
		dma = dma_map_single(s->dev, skb->data, 2048, DMA_FROM_DEVICE);
		if (dma_mapping_error(s->dev, dma)) {
			dev_kfree_skb(skb);
			goto next;
		}
		dma_unmap_single(s->dev, s->dma[s->head], 2048, DMA_FROM_DEVICE);
		napi_gro_receive(&s->napi, s->buf[s->head]);
		s->buf[s->head] = skb;
		s->dma[s->head] = dma;
next:
		s->head = (s->head + 1) % 64;
		done++;
	}
	return done;
}

/* The old address is unmapped after the new one took its place. */
static int slots_swap_ok(struct slots *s, int budget)
{
	int done = 0;

	while (done < budget) {
		dma_addr_t old = s->dma[s->head];
		struct sk_buff *skb = s->buf[s->head];
		struct sk_buff *copy = netdev_alloc_skb(NULL, 64);
		struct sk_buff *fresh;
		dma_addr_t dma;

		if (copy) {
			napi_gro_receive(&s->napi, copy);
			goto next;
		}
		fresh = netdev_alloc_skb(NULL, 2048);
		if (!fresh)
			goto next;
		dma = dma_map_single(s->dev, fresh->data, 2048, DMA_FROM_DEVICE);
		if (dma_mapping_error(s->dev, dma)) {
			dev_kfree_skb(fresh);
			goto next;
		}
		s->buf[s->head] = fresh;
		s->dma[s->head] = dma;
		dma_unmap_single(s->dev, old, 2048, DMA_FROM_DEVICE);
		napi_gro_receive(&s->napi, skb);
next:
		s->head = (s->head + 1) % 64;
		done++;
	}
	return done;
}

struct bank {
	struct device *dev;
	void *cpu[16];
	dma_addr_t slots[16];
	int count;
};

/* The loop undoes itself where a mapping fails, and nothing where something else does. */
static int bank_fill_bad(struct bank *b)
{
	int i;

	for (i = 0; i < b->count; i++) {
		if (!b->cpu[i])
			return -EINVAL; // dma/leak-on-error-path: `b->slots` stays mapped when `bank_fill_bad` fails here
		b->slots[i] = dma_map_single(b->dev, b->cpu[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(b->dev, b->slots[i]))
			goto unmap;
	}
	return 0;
unmap:
	while (--i >= 0)
		dma_unmap_single(b->dev, b->slots[i], 64, DMA_TO_DEVICE);
	return -ENOMEM;
}

static int bank_start_bad(struct bank *b)
{
	int i, ret;

	for (i = 0; i < b->count; i++) {
		b->slots[i] = dma_map_single(b->dev, b->cpu[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(b->dev, b->slots[i])) {
			ret = -ENOMEM;
			goto unmap;
		}
	}
	ret = bank_enable(b->count);
	if (ret)
		return ret; // dma/leak-on-error-path: `b->slots` stays mapped when `bank_start_bad` fails here
	ret = bank_arm(b->count);
	if (ret)
		goto unmap;
	return 0;
unmap:
	while (--i >= 0)
		dma_unmap_single(b->dev, b->slots[i], 64, DMA_TO_DEVICE);
	return ret;
}

static int bank_start_ok(struct bank *b)
{
	int i, ret;

	for (i = 0; i < b->count; i++) {
		b->slots[i] = dma_map_single(b->dev, b->cpu[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(b->dev, b->slots[i])) {
			ret = -ENOMEM;
			goto unmap;
		}
	}
	ret = bank_enable(b->count);
	if (ret)
		goto unmap;
	return 0;
unmap:
	while (--i >= 0)
		dma_unmap_single(b->dev, b->slots[i], 64, DMA_TO_DEVICE);
	return ret;
}

/* Nothing here says that this function undoes what it did: whoever calls it may. */
static int bank_partial_ok(struct bank *b)
{
	int i;

	for (i = 0; i < b->count; i++) {
		b->slots[i] = dma_map_single(b->dev, b->cpu[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(b->dev, b->slots[i]))
			return -ENOMEM;
	}
	return bank_enable(b->count);
}
