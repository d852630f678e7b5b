struct chip { struct device *dev; struct scatterlist *in; };

static int built_bad(struct device *dev, void *buf)
{
	struct scatterlist sg;
	dma_addr_t addr;

	sg_init_one(&sg, buf, 64);
	addr = sg_dma_address(&sg); // dma/sg-address-before-map: `sg_dma_address`
	if (!dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	dma_unmap_sg(dev, &sg, 1, DMA_TO_DEVICE);
	return lower_32_bits(addr);
}

static int field_bad(struct chip *c)
{
	size_t count = sg_dma_len(c->in); // dma/sg-address-before-map: `sg_dma_len`

	if (!dma_map_sg(c->dev, c->in, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	dma_unmap_sg(c->dev, c->in, 1, DMA_TO_DEVICE);
	return count;
}

static int mapped_before_ok(struct device *dev, struct scatterlist *sg, bool again)
{
	size_t count;

	if (!dma_map_sg(dev, sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	count = sg_dma_len(sg);
	dma_unmap_sg(dev, sg, 1, DMA_TO_DEVICE);
	if (again && dma_map_sg(dev, sg, 1, DMA_TO_DEVICE))
		dma_unmap_sg(dev, sg, 1, DMA_TO_DEVICE);
	return count;
}

static size_t given_ok(struct scatterlist *sg)
{
	return sg_dma_len(sg);
}

/* What the crypto API hands over nobody has mapped yet. */
static bool cannot_do_bad(struct skcipher_request *req)
{
	struct scatterlist *sg;

	for (sg = req->src; sg; sg = sg_next(sg)) {
		if (sg_dma_len(sg) % 16) // dma/sg-address-before-map: `sg_dma_len`
			return true;
	}
	return sg_dma_len(req->dst) < 16; // dma/sg-address-before-map: `sg_dma_len`
}

static int cipher_start(struct skcipher_request *req)
{
	if (cannot_do_bad(req))
		return -EINVAL;
	return hand_over(req);
}

/* The engine calls it again later, when the request was prepared. */
static int cipher_run_ok(struct skcipher_request *req)
{
	return sg_dma_len(req->src);
}

static u32 fill_ok(struct skcipher_request *req)
{
	return sg_dma_len(req->src) + lower_32_bits(sg_dma_address(req->dst));
}

static int cipher_direct(struct skcipher_request *req)
{
	struct chip *c = crypto_skcipher_ctx(crypto_skcipher_reqtfm(req));

	if (!dma_map_sg(c->dev, req->src, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	if (!dma_map_sg(c->dev, req->dst, 1, DMA_FROM_DEVICE)) {
		dma_unmap_sg(c->dev, req->src, 1, DMA_TO_DEVICE);
		return -ENOMEM;
	}
	return fill_ok(req) ? -EINPROGRESS : -EIO;
}

static u32 foreign_ok(struct skcipher_request *req)
{
	return sg_dma_len(req->src);
}

static int cipher_elsewhere(struct skcipher_request *req)
{
	if (chip_map_request(req))
		return -ENOMEM;
	return foreign_ok(req);
}

static struct skcipher_alg algs[] = {
	{ .encrypt = cipher_start, .decrypt = cipher_direct },
	{ .encrypt = cipher_elsewhere, .decrypt = cipher_start },
};

static struct crypto_engine_op engine_op = { .do_one_request = cipher_run_ok };

/* Each entry of the list is read, before any is mapped. */
static int walk_bad(struct device *dev, struct scatterlist *list, int n)
{
	struct scatterlist *sg;
	size_t total = 0;
	int i;

	for_each_sg(list, sg, n, i)
		total += sg_dma_len(sg); // dma/sg-address-before-map: `sg_dma_len` is read before the list is mapped
	if (total > 4096 || !dma_map_sg(dev, list, n, DMA_TO_DEVICE))
		return -EINVAL;
	dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
	return 0;
}

static int walk_ok(struct device *dev, struct scatterlist *list, int n)
{
	struct scatterlist *sg;
	size_t total = 0;
	int i, count = dma_map_sg(dev, list, n, DMA_TO_DEVICE);

	if (!count)
		return -EINVAL;
	for_each_sg(list, sg, count, i)
		total += sg_dma_len(sg);
	dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
	return total;
}

/* One entry after the other: those before are mapped. */
static int one_by_one_ok(struct device *dev, struct scatterlist *list, int n)
{
	struct scatterlist *sg;
	size_t total = 0;
	int i;

	for_each_sg(list, sg, n, i) {
		if (i && sg_dma_len(&list[i - 1]) > 4096)
			return -EINVAL;
		if (!dma_map_sg(dev, sg, 1, DMA_TO_DEVICE))
			return -ENOMEM;
		total += sg_dma_len(sg);
	}
	return total;
}

static dma_addr_t unmapped_bad(struct device *dev, struct scatterlist *list, int n)
{
	dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
	return sg_dma_address(list); // dma/sg-address-before-map: `sg_dma_address` is read after the list was unmapped
}

static dma_addr_t unmapped_once_ok(struct device *dev, struct scatterlist *list, int n, bool over)
{
	if (over)
		dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
	return over ? 0 : sg_dma_address(list);
}
