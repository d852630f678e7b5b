/* Buffers of a subsystem: it maps, it unmaps, and it says where they are. */
struct chip { struct device *dev; void __iomem *regs; struct snd_pcm_substream *substream; };

static void sound_ok(struct chip *c)
{
	struct snd_pcm_runtime *runtime = c->substream->runtime;

	memset(runtime->dma_area, 0, runtime->dma_bytes);
	writel(lower_32_bits(runtime->dma_addr), c->regs);
}

static void video_ok(struct chip *c, struct vb2_buffer *vb)
{
	writel(lower_32_bits(vb2_dma_contig_plane_dma_addr(vb, 0)), c->regs);
}

static int block_ok(struct chip *c, struct mmc_data *data)
{
	if (data->host_cookie)
		return data->host_cookie;
	data->sg_count = dma_map_sg(c->dev, data->sg, data->sg_len, mmc_get_dma_dir(data));
	if (!data->sg_count)
		return -ENOSPC;
	data->host_cookie = data->sg_count;
	return data->sg_count;
}

static void block_done_ok(struct chip *c, struct mmc_data *data)
{
	dma_unmap_sg(c->dev, data->sg, data->sg_len, mmc_get_dma_dir(data));
	data->host_cookie = 0;
}

static int command_ok(struct chip *c, struct scsi_cmnd *cmd)
{
	struct scatterlist *sg;
	int i, count = scsi_dma_map(cmd);

	if (count < 0)
		return -ENOMEM;
	scsi_for_each_sg(cmd, sg, count, i)
		writel(sg_dma_address(sg), c->regs);
	return 0;
}

static int urb_ok(struct usb_device *udev, struct urb *urb)
{
	u8 *buf = usb_alloc_coherent(udev, 64, GFP_KERNEL, &urb->transfer_dma);

	if (!buf)
		return -ENOMEM;
	urb->transfer_buffer = buf;
	urb->transfer_flags |= URB_NO_TRANSFER_DMA_MAP;
	return usb_submit_urb(urb, GFP_KERNEL);
}

static int urb_bad(struct usb_device *udev, struct urb *urb)
{
	dma_addr_t addr;
	u8 *buf = usb_alloc_coherent(udev, 64, GFP_KERNEL, &addr);

	if (!buf)
		return -ENOMEM;
	if (usb_submit_urb(urb, GFP_KERNEL))
		return -EIO; // dma/coherent-leak-on-error-path: `buf`
	usb_free_coherent(udev, 64, buf, addr);
	return 0;
}

static int block_bad(struct chip *c, struct mmc_data *data)
{
	int count = dma_map_sg(c->dev, data->sg, data->sg_len, mmc_get_dma_dir(data));

	if (count < 0) // dma/sg-map-wrong-test: `dma_map_sg` returns 0
		return -EIO;
	writel(sg_dma_address(data->sg), c->regs);
	return 0;
}
