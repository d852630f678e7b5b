static int array_bad(struct device *dev)
{
	u8 buf[64];
	dma_addr_t addr = dma_map_single(dev, buf, sizeof(buf), DMA_FROM_DEVICE); // dma/map-stack: `dma_map_single` uses `buf` on the stack for DMA

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, sizeof(buf), DMA_FROM_DEVICE);
	return 0;
}

static int usb_bad(struct usb_device *udev, u8 mode)
{
	u8 buf[2] = { 1, mode };

	return usb_control_msg(udev, usb_sndctrlpipe(udev, 0), 1, 0x40, 0, 0, buf, sizeof(buf), 1000); // dma/map-stack: `usb_control_msg` uses `buf` on the stack for DMA
}

static int one_word_bad(struct spi_device *spi)
{
	u32 word = 1;

	return spi_write(spi, &word, sizeof(word)); // dma/map-stack: `spi_write` uses `word` on the stack for DMA
}

static int page_bad(struct device *dev)
{
	u8 buf[64];
	dma_addr_t addr = dma_map_page(dev, virt_to_page(buf), offset_in_page(buf), 64, DMA_TO_DEVICE); // dma/map-stack: `dma_map_page` uses `buf` on the stack for DMA

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_page(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int field_bad(struct device *dev)
{
	struct { u32 id; u8 bytes[60]; } message;
	dma_addr_t addr = dma_map_single(dev, message.bytes, 60, DMA_TO_DEVICE); // dma/map-stack: `dma_map_single` uses `message` on the stack for DMA

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 60, DMA_TO_DEVICE);
	return 0;
}

static int map_bytes(struct device *dev, void *bytes, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, bytes, len, DMA_TO_DEVICE); // dma/map-stack: `dma_map_single` uses `reply` on the stack for DMA

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
	return 0;
}

static int through_callee(struct device *dev)
{
	u8 reply[16];

	return map_bytes(dev, reply, sizeof(reply));
}

/* These copy before they do DMA. */
static int copied_ok(struct spi_device *spi, struct usb_device *udev)
{
	u8 cmd = 1, reply[4];
	int ret = usb_control_msg_send(udev, 0, 1, 0x40, 0, 0, &cmd, 1, 1000, GFP_KERNEL);

	if (ret)
		return ret;
	return spi_write_then_read(spi, &cmd, 1, reply, sizeof(reply));
}

/* The list may live on the stack; the bytes may not. */
static int list_on_stack_ok(struct device *dev, void *buf)
{
	struct scatterlist sg;

	sg_init_one(&sg, buf, 64);
	if (!dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE))
		return -ENOMEM;
	dma_unmap_sg(dev, &sg, 1, DMA_TO_DEVICE);
	return 0;
}

static int pointer_on_stack_ok(struct device *dev, size_t len)
{
	void *buf = kmalloc(len, GFP_KERNEL);
	dma_addr_t addr;
	int ret = -ENOMEM;

	if (!buf)
		return ret;
	addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr)) {
		dma_unmap_single(dev, addr, len, DMA_TO_DEVICE);
		ret = 0;
	}
	kfree(buf);
	return ret;
}
