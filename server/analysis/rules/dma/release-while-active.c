struct chan {
	struct dma_chan *chan;
	struct device *dma_dev;
	struct completion done;
	void __iomem *regs;
	struct mutex lock;
	dma_addr_t rx_dma;
	size_t rx_len;
};

static int read_bad(struct chan *c, void *buf, size_t len)
{
	struct dma_async_tx_descriptor *tx;
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_FROM_DEVICE);
	int ret = -EIO;

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	tx = dmaengine_prep_slave_single(c->chan, dma, len, DMA_DEV_TO_MEM, 0);
	if (tx) {
		dmaengine_submit(tx);
		dma_async_issue_pending(c->chan);
		ret = 0;
		if (!wait_for_completion_timeout(&c->done, HZ)) {
			dmaengine_terminate_async(c->chan);
			ret = -ETIMEDOUT;
		}
	}
	dma_unmap_single(c->dma_dev, dma, len, DMA_FROM_DEVICE); // dma/release-while-active: `dma` is unmapped after `dmaengine_terminate_async`, which does not wait until the transfer is over
	return ret;
}

static int read_ok(struct chan *c, void *buf, size_t len)
{
	struct dma_async_tx_descriptor *tx;
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_FROM_DEVICE);
	int ret = -EIO;

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	tx = dmaengine_prep_slave_single(c->chan, dma, len, DMA_DEV_TO_MEM, 0);
	if (tx) {
		dmaengine_submit(tx);
		dma_async_issue_pending(c->chan);
		ret = 0;
		if (!wait_for_completion_timeout(&c->done, HZ)) {
			dmaengine_terminate_sync(c->chan);
			ret = -ETIMEDOUT;
		}
	}
	dma_unmap_single(c->dma_dev, dma, len, DMA_FROM_DEVICE);
	return ret;
}

static int start_rx_ok(struct chan *c, void *buf, size_t len)
{
	struct dma_async_tx_descriptor *tx;

	c->rx_len = len;
	c->rx_dma = dma_map_single(c->dma_dev, buf, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dma_dev, c->rx_dma))
		return -ENOMEM;
	tx = dmaengine_prep_slave_single(c->chan, c->rx_dma, len, DMA_DEV_TO_MEM, 0);
	if (!tx) {
		/* The engine has nothing to stop yet. */
		dmaengine_terminate_async(c->chan);
		dma_unmap_single(c->dma_dev, c->rx_dma, len, DMA_FROM_DEVICE);
		return -EIO;
	}
	dmaengine_submit(tx);
	dma_async_issue_pending(c->chan);
	return 0;
}

/* What was given to the engine by another function. */
static void stop_rx_bad(struct chan *c)
{
	dmaengine_terminate_async(c->chan);
	dma_unmap_single(c->dma_dev, c->rx_dma, c->rx_len, DMA_FROM_DEVICE); // dma/release-while-active: `c.rx_dma` is unmapped after `dmaengine_terminate_async`
}

static void stop_rx_ok(struct chan *c)
{
	dmaengine_terminate_async(c->chan);
	dmaengine_synchronize(c->chan);
	dma_unmap_single(c->dma_dev, c->rx_dma, c->rx_len, DMA_FROM_DEVICE);
}

/* The device is told to ask for nothing more. */
static void quiet_rx_ok(struct chan *c)
{
	dmaengine_terminate_async(c->chan);
	writel(0, c->regs);
	dma_unmap_single(c->dma_dev, c->rx_dma, c->rx_len, DMA_FROM_DEVICE);
}

static int send_bad(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);
	int ret = 0;

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	mutex_lock(&c->lock);
	writel(lower_32_bits(dma), c->regs);
	if (!wait_for_completion_timeout(&c->done, HZ)) {
		dev_err(c->dma_dev, "timeout\n");
		ret = -ETIMEDOUT;
	}
	mutex_unlock(&c->lock);
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE); // dma/release-while-active: `dma` is unmapped after a wait for the device timed out, and nothing stops it
	return ret;
}

