/* The driver core releases it when the device goes, or when probing fails. */
struct chip { struct device *dev; void *ring; dma_addr_t ring_addr, addr; void __iomem *regs; };

static void chip_unmap_ok(void *data)
{
	struct chip *c = data;

	dma_unmap_single(c->dev, c->addr, 64, DMA_BIDIRECTIONAL);
}

static int chip_probe_ok(struct platform_device *pdev)
{
	struct chip *c = devm_kzalloc(&pdev->dev, sizeof(*c), GFP_KERNEL);
	void *buf;
	int ret;

	if (!c)
		return -ENOMEM;
	c->dev = &pdev->dev;
	c->ring = dmam_alloc_coherent(c->dev, 4096, &c->ring_addr, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	buf = devm_kmalloc(c->dev, 64, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	c->addr = dma_map_single(c->dev, buf, 64, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	ret = devm_add_action_or_reset(c->dev, chip_unmap_ok, c);
	if (ret)
		return ret;
	return platform_get_irq(pdev, 0) < 0 ? -ENXIO : 0;
}

static int chip_probe_bad(struct platform_device *pdev)
{
	struct chip *c = devm_kzalloc(&pdev->dev, sizeof(*c), GFP_KERNEL);

	if (!c)
		return -ENOMEM;
	c->dev = &pdev->dev;
	c->ring = dmam_alloc_coherent(c->dev, 4096, &c->ring_addr, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	if (platform_get_irq(pdev, 0) < 0) {
		dma_free_coherent(c->dev, 4096, c->ring, c->ring_addr); // dma/managed-mixed: `c->ring`
		return -ENXIO;
	}
	return 0;
}
