/* Every way to walk back over what was mapped. */
static int count_down_ok(struct device *dev, void **buf, dma_addr_t *addr, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		addr[i] = dma_map_single(dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr[i]))
			goto unwind;
	}
	return 0;
unwind:
	while (--i >= 0)
		dma_unmap_single(dev, addr[i], 64, DMA_TO_DEVICE);
	return -ENOMEM;
}

static int second_index_ok(struct device *dev, void **buf, dma_addr_t *addr, int n)
{
	int i, j;

	for (i = 0; i < n; i++) {
		addr[i] = dma_map_single(dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr[i])) {
			for (j = 0; j < i; j++)
				dma_unmap_single(dev, addr[j], 64, DMA_TO_DEVICE);
			return -ENOMEM;
		}
	}
	return 0;
}

static int head_apart_ok(struct device *dev, void *head, struct page **page, dma_addr_t *addr, int n)
{
	int i;

	addr[0] = dma_map_single(dev, head, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr[0]))
		return -ENOMEM;
	for (i = 1; i < n; i++) {
		addr[i] = dma_map_page(dev, page[i], 0, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr[i]))
			goto unwind;
	}
	return 0;
unwind:
	while (--i > 0)
		dma_unmap_page(dev, addr[i], 64, DMA_TO_DEVICE);
	dma_unmap_single(dev, addr[0], 64, DMA_TO_DEVICE);
	return -ENOMEM;
}

static int unknown_walk_ok(struct device *dev, void **buf, dma_addr_t *addr, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		addr[i] = dma_map_single(dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr[i])) {
			queue_unwind(dev, addr, i);
			return -ENOMEM;
		}
	}
	return 0;
}

static int one_too_many_bad(struct device *dev, void *head, void **buf, dma_addr_t *addr, int n)
{
	dma_addr_t first = dma_map_single(dev, head, 64, DMA_TO_DEVICE);
	int i;

	if (dma_mapping_error(dev, first))
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		addr[i] = dma_map_single(dev, buf[i], 64, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addr[i]))
			goto unwind; // dma/leak-on-error-path: `first` stays mapped
	}
	dma_unmap_single(dev, first, 64, DMA_TO_DEVICE);
	return 0;
unwind:
	while (--i >= 0)
		dma_unmap_single(dev, addr[i], 64, DMA_TO_DEVICE);
	return -ENOMEM;
}

/* Two positions of a ring are one before the first round only if the ring has one element. */
struct word_ring { struct device *dev; u32 tail, mask; __le64 *desc; };

static bool words_map_ok(struct word_ring *r, void *head, void **parts, int count)
{
	u32 tail = (r->tail + 1) & r->mask, first = tail;
	dma_addr_t dma = dma_map_single(r->dev, head, 256, DMA_TO_DEVICE);
	int i = 0;

	for (;;) {
		if (dma_mapping_error(r->dev, dma))
			goto fail;
		r->desc[tail] = cpu_to_le64(FIELD_PREP(WORD_ADDRESS, dma) | FIELD_PREP(WORD_LENGTH, 256));
		tail++;
		tail &= r->mask;
		if (i == count)
			break;
		dma = dma_map_single(r->dev, parts[i++], 256, DMA_TO_DEVICE);
	}
	r->tail = tail;
	return false;
fail:
	while (tail != first) {
		tail--;
		tail &= r->mask;
		dma_unmap_single(r->dev, FIELD_GET(WORD_ADDRESS, le64_to_cpu(r->desc[tail])), 256, DMA_TO_DEVICE);
	}
	return true;
}

/* The first of an array that others of it are in; the counter has lost that it is one at least. */
struct part { dma_addr_t dma; u32 len; };

