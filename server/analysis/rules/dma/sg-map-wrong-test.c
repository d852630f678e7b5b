static int negative_bad(struct device *dev, struct scatterlist *sgl, int n, void __iomem *regs)
{
	int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);

	if (count < 0) // dma/sg-map-wrong-test: takes a negative value for failure, but `dma_map_sg` returns 0 when it fails
		return count;
	writel(sg_dma_address(sgl), regs);
	return 0;
}

static int error_value_bad(struct device *dev, struct scatterlist *sgl, int n, void __iomem *regs)
{
	unsigned int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);

	if (IS_ERR_VALUE(count)) // dma/sg-map-wrong-test: takes an error pointer for failure
		return -ENOMEM;
	writel(sg_dma_address(sgl), regs);
	return 0;
}

/* FN: the branch for success fails; that it was meant for failure is not seen. */
static int fn_table_zero_bad(struct device *dev, struct sg_table *sgt, void __iomem *regs)
{
	int count = dma_map_sgtable(dev, sgt, DMA_TO_DEVICE, 0);

	if (!count)
		return -ENOMEM;
	writel(sg_dma_address(sgt->sgl), regs);
	return 0;
}

/* An IOMMU may merge entries: fewer than were given is a success. */
static int fewer_bad(struct device *dev, struct scatterlist *sgl, int n, void __iomem *regs)
{
	int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);

	if (count != n) // dma/sg-map-wrong-test: takes a count that differs from the one given for failure
		return -ENOMEM;
	writel(sg_dma_address(sgl), regs);
	return 0;
}

static int zero_or_less_ok(struct device *dev, struct scatterlist *sgl, int n, void __iomem *regs)
{
	int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);

	if (count <= 0)
		return -ENOMEM;
	writel(sg_dma_address(sgl), regs);
	return 0;
}

static int less_than_one_ok(struct device *dev, struct scatterlist *sgl, int n, void __iomem *regs)
{
	int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);

	if (count < 1)
		return -ENOMEM;
	writel(sg_dma_address(sgl), regs);
	return 0;
}

static int one_entry_ok(struct device *dev, struct scatterlist *sg, void __iomem *regs)
{
	int count = dma_map_sg(dev, sg, 1, DMA_TO_DEVICE);

	if (count != 1)
		return -ENOMEM;
	writel(sg_dma_address(sg), regs);
	return 0;
}

static int table_negative_ok(struct device *dev, struct sg_table *sgt, void __iomem *regs)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_TO_DEVICE, 0);

	if (ret < 0)
		return ret;
	writel(sg_dma_address(sgt->sgl), regs);
	return 0;
}

static int scsi_ok(struct scsi_cmnd *cmd, void __iomem *regs)
{
	int count = scsi_dma_map(cmd);

	if (count < 0)
		return SCSI_MLQUEUE_HOST_BUSY;
	writel(count, regs);
	return 0;
}
