static void irqs_off_bad(struct vex *v)
{
	unsigned long flags;

	spin_lock_irqsave(&v->lock, flags);
	dma_free_coherent(v->dev, 64, v->cpu, v->dma); // dma/free-in-atomic: `dma_free_coherent` is called with interrupts off after `spin_lock_irqsave`
	spin_unlock_irqrestore(&v->lock, flags);
}

static void under_a_lock_bad(struct vex *v)
{
	spin_lock(&v->lock);
	dma_free_coherent(v->dev, 64, v->cpu, v->dma); // dma/free-in-atomic: `dma_free_coherent` is called after `spin_lock`
	spin_unlock(&v->lock);
}

/* Interrupts are still off when the inner lock is taken. */
static void inner_lock_bad(struct vex *v)
{
	local_irq_disable();
	spin_lock(&v->lock);
	dma_free_coherent(v->dev, 64, v->cpu, v->dma); // dma/free-in-atomic: `dma_free_coherent` is called with interrupts off after `local_irq_disable`
	spin_unlock(&v->lock);
	local_irq_enable();
}

static void guarded_bad(struct vex *v)
{
	guard(spinlock_irqsave)(&v->lock);
	dma_pool_destroy(v->pool); // dma/free-in-atomic: `dma_pool_destroy` is called with interrupts off after `spin_lock_irqsave`
}

static void block_of_a_pool_ok(struct vex *v)
{
	unsigned long flags;

	spin_lock_irqsave(&v->lock, flags);
	dma_pool_free(v->pool, v->cpu, v->dma);
	spin_unlock_irqrestore(&v->lock, flags);
}

static void detached_first_ok(struct vex *v)
{
	unsigned long flags;
	dma_addr_t dma;
	void *cpu;

	spin_lock_irqsave(&v->lock, flags);
	cpu = v->cpu;
	dma = v->dma;
	v->cpu = NULL;
	spin_unlock_irqrestore(&v->lock, flags);
	dma_free_coherent(v->dev, 64, cpu, dma);
}

static void mutex_ok(struct vex *v)
{
	mutex_lock(&v->mutex);
	dma_free_coherent(v->dev, 64, v->cpu, v->dma);
	mutex_unlock(&v->mutex);
}

static irqreturn_t handler_bad(int irq, void *data)
{
	struct vex *v = data;

	dma_free_coherent(v->dev, 64, v->cpu, v->dma); // dma/free-in-atomic: `dma_free_coherent` is called with interrupts off in hardirq context
	return IRQ_HANDLED;
}

static int setup(struct vex *v, int irq)
{
	return devm_request_irq(v->dev, irq, handler_bad, 0, "vex", v);
}