static void chan_reset(struct chan *c)
{
	writel(1, c->regs + 4);
}

static int send_ok(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);
	int ret = 0;

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	if (!wait_for_completion_timeout(&c->done, HZ)) {
		dev_err(c->dma_dev, "timeout\n");
		chan_reset(c);
		ret = -ETIMEDOUT;
	}
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE);
	return ret;
}

/* Nobody asks whether the time was over. */
static int send_unasked_bad(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	wait_for_completion_timeout(&c->done, HZ);
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE); // dma/release-while-active: `dma` is unmapped after a wait for the device timed out, and nothing stops it
	return 0;
}

/* A signal ends this wait too. */
static int send_interruptible_bad(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	wait_for_completion_interruptible_timeout(&c->done, HZ);
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE); // dma/release-while-active: `dma` is unmapped after a wait for the device timed out, and nothing stops it
	return 0;
}

static int send_interruptible_ok(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);
	int ret = 0;

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	if (wait_for_completion_interruptible_timeout(&c->done, HZ) <= 0) {
		chan_reset(c);
		ret = -ETIMEDOUT;
	}
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE);
	return ret;
}

/* The second question comes when the device has been stopped. */
static int send_asked_again_ok(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);
	int err = 0;
	long left;

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	left = wait_for_completion_interruptible_timeout(&c->done, HZ);
	if (left <= 0) {
		chan_reset(c);
		err = left ? left : -ETIMEDOUT;
	}
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE);
	return err;
}

/* It asks when the memory is gone already. */
static int send_asks_late_bad(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);
	unsigned long left;

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	left = wait_for_completion_timeout(&c->done, HZ);
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE); // dma/release-while-active: `dma` is unmapped after a wait for the device timed out, and nothing stops it
	return left ? 0 : -ETIMEDOUT;
}

/* The state of the device says the same, and what is done about it. */
static int send_asks_device_ok(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	wait_for_completion_timeout(&c->done, HZ);
	if (readl(c->regs) & BIT(0))
		writel(1, c->regs + 4);
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE);
	return 0;
}

/* It is stopped in any case. */
static int send_unasked_ok(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	wait_for_completion_timeout(&c->done, HZ);
	chan_reset(c);
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE);
	return 0;
}

/* The memory was read when the first wait was over; the second is for what the device does with it. */
static int send_twice_ok(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);
	int ret = -ETIMEDOUT;

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	if (!wait_for_completion_timeout(&c->done, HZ)) {
		chan_reset(c);
		goto unmap;
	}
	if (!wait_for_completion_timeout(&c->done, HZ))
		goto unmap;
	ret = 0;
unmap:
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE);
	return ret;
}

/* It asks once more. */
static int send_late_ok(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	if (!wait_for_completion_timeout(&c->done, HZ)) {
		dev_warn(c->dma_dev, "slow\n");
		wait_for_completion(&c->done);
	}
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE);
	return 0;
}

/* Something else is waited for, before the device has the buffer. */
static int wait_first_ok(struct chan *c, void *buf, size_t len)
{
	dma_addr_t dma;

	if (!wait_for_completion_timeout(&c->done, HZ))
		return -ETIMEDOUT;
	dma = dma_map_single(c->dma_dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dma_dev, dma))
		return -ENOMEM;
	writel(lower_32_bits(dma), c->regs);
	wait_for_completion(&c->done);
	dma_unmap_single(c->dma_dev, dma, len, DMA_TO_DEVICE);
	return 0;
}

struct nic {
	struct device *dev;
	__le32 *ring;
	__le32 *stats;
	__le32 *log;
	dma_addr_t ring_dma, stats_dma, log_dma;
	struct work_struct reset;
	struct tasklet_struct poll;
	struct timer_list tick;
	struct completion idle;
};

static void nic_reset(struct work_struct *work)
{
	struct nic *n = container_of(work, struct nic, reset);

	n->ring[0] = 0;
}

