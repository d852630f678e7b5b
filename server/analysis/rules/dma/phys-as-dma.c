struct chip {
	void __iomem *regs;
};

struct descriptor {
	__le32 addr;
};

static void buffer_register_ok(struct chip *c, dma_addr_t addr)
{
	writel(lower_32_bits(addr), c->regs + 0x10);
}

/* FN: that the register takes DMA addresses elsewhere is not known here. */
static void fn_register_bad(struct chip *c, void *buf)
{
	writel(virt_to_phys(buf), c->regs + 0x10);
}

static void through_variable_bad(struct chip *c, struct page *page)
{
	dma_addr_t addr = page_to_phys(page); // dma/phys-as-dma: a physical address from `page_to_phys`

	writel(lower_32_bits(addr), c->regs);
}

static void descriptor_ok(struct descriptor *d, dma_addr_t addr)
{
	d->addr = cpu_to_le32(lower_32_bits(addr));
}

/* FN: that the field holds DMA addresses elsewhere is not known here. */
static void fn_descriptor_bad(struct descriptor *d, void *buf)
{
	d->addr = cpu_to_le32(virt_to_phys(buf));
}

static void list_bad(struct scatterlist *sg)
{
	sg_dma_address(sg) = sg_phys(sg); // dma/phys-as-dma: a physical address from `sg_phys`
}

/* The firmware runs on the CPU and wants physical addresses. */
static int firmware_ok(void *buf)
{
	return qcom_scm_assign_mem(virt_to_phys(buf), 4096, NULL, NULL, 0);
}

/* A FIFO has no DMA address before it is mapped. */
static int fifo_ok(struct device *dev, struct resource *res, void __iomem *regs)
{
	dma_addr_t addr = dma_map_resource(dev, res->start, 4, DMA_TO_DEVICE, 0);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), regs);
	return 0;
}

static int slave_config_ok(struct dma_chan *chan, struct resource *res)
{
	struct dma_slave_config config = { .dst_addr = res->start };

	return dmaengine_slave_config(chan, &config);
}

static void printed_ok(struct device *dev, void *buf)
{
	phys_addr_t phys = virt_to_phys(buf);

	dev_info(dev, "buffer at %pa\n", &phys);
}

/* Where the bus sees physical addresses, the driver says so. */
static dma_addr_t two_worlds_ok(struct device *dev, void *buf, size_t len, bool use_dma_api)
{
	if (!use_dma_api)
		return (dma_addr_t)virt_to_phys(buf);
	return dma_map_single(dev, buf, len, DMA_TO_DEVICE);
}

static void sync_bad(struct device *dev, void *desc)
{
	dma_sync_single_for_cpu(dev, virt_to_phys(desc), 32, DMA_FROM_DEVICE); // dma/phys-as-dma: `dma_sync_single_for_cpu` gets a physical address from `virt_to_phys`
}

struct ring {
	void *cpu;
	dma_addr_t dma;
	phys_addr_t phys;
	bool cached;
};

static int own_memory_bad(struct device *dev, struct ring *r)
{
	if (r->cached) {
		r->cpu = kzalloc(4096, GFP_KERNEL);
		r->dma = virt_to_phys(r->cpu); // dma/phys-as-dma: `dma` gets a physical address from `virt_to_phys`
	}
	if (!r->cached)
		r->cpu = dma_alloc_coherent(dev, 4096, &r->dma, GFP_KERNEL);
	return r->cpu ? 0 : -ENOMEM;
}

struct queue {
	u32 *words;
	dma_addr_t dma;
	unsigned long key;
};

/* Without a translation unit the bus sees physical addresses, and the driver knows. */
static int two_kinds_ok(struct device *dev, struct ring *r, bool translated)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	if (translated) {
		r->dma = dma_map_page(dev, page, 0, 4096, DMA_BIDIRECTIONAL);
		if (dma_mapping_error(dev, r->dma)) {
			__free_page(page);
			return -ENOMEM;
		}
	} else {
		r->dma = page_to_phys(page);
	}
	r->cpu = page_address(page);
	return 0;
}

static int coherent_bad(struct device *dev, struct queue *q)
{
	q->words = dma_alloc_coherent(dev, 4096, &q->dma, GFP_KERNEL);
	if (!q->words)
		return -ENOMEM;
	q->key = virt_to_phys(q->words); // dma/phys-as-dma: `virt_to_phys` of memory from `dma_alloc_coherent` is no address of it
	return 0;
}

/* Registers lie outside of the memory that `virt_to_phys()` knows. */
static void registers_bad(struct chip *c, struct descriptor *d)
{
	d->addr = cpu_to_le32(virt_to_phys(c->regs + 0x40)); // dma/phys-as-dma: `virt_to_phys` of `regs`, which are registers, is no address of them
}

struct window {
	void __iomem *regs;
	phys_addr_t start;
};

static void window_ok(struct window *w, struct descriptor *d)
{
	d->addr = cpu_to_le32(w->start + 0x40);
}

/* A test: there is no memory at a frame of one's own choice, and no device to read it. */
static void made_up_ok(struct scatterlist *sg)
{
	sg_set_page(sg, pfn_to_page(0x1000), 4096, 0);
	sg_dma_address(sg) = page_to_phys(sg_page(sg));
}

static void made_up_entry_ok(struct scatterlist *sg)
{
	sg_set_page(sg, pfn_to_page(0x1000), 4096, 0);
	sg_dma_address(sg) = sg_phys(sg);
}

/* The same list, and a page that is there. */
static void listed_page_bad(struct scatterlist *sg, struct page *page)
{
	sg_set_page(sg, pfn_to_page(0x1000), 4096, 0);
	sg_set_page(sg, page, 4096, 0);
	sg_dma_address(sg) = page_to_phys(sg_page(sg)); // dma/phys-as-dma: a physical address from `page_to_phys`
}

static void other_entry_bad(struct scatterlist *made_up, struct scatterlist *sg)
{
	sg_set_page(made_up, pfn_to_page(0x1000), 4096, 0);
	sg_dma_address(sg) = sg_phys(sg); // dma/phys-as-dma: a physical address from `sg_phys`
}

/* A frame that another function found belongs to memory. */
static void found_frame_bad(struct scatterlist *sg, unsigned long pfn)
{
	sg_dma_address(sg) = page_to_phys(pfn_to_page(pfn)); // dma/phys-as-dma: a physical address from `page_to_phys`
}

struct engine {
	u32 *commands;
	dma_addr_t commands_dma;
	u32 *shadow;
};

static int engine_init(struct device *dev, struct engine *e)
{
	e->shadow = kcalloc(64, sizeof(u32), GFP_KERNEL);
	if (!e->shadow)
		return -ENOMEM;
	e->commands = dmam_alloc_coherent(dev, 256, &e->commands_dma, GFP_KERNEL);
	return e->commands ? 0 : -ENOMEM;
}

/* What the device reads there it takes for one of its own addresses. */
static void command_bad(struct engine *e, void *table, unsigned int at)
{
	u32 *words = e->commands;

	words[at] = virt_to_phys(table) >> 4; // dma/phys-as-dma: `words` gets a physical address from `virt_to_phys`
}

static void command_ok(struct engine *e, dma_addr_t table, unsigned int at)
{
	u32 *words = e->commands;

	words[at] = table >> 4;
}

static void shadow_ok(struct engine *e, void *table, unsigned int at)
{
	e->shadow[at] = virt_to_phys(table) >> 4;
}
