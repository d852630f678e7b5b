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
};

static int engine_probe_bad(struct platform_device *pdev)
{
	struct engine *e = devm_kzalloc(&pdev->dev, sizeof(*e), GFP_KERNEL);

	if (!e)
		return -ENOMEM;
	e->dev = &pdev->dev;
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

static void engine_remove_ok(struct platform_device *pdev)
{
	struct engine *e = platform_get_drvdata(pdev);

	engine_stop_ok(e);
}

static struct platform_driver engine_driver = {
	.probe = engine_probe_bad,
	.remove = engine_remove_ok,
};