static void nic_poll(struct tasklet_struct *t)
{
	struct nic *n = from_tasklet(n, t, poll);

	n->stats[0] = 0;
}

/* Whoever frees the log waits until this says that it is done. */
static void nic_tick(struct timer_list *t)
{
	struct nic *n = from_timer(n, t, tick);

	n->log[0] = 0;
	complete(&n->idle);
}

static int nic_init_ok(struct nic *n)
{
	INIT_WORK(&n->reset, nic_reset);
	tasklet_setup(&n->poll, nic_poll);
	timer_setup(&n->tick, nic_tick, 0);
	n->ring = dma_alloc_coherent(n->dev, SZ_4K, &n->ring_dma, GFP_KERNEL);
	n->stats = dma_alloc_coherent(n->dev, SZ_4K, &n->stats_dma, GFP_KERNEL);
	n->log = dma_alloc_coherent(n->dev, SZ_4K, &n->log_dma, GFP_KERNEL);
	if (n->ring && n->stats && n->log)
		return 0;
	if (n->log)
		dma_free_coherent(n->dev, SZ_4K, n->log, n->log_dma);
	if (n->stats)
		dma_free_coherent(n->dev, SZ_4K, n->stats, n->stats_dma);
	if (n->ring)
		dma_free_coherent(n->dev, SZ_4K, n->ring, n->ring_dma);
	return -ENOMEM;
}

static void nic_late_bad(struct nic *n)
{
	dma_free_coherent(n->dev, SZ_4K, n->ring, n->ring_dma); // dma/release-while-active: `ring` is freed before `cancel_work_sync` waits for `nic_reset`, a work that uses it
	cancel_work_sync(&n->reset);
}

static void nic_quiesce(struct nic *n)
{
	flush_work(&n->reset);
}

/* The wait is in a function of its own. */
static void nic_late_by_helper_bad(struct nic *n)
{
	dma_free_coherent(n->dev, SZ_4K, n->ring, n->ring_dma); // dma/release-while-active: `ring` is freed before `nic_quiesce` waits for `nic_reset`, a work that uses it
	nic_quiesce(n);
}

/* Nobody has asked for the work yet. */
static int nic_start_ok(struct nic *n)
{
	int err;

	n->ring = dma_alloc_coherent(n->dev, SZ_4K, &n->ring_dma, GFP_KERNEL);
	if (!n->ring)
		return -ENOMEM;
	err = nic_register(n);
	if (err) {
		dma_free_coherent(n->dev, SZ_4K, n->ring, n->ring_dma);
		nic_quiesce(n);
	}
	return err;
}

static void nic_early_by_helper_ok(struct nic *n)
{
	nic_quiesce(n);
	dma_free_coherent(n->dev, SZ_4K, n->ring, n->ring_dma);
}

static void nic_early_ok(struct nic *n)
{
	cancel_work_sync(&n->reset);
	dma_free_coherent(n->dev, SZ_4K, n->ring, n->ring_dma);
}

static void nic_stats_bad(struct nic *n)
{
	dma_free_coherent(n->dev, SZ_4K, n->stats, n->stats_dma); // dma/release-while-active: `stats` is freed while `nic_poll` may still use it: nothing waits for this tasklet
}

static void nic_log_ok(struct nic *n)
{
	wait_for_completion(&n->idle);
	dma_free_coherent(n->dev, SZ_4K, n->log, n->log_dma);
}

struct port {
	struct device *dev;
	__le32 *ring;
	__le32 *shadow;
	dma_addr_t ring_dma, shadow_dma;
	struct work_struct work;
	struct work_struct flush;
	struct workqueue_struct *queue;
};

/* It asks whether the memory is there. */
static void port_work(struct work_struct *work)
{
	struct port *p = container_of(work, struct port, work);

	if (p->ring)
		p->ring[0] = 0;
}