static int parts_map_ok(struct device *dev, struct part *part, void *head, void **parts, int count)
{
	int n = 0, i;
	dma_addr_t dma = dma_map_single(dev, head, 256, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, dma))
		return -1;
	part[0].dma = dma;
	n++;
	for (i = 0; i < count; i++) {
		dma = dma_map_single(dev, parts[i], 256, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, dma)) {
			while (--n >= 0)
				dma_unmap_single(dev, part[n].dma, 256, DMA_TO_DEVICE);
			return -1;
		}
		part[n].dma = dma;
		n++;
	}
	return n;
}

/* A helper that finds the ring full, and a caller that knows it is not. */
struct tfd { u8 count; dma_addr_t addr[20]; };
struct cmdq { struct device *dev; u8 max; struct tfd *tfd; };

static int tfd_add(struct cmdq *q, dma_addr_t addr)
{
	if (q->max <= q->tfd->count)
		return -EINVAL;
	q->tfd->addr[q->tfd->count++] = addr;
	return 0;
}

static void tfd_unmap(struct cmdq *q)
{
	int i;

	for (i = 0; i < q->tfd->count; i++)
		dma_unmap_single(q->dev, q->tfd->addr[i], 64, DMA_TO_DEVICE);
}

static int cmdq_send_ok(struct cmdq *q, void *head, void *rest)
{
	dma_addr_t addr = dma_map_single(q->dev, head, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(q->dev, addr))
		return -ENOMEM;
	tfd_add(q, addr);
	addr = dma_map_single(q->dev, rest, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(q->dev, addr)) {
		tfd_unmap(q);
		return -ENOMEM;
	}
	tfd_add(q, addr);
	return 0;
}

/* The caller asks, and forgets what the helper did not take. */
static int cmdq_send_bad(struct cmdq *q, void *head)
{
	dma_addr_t addr = dma_map_single(q->dev, head, 64, DMA_TO_DEVICE);
	int ret;

	if (dma_mapping_error(q->dev, addr))
		return -ENOMEM;
	ret = tfd_add(q, addr);
	if (ret < 0)
		return ret; // dma/leak-on-error-path: `addr`
	return 0;
}

/* A loop that puts the page into a list is taken to run no round. */
struct page_list { void *virt; dma_addr_t phys; };
struct nic { struct device *dev; struct page_list list[64]; int per_page, pages; };

static int nic_alloc_ok(struct nic *n)
{
	int j;

	for (j = 0; j < n->pages; j++) {
		int k = 0;
		dma_addr_t phys;
		void *virt = dma_alloc_coherent(n->dev, 4096, &phys, GFP_KERNEL);

		if (!virt)
			return -ENOMEM;
		while (k < n->per_page) {
			n->list[j * n->per_page + k].virt = virt + k * 16;
			n->list[j * n->per_page + k].phys = phys + k * 16;
			k++;
		}
	}
	return 0;
}

static void nic_free_ok(struct nic *n)
{
	int j;

	for (j = 0; j < n->pages; j++)
		dma_free_coherent(n->dev, 4096, n->list[j * n->per_page].virt, n->list[j * n->per_page].phys);
}

static int nic_init_ok(struct nic *n)
{
	int ret = nic_alloc_ok(n);

	if (ret)
		nic_free_ok(n);
	return ret;
}

/* The blocks of a chain lead on by their DMA addresses; who has the first finds them all. */
struct block { u32 status, next; };
struct chain { struct dma_pool *pool; struct block *first; dma_addr_t first_addr; };

static int chain_grow_ok(struct chain *c, int count)
{
	struct block *last = c->first, *block;
	dma_addr_t addr;
	int i;

	for (i = 0; i < count; i++) {
		block = dma_pool_alloc(c->pool, GFP_ATOMIC, &addr);
		if (!block)
			return -ENOMEM;
		last->next = addr;
		last = block;
	}
	return 0;
}

static int chain_grow_bad(struct chain *c, u32 status)
{
	dma_addr_t addr;
	struct block *block = dma_pool_alloc(c->pool, GFP_ATOMIC, &addr);

	if (!block)
		return -ENOMEM;
	if (c->first->status != status)
		return -EBUSY; // dma/coherent-leak-on-error-path: `block`
	c->first->next = addr;
	return 0;
}

