/* A work that is taken off its queue may be running, and a wait for another one says nothing about it. */
struct port {
	struct device *dev;
	struct delayed_work timeout;
	struct work_struct refresh;
	struct work_struct report;
	u32 *queue;
	dma_addr_t queue_dma;
	u32 *table;
	dma_addr_t table_dma;
	u32 *log;
	dma_addr_t log_dma;
};

static void port_timeout(struct work_struct *work)
{
	struct port *p = container_of(work, struct port, timeout.work);

	p->queue[0] = 0;
}

static void port_refresh(struct work_struct *work)
{
	struct port *p = container_of(work, struct port, refresh);

	p->table[0] = 1;
}

static void port_report(struct work_struct *work)
{
	struct port *p = container_of(work, struct port, report);

	p->log[0] = 0;
}

static int port_make(struct port *p)
{
	INIT_DELAYED_WORK(&p->timeout, port_timeout);
	INIT_WORK(&p->refresh, port_refresh);
	INIT_WORK(&p->report, port_report);
	p->queue = dma_alloc_coherent(p->dev, 4096, &p->queue_dma, GFP_KERNEL);
	if (!p->queue)
		return -ENOMEM;
	p->table = dma_alloc_coherent(p->dev, 4096, &p->table_dma, GFP_KERNEL);
	if (!p->table)
		goto no_table;
	p->log = dma_alloc_coherent(p->dev, 4096, &p->log_dma, GFP_KERNEL);
	if (!p->log)
		goto no_log;
	return 0;

no_log:
	dma_free_coherent(p->dev, 4096, p->table, p->table_dma);
no_table:
	dma_free_coherent(p->dev, 4096, p->queue, p->queue_dma);
	return -ENOMEM;
}

static void port_answered(struct port *p)
{
	cancel_delayed_work(&p->timeout);
}

static void port_drop_queue_bad(struct port *p)
{
	dma_free_coherent(p->dev, 4096, p->queue, p->queue_dma); // dma/release-while-active: `queue` is freed while `port_timeout` may still use it: nothing waits for this work
}

static void port_drop_table_bad(struct port *p)
{
	dma_free_coherent(p->dev, 4096, p->table, p->table_dma); // dma/release-while-active: `table` is freed while `port_refresh` may still use it: nothing waits for this work
}

static void port_drop_log_ok(struct port *p)
{
	cancel_work_sync(&p->report);
	dma_free_coherent(p->dev, 4096, p->log, p->log_dma);
}

struct wire {
	struct device *dev;
	struct napi_struct napi;
	struct work_struct error;
	u32 *ring;
	dma_addr_t ring_dma;
};

/* Has the polling for itself, which nobody gets between stop and open. */
static void wire_error(struct work_struct *work)
{
	struct wire *w = container_of(work, struct wire, error);

	napi_disable(&w->napi);
	w->ring[0] = 0;
	napi_enable(&w->napi);
}

static int wire_open_ok(struct wire *w)
{
	INIT_WORK(&w->error, wire_error);
	w->ring = dma_alloc_coherent(w->dev, 4096, &w->ring_dma, GFP_KERNEL);
	if (!w->ring)
		return -ENOMEM;
	napi_enable(&w->napi);
	return 0;
}

static void wire_stop_ok(struct wire *w)
{
	napi_disable(&w->napi);
	dma_free_coherent(w->dev, 4096, w->ring, w->ring_dma);
}
