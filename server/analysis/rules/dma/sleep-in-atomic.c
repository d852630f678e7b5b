static void *under_a_lock_bad(struct vex *v, dma_addr_t *addr)
{
	unsigned long flags;
	void *p;

	spin_lock_irqsave(&v->lock, flags);
	p = dma_alloc_coherent(v->dev, 64, addr, GFP_KERNEL); // dma/sleep-in-atomic: `dma_alloc_coherent` may sleep with these flags after `spin_lock_irqsave`
	spin_unlock_irqrestore(&v->lock, flags);
	return p;
}

static void *after_the_lock_ok(struct vex *v, dma_addr_t *addr)
{
	unsigned long flags;

	spin_lock_irqsave(&v->lock, flags);
	v->busy = true;
	spin_unlock_irqrestore(&v->lock, flags);
	return dma_alloc_coherent(v->dev, 64, addr, GFP_KERNEL);
}

static void *atomic_flags_ok(struct vex *v, dma_addr_t *addr)
{
	void *p;

	spin_lock(&v->lock);
	p = dma_pool_alloc(v->pool, GFP_ATOMIC, addr);
	spin_unlock(&v->lock);
	return p;
}

static void *flags_from_outside_ok(struct vex *v, dma_addr_t *addr, gfp_t flags)
{
	void *p;

	spin_lock(&v->lock);
	p = dma_pool_alloc(v->pool, flags, addr);
	spin_unlock(&v->lock);
	return p;
}

static void guarded_bad(struct vex *v, dma_addr_t *addr)
{
	guard(spinlock)(&v->lock);
	v->desc = dma_pool_alloc(v->pool, GFP_KERNEL, addr); // dma/sleep-in-atomic: `dma_pool_alloc` may sleep with these flags after `spin_lock`
}

static void scoped_ok(struct vex *v, dma_addr_t *addr)
{
	scoped_guard(spinlock_irqsave, &v->lock)
		v->busy = true;
	v->desc = dma_pool_alloc(v->pool, GFP_KERNEL, addr);
}

static void *by_turns_ok(struct vex *v, dma_addr_t *addr, bool locked)
{
	void *p;

	if (locked)
		spin_lock_bh(&v->lock);
	p = dma_pool_alloc(v->pool, locked ? GFP_ATOMIC : GFP_KERNEL, addr);
	if (locked)
		spin_unlock_bh(&v->lock);
	return p;
}

/* A reset line is a register of its controller, while device_reset() first looks for the line. */
static void reset_line_ok(struct vex *v)
{
	spin_lock(&v->lock);
	reset_control_assert(v->rst);
	udelay(2);
	reset_control_deassert(v->rst);
	v->desc = dma_pool_alloc(v->pool, GFP_ATOMIC, &v->desc_dma);
	spin_unlock(&v->lock);
}

static void reset_device_bad(struct vex *v)
{
	spin_lock(&v->lock);
	device_reset(v->dev); // dma/sleep-in-atomic: `device_reset` may sleep after `spin_lock`
	v->desc = dma_pool_alloc(v->pool, GFP_ATOMIC, &v->desc_dma);
	spin_unlock(&v->lock);
}

/* The helper has the context of whoever calls it. */
static void *helper_bad(struct vex *v, dma_addr_t *addr)
{
	return dma_pool_alloc(v->pool, GFP_KERNEL, addr); // dma/sleep-in-atomic: `dma_pool_alloc` may sleep with these flags after `rcu_read_lock`
}

static void *through_a_helper(struct vex *v, dma_addr_t *addr)
{
	void *p;

	rcu_read_lock();
	p = helper_bad(v, addr);
	rcu_read_unlock();
	return p;
}

static void drop_the_lock(struct vex *v)
{
	spin_unlock(&v->lock);
}

static void *dropped_by_a_helper_ok(struct vex *v, dma_addr_t *addr)
{
	spin_lock(&v->lock);
	drop_the_lock(v);
	return dma_pool_alloc(v->pool, GFP_KERNEL, addr);
}

static void *dropped_elsewhere_ok(struct vex *v, dma_addr_t *addr)
{
	spin_lock(&v->lock);
	vex_hw_unlock(v);
	return dma_pool_alloc(v->pool, GFP_KERNEL, addr);
}

static irqreturn_t handler_bad(int irq, void *data)
{
	struct vex *v = data;

	v->desc = dma_pool_alloc(v->pool, GFP_KERNEL, &v->desc_dma); // dma/sleep-in-atomic: `dma_pool_alloc` may sleep with these flags in hardirq context
	return IRQ_HANDLED;
}

static irqreturn_t thread_ok(int irq, void *data)
{
	struct vex *v = data;

	v->desc = dma_pool_alloc(v->pool, GFP_KERNEL, &v->desc_dma);
	return IRQ_HANDLED;
}

static irqreturn_t asking_ok(int irq, void *data)
{
	struct vex *v = data;

	v->desc = dma_pool_alloc(v->pool, in_interrupt() ? GFP_ATOMIC : GFP_KERNEL, &v->desc_dma);
	return IRQ_HANDLED;
}

static int setup(struct vex *v, int irq)
{
	int ret = request_irq(irq, handler_bad, 0, "vex", v);

	if (ret)
		return ret;
	ret = request_irq(irq + 1, asking_ok, 0, "vex", v);
	if (ret)
		return ret;
	return request_threaded_irq(irq + 2, NULL, thread_ok, IRQF_ONESHOT, "vex", v);
}

static netdev_tx_t xmit_bad(struct sk_buff *skb, struct net_device *netdev)
{
	struct vex *v = netdev_priv(netdev);

	dmaengine_terminate_sync(v->chan); // dma/sleep-in-atomic: `dmaengine_terminate_sync` may sleep in softirq context
	dma_pool_free(v->pool, v->desc, v->desc_dma);
	return NETDEV_TX_OK;
}

static int open_ok(struct net_device *netdev)
{
	struct vex *v = netdev_priv(netdev);

	dmaengine_terminate_sync(v->chan);
	dma_pool_free(v->pool, v->desc, v->desc_dma);
	return 0;
}

static const struct net_device_ops vex_netdev_ops = {
	.ndo_open = open_ok,
	.ndo_start_xmit = xmit_bad,
};

static int trigger_bad(struct snd_pcm_substream *substream, int cmd)
{
	struct vex *v = snd_pcm_substream_chip(substream);

	v->desc = dma_pool_alloc(v->pool, GFP_KERNEL, &v->desc_dma); // dma/sleep-in-atomic: `dma_pool_alloc` may sleep with these flags in atomic context
	return 0;
}

static const struct snd_pcm_ops vex_pcm_ops = {
	.trigger = trigger_bad,
};

/* The lock the caller holds is given up for the time being. */
static int queuecommand_ok(struct Scsi_Host *host, struct scsi_cmnd *cmd)
{
	struct vex *v = shost_priv(host);

	spin_unlock_irq(&v->lock);
	v->desc = dma_pool_alloc(v->pool, GFP_KERNEL, &v->desc_dma);
	spin_lock_irq(&v->lock);
	return 0;
}

static const struct scsi_host_template vex_template = {
	.queuecommand = queuecommand_ok,
};

/* Which of the functions is called, and whether it sleeps, another file says. */
static void *fn_pointer_bad(struct vex *v, dma_addr_t *addr)
{
	void *p;

	spin_lock(&v->lock);
	p = v->ops->alloc(v, addr);
	spin_unlock(&v->lock);
	return p;
}
