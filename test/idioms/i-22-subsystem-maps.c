/* USB, SPI and SCSI map what they are given; the driver must not. */
struct chip { struct usb_device *udev; struct spi_device *spi; u8 *buf; };

static int usb_ok(struct chip *c)
{
	return usb_control_msg(c->udev, usb_sndctrlpipe(c->udev, 0), 1, 0x40, 0, 0, c->buf, 4, 1000);
}

static int spi_ok(struct chip *c)
{
	struct spi_transfer t = { .tx_buf = c->buf, .len = 4 };
	struct spi_message m;

	spi_message_init(&m);
	spi_message_add_tail(&t, &m);
	return spi_sync(c->spi, &m);
}

/* The SPI core takes vmalloc memory apart by itself. */
static int spi_vmalloc_ok(struct spi_device *spi, size_t len)
{
	void *image = vmalloc(len);
	int ret;

	if (!image)
		return -ENOMEM;
	ret = spi_write(spi, image, len);
	vfree(image);
	return ret;
}

static int scsi_ok(struct scsi_cmnd *cmd, __le64 *desc)
{
	int count = scsi_dma_map(cmd);

	if (count < 0)
		return SCSI_MLQUEUE_HOST_BUSY;
	if (count)
		desc[0] = cpu_to_le64(sg_dma_address(scsi_sglist(cmd)));
	return 0;
}

static int usb_stack_bad(struct chip *c)
{
	u8 buf[4] = {};

	return usb_control_msg(c->udev, usb_sndctrlpipe(c->udev, 0), 1, 0x40, 0, 0, buf, 4, 1000); // dma/map-stack: `buf`
}

static int spi_stack_bad(struct chip *c)
{
	u8 buf[4] = {};

	return spi_write(c->spi, buf, sizeof(buf)); // dma/map-stack: `buf`
}
