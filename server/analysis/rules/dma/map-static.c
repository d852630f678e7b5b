static const u8 reset[] = { 1, 2, 3 };
static u8 *shared;

static int constant_bad(struct spi_device *spi)
{
	return spi_write(spi, reset, sizeof(reset)); // dma/map-static: `spi_write` uses `reset`, which is part of the module, for DMA
}

static int local_bad(struct usb_device *udev)
{
	static u8 command[4];

	return usb_control_msg(udev, usb_sndctrlpipe(udev, 0), 1, 0x40, 0, 0, command, 4, 1000); // dma/map-static: uses `command`
}

static int literal_bad(struct usb_device *udev)
{
	return usb_control_msg(udev, usb_sndctrlpipe(udev, 0), 1, 0x40, 0, 0, "on", 2, 1000); // dma/map-static: a string literal
}

static int pointer_ok(struct device *dev)
{
	dma_addr_t addr = dma_map_single(dev, shared, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

static int copied_ok(struct spi_device *spi)
{
	return spi_write_then_read(spi, reset, sizeof(reset), NULL, 0);
}
