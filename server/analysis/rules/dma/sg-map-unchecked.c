static void ignored_bad(struct dma_chan *chan, struct device *dev, struct scatterlist *sgl, int n)
{
	dma_map_sg(dev, sgl, n, DMA_TO_DEVICE); // dma/sg-map-unchecked: the mapping can fail and is used unchecked: given to the device by `dmaengine_prep_slave_sg`
	dmaengine_prep_slave_sg(chan, sgl, n, DMA_MEM_TO_DEV, 0);
}

static void never_tested_bad(struct dma_chan *chan, struct device *dev, struct scatterlist *sgl, int n)
{
	int count = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE); // dma/sg-map-unchecked: used unchecked: given to the device by `dmaengine_prep_slave_sg`

	dmaengine_prep_slave_sg(chan, sgl, count, DMA_MEM_TO_DEV, 0);
}

static void released_bad(struct device *dev, struct scatterlist *sgl, int n)
{
	dma_map_sg(dev, sgl, n, DMA_FROM_DEVICE); // dma/sg-map-unchecked: used unchecked: released by `dma_unmap_sg`
	dma_unmap_sg(dev, sgl, n, DMA_FROM_DEVICE);
}

static void table_bad(struct device *dev, struct sg_table *sgt)
{
	dma_map_sgtable(dev, sgt, DMA_TO_DEVICE, 0); // dma/sg-map-unchecked: used unchecked: released by `dma_unmap_sgtable`
	dma_unmap_sgtable(dev, sgt, DMA_TO_DEVICE, 0);
}

static void first_segment_bad(struct device *dev, struct scatterlist *sgl, int n, void __iomem *regs)
{
	dma_map_sg(dev, sgl, n, DMA_TO_DEVICE); // dma/sg-map-unchecked: used unchecked
	writel(sg_dma_address(sgl), regs);
}

static int tested_ok(struct device *dev, struct scatterlist *sgl, int n, void __iomem *regs)
{
	if (!dma_map_sg(dev, sgl, n, DMA_TO_DEVICE))
		return -ENOMEM;
	writel(sg_dma_address(sgl), regs);
	return 0;
}

static int one_entry_ok(struct device *dev, struct scatterlist *sg, void __iomem *regs)
{
	if (dma_map_sg(dev, sg, 1, DMA_TO_DEVICE) != 1)
		return -ENOMEM;
	writel(sg_dma_address(sg), regs);
	return 0;
}

static int table_ok(struct device *dev, struct sg_table *sgt, void __iomem *regs)
{
	int ret = dma_map_sgtable(dev, sgt, DMA_TO_DEVICE, 0);

	if (ret)
		return ret;
	writel(sg_dma_address(sgt->sgl), regs);
	return 0;
}

static int returned_ok(struct device *dev, struct scatterlist *sgl, int n)
{
	return dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);
}

/* A round of the loop means that there are entries, and no round programs nothing. */
static unsigned int only_counted_ok(struct device *dev, struct scsi_cmnd *cmd, void __iomem *regs)
{
	int count = dma_map_sg(dev, scsi_sglist(cmd), scsi_sg_count(cmd), DMA_TO_DEVICE);
	struct scatterlist *sg;
	int i;

	scsi_for_each_sg(cmd, sg, count, i)
		writel(sg_dma_address(sg), regs + i * 4);
	return i;
}

static void counted_past_the_end_bad(struct device *dev, struct scsi_cmnd *cmd, void __iomem *regs)
{
	int count = dma_map_sg(dev, scsi_sglist(cmd), scsi_sg_count(cmd), DMA_TO_DEVICE); // dma/sg-map-unchecked: given to the device by `sg_dma_address`
	struct scatterlist *sg;
	int i;

	scsi_for_each_sg(cmd, sg, count + 1, i)
		writel(sg_dma_address(sg), regs + i * 4);
}
