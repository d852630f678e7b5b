struct words { u32 first, second; };
struct ring { struct words *words; dma_addr_t dma; struct device *dev; void *cookie; };

static int made(struct ring *r)
{
	r->words = dma_alloc_coherent(r->dev, 4096, &r->dma, GFP_KERNEL);
	return r->words ? 0 : -ENOMEM;
}

static void sum_bad(struct ring *r, u32 index)
{
	dma_addr_t base = r->dma + index * sizeof(struct words);
	struct words *w = (void *)(uintptr_t)base; // dma/dma-as-cpu-pointer: dereferenced

	w->second = 0;
}

static void cleared_bad(struct ring *r)
{
	memset((void *)(uintptr_t)r->dma, 0, 64); // dma/dma-as-cpu-pointer: accessed by `memset`
}

static void carried_ok(struct ring *r)
{
	r->cookie = (void *)(uintptr_t)r->dma;
}
