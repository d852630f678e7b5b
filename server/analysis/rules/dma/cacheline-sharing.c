struct fields {
	struct device *dev;
	u8 in[16];
	u32 pending;
};

struct apart {
	struct device *dev;
	u32 pending;
	u8 in[64] __aligned(ARCH_DMA_MINALIGN);
};

static int mapped_bad(struct fields *f)
{
	dma_addr_t addr = dma_map_single(f->dev, f->in, 16, DMA_FROM_DEVICE); // dma/cacheline-sharing: `fields.in` given to `dma_map_single` shares a cacheline with `pending`

	if (dma_mapping_error(f->dev, addr))
		return -ENOMEM;
	f->pending = 1;
	dma_unmap_single(f->dev, addr, 16, DMA_FROM_DEVICE);
	return 0;
}

/* However often it is moved, it is one buffer. */
static int again_ok(struct spi_device *spi, struct fields *f)
{
	f->pending++;
	return spi_read(spi, f->in, 16);
}

struct awaited {
	u8 in[16];
	u32 pending;
};

static int awaited_bad(struct spi_device *spi, struct awaited *a)
{
	a->pending++;
	return spi_read(spi, a->in, 16); // dma/cacheline-sharing: `spi_read`
}

struct buffers {
	u32 count;
	u8 out[4];
	u8 in[4];
};

static int together_ok(struct spi_device *spi, struct buffers *b)
{
	struct spi_transfer transfer = { .tx_buf = b->out, .rx_buf = b->in, .len = 4 };

	b->out[0] = 1;
	return spi_sync_transfer(spi, &transfer, 1);
}

static int to_device_ok(struct fields *f)
{
	dma_addr_t addr = dma_map_single(f->dev, f->in, 16, DMA_TO_DEVICE);

	if (dma_mapping_error(f->dev, addr))
		return -ENOMEM;
	dma_unmap_single(f->dev, addr, 16, DMA_TO_DEVICE);
	return 0;
}

static int aligned_ok(struct apart *a)
{
	dma_addr_t addr = dma_map_single(a->dev, a->in, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(a->dev, addr))
		return -ENOMEM;
	a->pending = 1;
	dma_unmap_single(a->dev, addr, 64, DMA_FROM_DEVICE);
	return 0;
}

struct commands {
	struct usb_device *udev;
	dma_addr_t ring_dma;
	u8 read_at;
	u8 command[128];
	u8 serial;
};

/* Wherever a dma_addr_t puts it, a buffer that starts behind a byte shares its first line. */
static int sent_bad(struct commands *c)
{
	u32 *word = (void *)c->command;

	*word = 1;
	c->serial++;
	c->read_at = 0;
	return usb_control_msg(c->udev, usb_sndctrlpipe(c->udev, 0), 1, 0x40, 0, 0, word, 4, 1000); // dma/cacheline-sharing: `commands.command` given to `usb_control_msg` shares a cacheline with `read_at`
}

static int nothing_sent_ok(struct commands *c)
{
	return usb_control_msg(c->udev, usb_sndctrlpipe(c->udev, 0), 1, 0x40, 0, 0, c->command, 0, 1000);
}

struct inquiry {
	struct device *dev;
	u32 commands;
	u8 answer[32];
};

/* The call that maps is there for the cache alone. */
static void look_again_bad(struct inquiry *q, u8 *to)
{
	dma_addr_t addr = dma_map_single(q->dev, q->answer, 32, DMA_FROM_DEVICE); // dma/missing-mapping-error-check: released by `dma_unmap_single`

	dma_unmap_single(q->dev, addr, 32, DMA_FROM_DEVICE);
	memcpy(to, q->answer, 32);
}

/* Nobody but this function writes the neighbour, and it does so when the transfer is over. */
static int ask_ok(struct inquiry *q, void __iomem *regs)
{
	dma_addr_t addr = dma_map_single(q->dev, q->answer, 32, DMA_FROM_DEVICE);

	if (dma_mapping_error(q->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), regs);
	dma_unmap_single(q->dev, addr, 32, DMA_FROM_DEVICE);
	q->commands = q->answer[0];
	return 0;
}

struct busy_inquiry {
	struct device *dev;
	u32 commands;
	u8 answer[32];
};

static int ask_busy_bad(struct busy_inquiry *q, void __iomem *regs)
{
	dma_addr_t addr = dma_map_single(q->dev, q->answer, 32, DMA_FROM_DEVICE); // dma/cacheline-sharing: shares a cacheline with `commands`

	if (dma_mapping_error(q->dev, addr))
		return -ENOMEM;
	writel(lower_32_bits(addr), regs);
	q->commands = 1;
	dma_unmap_single(q->dev, addr, 32, DMA_FROM_DEVICE);
	return 0;
}

struct hub_state {
	struct usb_interface *intf;
	bool present;
	u8 change[8];
	u8 port[8];
};

