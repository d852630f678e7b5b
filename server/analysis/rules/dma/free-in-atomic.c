static void irqs_off_bad(struct vex *v)
{
	unsigned long flags;

	spin_lock_irqsave(&v->lock, flags);
	dma_free_coherent(v->dev, 64, v->cpu, v->dma); // dma/free-in-atomic: `dma_free_coherent` is called with interrupts off after `spin_lock_irqsave`
	spin_unlock_irqrestore(&v->lock, flags);
}

/* Memory that was allocated without sleeping may go under a lock. */
static void under_a_lock_ok(struct vex *v)
{
	spin_lock(&v->lock);
	dma_free_coherent(v->dev, 64, v->cpu, v->dma);
	spin_unlock(&v->lock);
}

/* The only one of this kind that sleeps was allocated with GFP_KERNEL, somewhere else. */
static void fn_under_a_lock_bad(struct vex *v)
{
	spin_lock(&v->lock);
	dma_free_coherent(v->dev, 4096, v->cpu, v->dma);
	spin_unlock(&v->lock);
}

static void pool_under_a_lock_bad(struct vex *v)
{
	spin_lock(&v->lock);
	dma_pool_destroy(v->pool); // dma/free-in-atomic: `dma_pool_destroy` is called after `spin_lock`
	spin_unlock(&v->lock);
}

static void urb_buffer_ok(struct vex *v, struct usb_device *udev)
{
	unsigned long flags;

	spin_lock_irqsave(&v->lock, flags);
	usb_free_coherent(udev, 64, v->cpu, v->dma);
	spin_unlock_irqrestore(&v->lock, flags);
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