/* `1 << order` entries are one at least, so the table has what is read back from it. */
struct freeq { struct device *dev; struct freeq_entry { u32 addr; } *ring; struct page **pages; int order, count; };

static int freeq_fill_ok(struct freeq *q)
{
	int n;

	q->ring = dma_alloc_coherent(q->dev, 4096, &q->ring_dma, GFP_KERNEL);
	if (!q->ring)
		return -ENOMEM;
	q->pages = kcalloc(q->count, sizeof(*q->pages), GFP_KERNEL);
	if (!q->pages)
		goto free_ring;
	for (n = 0; n < q->count; n++) {
		struct page *page = alloc_page(GFP_KERNEL);
		dma_addr_t addr;
		int i;

		if (!page)
			goto unmap;
		addr = dma_map_single(q->dev, page_address(page), PAGE_SIZE, DMA_FROM_DEVICE);
		if (dma_mapping_error(q->dev, addr)) {
			put_page(page);
			goto unmap;
		}
		for (i = 1 << q->order; i > 0; i--)
			q->ring[(n << q->order) + (1 << q->order) - i].addr = addr;
		q->pages[n] = page;
	}
	return 0;
unmap:
	while (n > 0) {
		n--;
		dma_unmap_single(q->dev, q->ring[n << q->order].addr, PAGE_SIZE, DMA_FROM_DEVICE);
		put_page(q->pages[n]);
	}
	kfree(q->pages);
free_ring:
	dma_free_coherent(q->dev, 4096, q->ring, q->ring_dma);
	return -ENOMEM;
}

/* A round that failed is the last one, so what the last one returned is no failure. */
static int announce_ok(struct device *dev, void *buf, int count)
{
	dma_addr_t addr;
	int ret, i;

	if (!count)
		return 0;
	ret = mbox_start(dev);
	if (ret)
		return ret;
	addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, addr))
		return -EIO;
	for (i = 0; i < count; i++) {
		ret = mbox_write(dev, i, i == count - 1 ? MBOX_LAST : 0);
		if (ret)
			goto unmap;
	}
	if (!ret)
		dev_info(dev, "announced\n");
	return ret;
unmap:
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return ret;
}

/* Pages and their addresses stand behind the struct that leads to them. */
struct pages { dma_addr_t *pas; void **vas; };
struct pq { struct pages *behind; };

static void pq_free_ok(struct device *dev, struct pq *q, u64 count)
{
	u64 i;

	if (!q)
		return;
	for (i = 0; i < count; i++)
		dma_free_coherent(dev, 4096, q->behind->vas[i], q->behind->pas[i]);
	vfree(q);
}

static struct pq *pq_alloc_ok(struct device *dev, u64 count)
{
	struct pq *q = vzalloc(sizeof(*q) + sizeof(*q->behind) + count * (sizeof(dma_addr_t) + sizeof(void *)));
	u64 i;

	if (!q)
		return NULL;
	q->behind = (struct pages *)(q + 1);
	q->behind->pas = (dma_addr_t *)(q->behind + 1);
	q->behind->vas = (void **)((u8 *)q->behind->pas + count * sizeof(*q->behind->pas));
	for (i = 0; i < count; i++) {
		q->behind->vas[i] = dma_alloc_coherent(dev, 4096, &q->behind->pas[i], GFP_KERNEL);
		if (!q->behind->vas[i]) {
			pq_free_ok(dev, q, i);
			return NULL;
		}
	}
	return q;
}

static int pq_pair_ok(struct device *dev, struct pq **out, u64 count, u64 other)
{
	struct pq *a, *b;

	a = pq_alloc_ok(dev, count);
	if (!a)
		return -ENOMEM;
	b = pq_alloc_ok(dev, other);
	if (!b) {
		pq_free_ok(dev, a, count);
		return -ENOMEM;
	}
	out[0] = a;
	out[1] = b;
	return 0;
}