static void port_flush(struct work_struct *work)
{
	struct port *p = container_of(work, struct port, flush);

	p->shadow[0] = 0;
}

static int port_init_ok(struct port *p)
{
	INIT_WORK(&p->work, port_work);
	INIT_WORK(&p->flush, port_flush);
	p->ring = dma_alloc_coherent(p->dev, SZ_4K, &p->ring_dma, GFP_KERNEL);
	if (!p->ring)
		return -ENOMEM;
	p->shadow = dma_alloc_coherent(p->dev, SZ_4K, &p->shadow_dma, GFP_KERNEL);
	if (!p->shadow) {
		dma_free_coherent(p->dev, SZ_4K, p->ring, p->ring_dma);
		return -ENOMEM;
	}
	return 0;
}

static void port_remove_ok(struct port *p)
{
	__le32 *ring = p->ring;

	p->ring = NULL;
	dma_free_coherent(p->dev, SZ_4K, ring, p->ring_dma);
}

/* The whole queue is waited for. */
static void port_stop_ok(struct port *p)
{
	destroy_workqueue(p->queue);
	dma_free_coherent(p->dev, SZ_4K, p->shadow, p->shadow_dma);
}

struct queue {
	struct device *dev;
	__le32 *desc;
	dma_addr_t dma;
	struct tasklet_struct task;
};

static void queue_task(struct tasklet_struct *t)
{
	struct queue *q = from_tasklet(q, t, task);

	q->desc[0] = 0;
}

static int queue_init_ok(struct queue *q)
{
	tasklet_setup(&q->task, queue_task);
	q->desc = dma_alloc_coherent(q->dev, SZ_4K, &q->dma, GFP_KERNEL);
	return q->desc ? 0 : -ENOMEM;
}

/* Each of them has its own tasklet. */
static void queues_remove_ok(struct queue *first, struct queue *second)
{
	tasklet_kill(&first->task);
	dma_free_coherent(first->dev, SZ_4K, first->desc, first->dma);
	tasklet_kill(&second->task);
	dma_free_coherent(second->dev, SZ_4K, second->desc, second->dma);
}

struct link {
	struct tb_xdomain *xd;
	struct device *dev;
	dma_addr_t frame;
	int path;
};

static void link_unmap(struct link *l)
{
	dma_unmap_page(l->dev, l->frame, SZ_4K, DMA_FROM_DEVICE);
}

static void link_down_bad(struct link *l)
{
	link_unmap(l); // dma/release-while-active: `frame` is unmapped before `tb_xdomain_disable_paths` keeps the device from it
	tb_xdomain_disable_paths(l->xd, l->path, 1, l->path, 1);
}

static void link_down_ok(struct link *l)
{
	tb_xdomain_disable_paths(l->xd, l->path, 1, l->path, 1);
	link_unmap(l);
}

struct ring {
	struct device *dev;
	u32 *slots;
	dma_addr_t slots_dma;
	bool running;
	int tail;
	struct work_struct work;
};

/* Looks at the slots only while nobody has stopped the ring. */
static void ring_work(struct work_struct *work)
{
	struct ring *r = container_of(work, struct ring, work);

	if (!r->running)
		return;
	while (r->slots[r->tail])
		r->tail++;
}

static int ring_alloc_ok(struct ring *r)
{
	INIT_WORK(&r->work, ring_work);
	r->slots = dma_alloc_coherent(r->dev, SZ_4K, &r->slots_dma, GFP_KERNEL);
	if (!r->slots)
		return -ENOMEM;
	r->running = true;
	return 0;
}

static void ring_stop_ok(struct ring *r)
{
	r->running = false;
}

static void ring_free_ok(struct ring *r)
{
	dma_free_coherent(r->dev, SZ_4K, r->slots, r->slots_dma);
	flush_work(&r->work);
}

struct job {
	struct list_head node;
	void *mem;
	dma_addr_t mem_dma;
};

struct jobs {
	struct device *dev;
	struct list_head done;
	struct job *stuck;
	struct tasklet_struct task;
};