/* What is left is a root hub, whose transfers the host controller driver answers by itself. */
static int hub_probe_ok(struct hub_state *s, struct usb_device *hdev)
{
	if (hdev->parent)
		return -EINVAL;
	return usb_control_msg(hdev, usb_rcvctrlpipe(hdev, 0), 6, 0xa0, 0, 0, s->change, 8, 1000);
}

static int hub_ask_bad(struct hub_state *s, struct usb_device *hdev)
{
	s->present = true;
	return usb_control_msg(hdev, usb_rcvctrlpipe(hdev, 0), 6, 0xa0, 0, 0, s->port, 8, 1000); // dma/cacheline-sharing: shares a cacheline with `present`
}

struct lamp {
	struct led_classdev led;
	struct urb *urb;
	u8 command[5];
	int endpoint;
	bool on;
};

static int lamp_set(struct lamp *l, bool on)
{
	l->on = on;
	return usb_submit_urb(l->urb, GFP_ATOMIC);
}

/* Where the buffer lies depends on how large the first member is: it has a neighbor wherever that is. */
static int lamp_probe_bad(struct lamp *l, struct usb_device *udev)
{
	l->urb = usb_alloc_urb(0, GFP_KERNEL);
	if (!l->urb)
		return -ENOMEM;
	usb_fill_bulk_urb(l->urb, udev, usb_sndbulkpipe(udev, l->endpoint), l->command, 5, NULL, l); // dma/cacheline-sharing: `lamp.command` given to `usb_fill_bulk_urb` shares a cacheline with `on`
	return 0;
}

struct far_lamp {
	struct led_classdev led;
	u8 command[5];
	u8 pad[64];
	bool lit;
};

static void far_lamp_fill_ok(struct far_lamp *l, struct urb *urb, struct usb_device *udev)
{
	usb_fill_bulk_urb(urb, udev, usb_sndbulkpipe(udev, 1), l->command, 5, NULL, l);
	l->lit = true;
}

struct counted {
	struct work_struct work;
	u32 again;
	u8 status[8];
	u32 lost;
};

static int counted_again(struct counted *l, struct urb *urb)
{
	l->again++;
	l->lost++;
	return usb_submit_urb(urb, GFP_ATOMIC);
}

static void counted_fill_bad(struct counted *l, struct urb *urb, struct usb_device *udev)
{
	usb_fill_control_urb(urb, udev, usb_rcvctrlpipe(udev, 0), NULL, l->status, 8, NULL, l); // dma/cacheline-sharing: `counted.status` given to `usb_fill_control_urb` shares a cacheline with `lost`
}

struct tail {
	struct mutex lock;
	u8 status[8] ____cacheline_aligned;
	u32 errors;
};

/* It begins a line and does not end one. */
static void tail_fill_bad(struct tail *t, struct urb *urb, struct usb_device *udev)
{
	usb_fill_int_urb(urb, udev, usb_rcvintpipe(udev, 1), t->status, 8, NULL, t, 4); // dma/cacheline-sharing: shares a cacheline with `errors`
	t->errors++;
}

struct question {
	__le16 id;
	u8 answer[2];
	u8 kind;
};

/* Nothing touches it once it is sent. */
static int question_ok(struct urb *urb, struct usb_device *udev)
{
	struct question *q = kmalloc(sizeof(*q), GFP_ATOMIC);

	if (!q)
		return -ENOMEM;
	q->id = cpu_to_le16(1);
	q->kind = 2;
	usb_fill_int_urb(urb, udev, usb_rcvintpipe(udev, 1), q->answer, 2, NULL, q, 4);
	return usb_submit_urb(urb, GFP_ATOMIC);
}

struct sampler {
	struct mutex lock;
	__be16 sample ____cacheline_aligned;
	u32 sum;
};

static int sample_ok(struct sampler *s, struct spi_device *spi)
{
	int ret = spi_read(spi, &s->sample, 2);

	if (!ret)
		s->sum += be16_to_cpu(s->sample);
	return ret;
}

struct frame {
	__be16 command;
	u8 data[16];
};

struct bus {
	struct frame *ask;
	struct frame *answer;
};

/* What is written lies in the frame that is sent. */
static int other_object_ok(struct spi_device *spi, struct bus *b)
{
	struct frame *ask = b->ask;
	struct frame *answer = b->answer;

	memcpy(&ask->command, "ab", 2);
	ask->command = cpu_to_be16(3);
	return spi_read(spi, answer->data, 16);
}

struct board {
	struct device *dev;
	u8 info[16];
	u32 commands;
};

static void board_queue(struct board *b)
{
	b->commands++;
	writel(b->commands, b->dev->platform_data);
}

/* Nothing is queued before the board is known. */
static int board_ask_ok(struct board *b)
{
	dma_addr_t addr = dma_map_single(b->dev, b->info, 16, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, addr))
		return -ENOMEM;
	writel(addr, b->dev->platform_data);
	dma_unmap_single(b->dev, addr, 16, DMA_FROM_DEVICE);
	return 0;
}

static int board_probe(struct board *b)
{
	return board_ask_ok(b);
}