/* What it finds on the list is no longer on it. */
static void jobs_task(struct tasklet_struct *t)
{
	struct jobs *j = from_tasklet(j, t, task);
	struct job *job, *next;
	LIST_HEAD(done);

	list_splice_tail_init(&j->done, &done);
	list_for_each_entry_safe(job, next, &done, node)
		memset(job->mem, 0, 64);
}

static int jobs_make_ok(struct jobs *j, struct job *job)
{
	tasklet_setup(&j->task, jobs_task);
	job->mem = dma_alloc_coherent(j->dev, 64, &job->mem_dma, GFP_KERNEL);
	return job->mem ? 0 : -ENOMEM;
}

static void jobs_free_ok(struct jobs *j)
{
	dma_free_coherent(j->dev, 64, j->stuck->mem, j->stuck->mem_dma);
	tasklet_kill(&j->task);
}

struct duplex {
	struct dma_chan *rx;
	struct dma_chan *tx;
};

static int duplex_bad(struct duplex *d, struct sg_table *in, struct sg_table *out)
{
	struct dma_async_tx_descriptor *desc;

	desc = dmaengine_prep_slave_sg(d->rx, in->sgl, in->nents, DMA_DEV_TO_MEM, 0);
	if (!desc)
		return -EINVAL;
	dmaengine_submit(desc);
	dma_async_issue_pending(d->rx);

	desc = dmaengine_prep_slave_sg(d->tx, out->sgl, out->nents, DMA_MEM_TO_DEV, 0);
	if (!desc) {
		dmaengine_terminate_async(d->tx); // dma/release-while-active: the transfer on `d.rx` goes on when `duplex_bad` fails
		return -EINVAL;
	}
	dmaengine_submit(desc);
	dma_async_issue_pending(d->tx);
	return 0;
}

static int duplex_ok(struct duplex *d, struct sg_table *in, struct sg_table *out)
{
	struct dma_async_tx_descriptor *desc;

	desc = dmaengine_prep_slave_sg(d->rx, in->sgl, in->nents, DMA_DEV_TO_MEM, 0);
	if (!desc)
		return -EINVAL;
	dmaengine_submit(desc);
	dma_async_issue_pending(d->rx);

	desc = dmaengine_prep_slave_sg(d->tx, out->sgl, out->nents, DMA_MEM_TO_DEV, 0);
	if (!desc) {
		dmaengine_terminate_async(d->rx);
		return -EINVAL;
	}
	dmaengine_submit(desc);
	dma_async_issue_pending(d->tx);
	return 0;
}

/* The first transfer is over before the second is prepared. */
static int duplex_in_turn_ok(struct duplex *d, struct sg_table *in, struct sg_table *out, struct completion *done)
{
	struct dma_async_tx_descriptor *desc;

	desc = dmaengine_prep_slave_sg(d->rx, in->sgl, in->nents, DMA_DEV_TO_MEM, 0);
	if (!desc)
		return -EINVAL;
	dmaengine_submit(desc);
	dma_async_issue_pending(d->rx);
	wait_for_completion(done);

	desc = dmaengine_prep_slave_sg(d->tx, out->sgl, out->nents, DMA_MEM_TO_DEV, 0);
	return desc ? 0 : -EINVAL;
}

static int duplex_half(struct duplex *d, struct sg_table *in, struct sg_table *out)
{
	struct dma_async_tx_descriptor *desc;

	dma_async_issue_pending(d->rx);
	desc = dmaengine_prep_slave_sg(d->tx, out->sgl, out->nents, DMA_MEM_TO_DEV, 0);
	return desc ? 0 : -EINVAL;
}

/* Whoever calls it stops what runs. */
static int duplex_whole_ok(struct duplex *d, struct sg_table *in, struct sg_table *out)
{
	int ret = duplex_half(d, in, out);

	if (ret)
		dmaengine_terminate_async(d->rx);
	return ret;
}
