struct chip {
	void __iomem *regs;
	u32 *ring;
	dma_addr_t ring_addr;
	struct dma_pool *pool;
};

/* The driver core frees the chip after a failed probe, not what the chip points to. */
static int probe_bad(struct platform_device *pdev)
{
	struct chip *c = devm_kzalloc(&pdev->dev, sizeof(*c), GFP_KERNEL);
	int irq;

	if (!c)
		return -ENOMEM;
	c->ring = dma_alloc_coherent(&pdev->dev, 4096, &c->ring_addr, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq; // dma/coherent-leak-on-error-path: is not freed when `probe_bad` fails here
	platform_set_drvdata(pdev, c);
	return 0;
}

static int local_bad(struct device *dev, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	if (readl(regs))
		return -EBUSY; // dma/coherent-leak-on-error-path: is not freed when `local_bad` fails here
	dma_free_coherent(dev, 4096, p, addr);
	return 0;
}

static int pool_block_bad(struct dma_pool *pool, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *desc = dma_pool_alloc(pool, GFP_KERNEL, &addr);

	if (!desc)
		return -ENOMEM;
	if (readl(regs))
		return -EBUSY; // dma/coherent-leak-on-error-path: is not freed when `pool_block_bad` fails here
	dma_pool_free(pool, desc, addr);
	return 0;
}

static int pool_bad(struct device *dev)
{
	struct chip *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return -ENOMEM;
	c->pool = dma_pool_create("chip", dev, 64, 64, 0);
	if (!c->pool) {
		kfree(c);
		return -ENOMEM;
	}
	if (!chip_add(dev)) {
		kfree(c);
		return -ENODEV; // dma/coherent-leak-on-error-path: is not freed, but the object that holds it is
	}
	dev_set_drvdata(dev, c);
	return 0;
}

static void *pointer_function_bad(struct device *dev, void __iomem *regs, dma_addr_t *addr)
{
	void *p = dma_alloc_coherent(dev, 4096, addr, GFP_KERNEL);

	if (!p)
		return NULL;
	if (readl(regs))
		return NULL; // dma/coherent-leak-on-error-path: is not freed when `pointer_function_bad` fails here
	return p;
}

static int managed_ok(struct platform_device *pdev)
{
	struct chip *c = devm_kzalloc(&pdev->dev, sizeof(*c), GFP_KERNEL);
	int irq;

	if (!c)
		return -ENOMEM;
	c->ring = dmam_alloc_coherent(&pdev->dev, 4096, &c->ring_addr, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, c);
	return 0;
}

static int freed_ok(struct device *dev, void __iomem *regs)
{
	dma_addr_t addr;
	u32 *p = dma_alloc_coherent(dev, 4096, &addr, GFP_KERNEL);
	int ret = 0;

	if (!p)
		return -ENOMEM;
	if (readl(regs))
		ret = -EBUSY;
	dma_free_coherent(dev, 4096, p, addr);
	return ret;
}

/* The caller frees whatever the chip holds, also after a failure. */
static int stored_ok(struct device *dev, struct chip *c)
{
	c->ring = dma_alloc_coherent(dev, 4096, &c->ring_addr, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	return readl(c->regs) ? -EBUSY : 0;
}

/* A test of alignment never fails: allocations start on a page. */
static int aligned_anyway_ok(struct chip *c, struct device *dev)
{
	c->ring = dma_alloc_coherent(dev, 64, &c->ring_addr, GFP_KERNEL);
	if (!c->ring)
		return -ENOMEM;
	if ((unsigned long)c->ring & 0xff)
		return -ENOMEM;
	return 0;
}

#define LOW_HALF(x) (u32)(0xffffffff & ((u64)x))

/* And on a multiple of the pages they take. */
static int aligned_to_size_ok(struct device *dev)
{
	struct chip *c = kzalloc(sizeof(*c), GFP_KERNEL);
	u32 size = 128 * 128;

	if (!c)
		return -ENOMEM;
	c->ring = dma_alloc_coherent(dev, size, &c->ring_addr, GFP_KERNEL);
	if (c->ring == NULL || LOW_HALF(c->ring_addr) & (size - 1)) {
		kfree(c);
		return -ENOMEM;
	}
	dma_free_coherent(dev, size, c->ring, c->ring_addr);
	kfree(c);
	return 0;
}

struct urb_owner {
	struct usb_device *udev;
	struct urb *urb[4];
};

static void free_urbs(struct urb_owner *o)
{
	int i;

	for (i = 0; i < 4; i++) {
		if (!o->urb[i])
			continue;
		usb_free_coherent(o->udev, 64, o->urb[i]->transfer_buffer, o->urb[i]->transfer_dma);
		usb_free_urb(o->urb[i]);
	}
}

/* The URB has the buffer once it was filled. */
static int buffer_in_urb_ok(struct urb_owner *o, int pipe)
{
	void *buf;
	int i;

	memset(o->urb, 0, sizeof(o->urb));
	for (i = 0; i < 4; i++) {
		o->urb[i] = usb_alloc_urb(0, GFP_KERNEL);
		if (!o->urb[i])
			goto fail;
		buf = usb_alloc_coherent(o->udev, 64, GFP_KERNEL, &o->urb[i]->transfer_dma);
		if (!buf)
			goto fail;
		usb_fill_bulk_urb(o->urb[i], o->udev, pipe, buf, 64, NULL, o);
		o->urb[i]->transfer_flags |= URB_NO_TRANSFER_DMA_MAP;
	}
	return 0;
fail:
	free_urbs(o);
	return -ENOMEM;
}

struct block {
	struct list_head node;
	void *mem;
	dma_addr_t addr;
};

struct blocks {
	struct device *dev;
	struct list_head list;
};

static void free_blocks(struct blocks *all)
{
	struct block *b, *next;

	list_for_each_entry_safe(b, next, &all->list, node) {
		dma_free_coherent(all->dev, 64, b->mem, b->addr);
		kfree(b);
	}
}

/* The block of the round that failed is in no list yet. */
static int not_listed_bad(struct blocks *all, struct ida *ids, int n)
{
	struct block *b;
	int i, id;

	for (i = 0; i < n; i++) {
		b = kzalloc(sizeof(*b), GFP_KERNEL);
		if (!b)
			goto fail;
		b->mem = dma_alloc_coherent(all->dev, 64, &b->addr, GFP_KERNEL);
		if (!b->mem) {
			kfree(b);
			goto fail;
		}
		id = ida_alloc(ids, GFP_KERNEL);
		if (id < 0) {
			kfree(b);
			goto fail; // dma/coherent-leak-on-error-path: `b->mem` is not freed, but the object that holds it is
		}
		list_add_tail(&b->node, &all->list);
	}
	return 0;
fail:
	free_blocks(all);
	return -ENOMEM;
}

/* No pointer is below NULL. */
static void *below_null_ok(struct chip *c, dma_addr_t *addr)
{
	u32 *ring = dma_alloc_coherent(c->dev, 64, addr, GFP_KERNEL);

	if (!ring)
		return NULL;
	if (ring <= 0)
		return NULL;
	return ring;
}

struct card {
	struct device *dev;
	void *table;
	dma_addr_t table_addr;
};

/* The core calls nothing more for a device whose probe failed. */
static int card_probe_bad(struct platform_device *pdev)
{
	struct card *card = devm_kzalloc(&pdev->dev, sizeof(*card), GFP_KERNEL);

	if (!card)
		return -ENOMEM;
	card->dev = &pdev->dev;
	platform_set_drvdata(pdev, card);
	card->table = dma_alloc_coherent(card->dev, 4096, &card->table_addr, GFP_KERNEL);
	if (!card->table)
		return -ENOMEM;
	if (register_card(1) < 0)
		return -EIO; // dma/coherent-leak-on-error-path: `card->table` is not freed when `card_probe_bad` fails here
	return 0;
}

static struct platform_driver card_driver = {
	.probe = card_probe_bad,
};

struct port_rings {
	struct device *dev;
	void *tx;
	dma_addr_t tx_addr;
	void *rx;
	dma_addr_t rx_addr;
};

/* A network device that could not be opened is never closed. */
static int port_open_bad(struct net_device *netdev)
{
	struct port_rings *p = netdev_priv(netdev);
	int ret;

	p->tx = dma_alloc_coherent(p->dev, 4096, &p->tx_addr, GFP_KERNEL);
	if (!p->tx)
		return -ENOMEM;
	ret = start_port(1);
	if (ret < 0)
		return ret; // dma/coherent-leak-on-error-path: is not freed when `port_open_bad` fails here
	return 0;
}

/* Kept until the device goes. */
static int port_open_ok(struct net_device *netdev)
{
	struct port_rings *p = netdev_priv(netdev);
	int ret;

	if (!p->rx) {
		p->rx = dma_alloc_coherent(p->dev, 4096, &p->rx_addr, GFP_KERNEL);
		if (!p->rx)
			return -ENOMEM;
	}
	ret = start_port(1);
	if (ret < 0)
		return ret;
	return 0;
}

static const struct net_device_ops bad_port_ops = {
	.ndo_open = port_open_bad,
};

static const struct net_device_ops port_ops = {
	.ndo_open = port_open_ok,
};

/* The device has the address and may write there whenever it likes. */
static int ask_ok(struct device *dev, void __iomem *regs)
{
	dma_addr_t dma;
	u32 *answer = dma_alloc_coherent(dev, 64, &dma, GFP_KERNEL);
	int i;

	if (!answer)
		return -ENOMEM;
	writel(lower_32_bits(dma), regs);
	for (i = 0; i < 10; i++) {
		if (readl(regs + 4) == lower_32_bits(dma))
			break;
		msleep(10);
	}
	if (i == 10)
		return -ETIMEDOUT;
	dma_free_coherent(dev, 64, answer, dma);
	return 0;
}

struct special { void *head; dma_addr_t head_dma; };
struct queue { struct device *dev; struct special *special; int state; };
void queue_register(struct queue *queue);

/* Another file may have set the pointer anew: what is freed then is most likely what was allocated. */
static int by_pointer_ok(struct queue *queue, void __iomem *regs)
{
	queue->special->head = dma_alloc_coherent(queue->dev, 256, &queue->special->head_dma, GFP_KERNEL);
	if (!queue->special->head)
		return -ENOMEM;
	queue_register(queue);
	if (readl(regs)) {
		dma_free_coherent(queue->dev, 256, queue->special->head, queue->special->head_dma);
		return -EIO;
	}
	return 0;
}

struct directory { struct kref count; void *table; dma_addr_t table_dma; };
struct mapper { struct device *dev; struct directory *directory; };
void mapper_register(struct mapper *mapper);
void directory_put(struct directory *directory);

static struct directory *directory_new(struct mapper *mapper)
{
	struct directory *directory = kzalloc(sizeof(*directory), GFP_KERNEL);

	if (!directory)
		return NULL;
	directory->table = dma_alloc_coherent(mapper->dev, 4096, &directory->table_dma, GFP_KERNEL);
	if (!directory->table) {
		kfree(directory);
		return NULL;
	}
	return directory;
}

/* What the object is found by was given away in between; the object is put all the same. */
static int by_count_ok(struct mapper *mapper, void __iomem *regs)
{
	mapper->directory = directory_new(mapper);
	if (!mapper->directory)
		return -ENOMEM;
	mapper_register(mapper);
	if (readl(regs)) {
		directory_put(mapper->directory);
		return -EIO;
	}
	return 0;
}

struct host { struct device *dev; void __iomem *regs; void *queue; dma_addr_t queue_dma; void *log; dma_addr_t log_dma; };
int host_register(struct device *dev, void *data);

/* The remove of a driver is not called for a device whose probe failed, and the kernel knows nothing of its fields. */
static int host_probe_bad(struct platform_device *pdev)
{
	struct host *h = platform_get_drvdata(pdev);
	int ret;

	h->queue = dma_alloc_coherent(h->dev, 4096, &h->queue_dma, GFP_KERNEL);
	if (!h->queue)
		return -ENOMEM;
	ret = host_register(h->dev, h);
	if (ret)
		return ret; // dma/coherent-leak-on-error-path: is not freed when `host_probe_bad` fails here
	return 0;
}

static void host_remove(struct platform_device *pdev)
{
	struct host *h = platform_get_drvdata(pdev);

	dma_free_coherent(h->dev, 4096, h->queue, h->queue_dma);
}

static struct platform_driver host_driver = {
	.probe = host_probe_bad,
	.remove = host_remove,
};

/* The handler that the kernel calls may have freed it. */
static irqreturn_t log_full(int irq, void *data)
{
	struct host *h = data;

	if (h->log)
		dma_free_coherent(h->dev, 4096, h->log, h->log_dma);
	h->log = NULL;
	return IRQ_HANDLED;
}

static int log_probe_ok(struct platform_device *pdev)
{
	struct host *h = platform_get_drvdata(pdev);
	int ret;

	h->log = dma_alloc_coherent(h->dev, 4096, &h->log_dma, GFP_KERNEL);
	if (!h->log)
		return -ENOMEM;
	ret = request_threaded_irq(7, NULL, log_full, 0, "log", h);
	if (ret)
		return ret;
	return host_register(h->dev, h);
}

static struct platform_driver log_driver = { .probe = log_probe_ok };

struct job { struct device *dev; struct scatterlist *input; int nents; void *trace; dma_addr_t trace_dma; };

/* Nobody else of the file frees it: what this function does at one exit it has to do at the other. */
static int trace_start_bad(struct job *job, void __iomem *regs)
{
	job->trace = dma_alloc_coherent(job->dev, 4096, &job->trace_dma, GFP_KERNEL);
	if (!job->trace)
		return -ENOMEM;
	if (readl(regs))
		return -EBUSY; // dma/coherent-leak-on-error-path: is not freed when `trace_start_bad` fails here
	dma_free_coherent(job->dev, 4096, job->trace, job->trace_dma);
	return 0;
}

struct link { u32 next, head; };
struct lane { struct link *links; dma_addr_t links_dma; };
struct road { int count; struct lane lanes[8]; };

static int lane_make(struct device *dev, struct lane *lane)
{
	struct link *link = dma_alloc_coherent(dev, 64 * sizeof(*link), &lane->links_dma, GFP_KERNEL);
	u32 next;

	if (!link)
		return -ENOMEM;
	lane->links = link;
	next = lane->links_dma;
	/* Walks through the memory, which stays where it is kept. */
	while (link < lane->links + 63) {
		next += sizeof(*link);
		link->next = next;
		link++;
	}
	return 0;
}

static int road_probe_bad(struct platform_device *pdev)
{
	struct road *road = devm_kzalloc(&pdev->dev, sizeof(*road), GFP_KERNEL);
	int err, i, count;

	if (!road)
		return -ENOMEM;
	road->count = 1 + pdev->id;
	for (i = 0; i < road->count; i++) {
		err = lane_make(&pdev->dev, &road->lanes[i]);
		if (err)
			goto unwind;
	}
	return 0;

unwind:
	count = i ? i - 1 : 0;
	for (i = 0; i < count; i++)
		dma_free_coherent(&pdev->dev, 64 * sizeof(struct link), road->lanes[i].links, road->lanes[i].links_dma); // dma/incomplete-loop-unwind: this loop leaves `link` behind when `road_probe_bad` fails
	return err;
}

static int road_probe_ok(struct platform_device *pdev)
{
	struct road *road = devm_kzalloc(&pdev->dev, sizeof(*road), GFP_KERNEL);
	int err, i, count;

	if (!road)
		return -ENOMEM;
	road->count = 1 + pdev->id;
	for (i = 0; i < road->count; i++) {
		err = lane_make(&pdev->dev, &road->lanes[i]);
		if (err)
			goto unwind;
	}
	return 0;

unwind:
	count = i;
	for (i = 0; i < count; i++)
		dma_free_coherent(&pdev->dev, 64 * sizeof(struct link), road->lanes[i].links, road->lanes[i].links_dma);
	return err;
}

static struct platform_driver road_driver = {
	.probe = road_probe_bad,
};

static struct platform_driver good_road_driver = {
	.probe = road_probe_ok,
};

struct board { void *mem; dma_addr_t mem_dma; };

static void board_remove(struct pci_dev *pdev)
{
	struct board *board = pci_get_drvdata(pdev);

	if (board) {
		dma_free_coherent(&pdev->dev, 256, board->mem, board->mem_dma);
		kfree(board);
	}
}

/* Nothing is set yet that leads the clean-up to the memory. */
static int board_probe_bad(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct board *board = kzalloc(sizeof(*board), GFP_KERNEL);
	int err;

	if (!board)
		return -ENOMEM;
	board->mem = dma_alloc_coherent(&pdev->dev, 256, &board->mem_dma, GFP_KERNEL);
	if (!board->mem) {
		kfree(board);
		return -ENOMEM;
	}
	err = pci_enable_device(pdev);
	if (err) {
		board_remove(pdev);
		kfree(board);
		return err; // dma/coherent-leak-on-error-path: `board->mem` is not freed
	}
	pci_set_drvdata(pdev, board);
	return 0;
}

static int board_probe_ok(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct board *board = kzalloc(sizeof(*board), GFP_KERNEL);
	int err;

	if (!board)
		return -ENOMEM;
	pci_set_drvdata(pdev, board);
	board->mem = dma_alloc_coherent(&pdev->dev, 256, &board->mem_dma, GFP_KERNEL);
	if (!board->mem) {
		kfree(board);
		return -ENOMEM;
	}
	err = pci_enable_device(pdev);
	if (err)
		board_remove(pdev);
	return err;
}

static struct pci_driver board_driver = {
	.probe = board_probe_bad,
	.remove = board_remove,
};

static struct pci_driver good_board_driver = {
	.probe = board_probe_ok,
	.remove = board_remove,
};

struct panel { struct device *dev; int lines; void *mem; dma_addr_t mem_dma; };
int panel_light(void);

/* Fills an object that was zeroed, and leads nowhere near the API. */
static void panel_read(struct panel *panel, void __iomem *regs)
{
	panel->lines = readl(regs);
}

static int panel_make_bad(struct device *dev, void __iomem *regs)
{
	struct panel *panel = kzalloc(sizeof(*panel), GFP_KERNEL);

	if (!panel)
		return -ENOMEM;
	panel_read(panel, regs);
	panel->mem = dma_alloc_coherent(dev, 4096, &panel->mem_dma, GFP_KERNEL);
	if (!panel->mem) {
		kfree(panel);
		return -ENOMEM;
	}
	if (panel->lines && panel_light()) {
		kfree(panel);
		return -EIO; // dma/coherent-leak-on-error-path: `panel->mem` is not freed
	}
	dma_free_coherent(dev, 4096, panel->mem, panel->mem_dma);
	kfree(panel);
	return 0;
}

static int panel_make_ok(struct device *dev, void __iomem *regs)
{
	struct panel *panel = kzalloc(sizeof(*panel), GFP_KERNEL);
	int err = 0;

	if (!panel)
		return -ENOMEM;
	panel_read(panel, regs);
	panel->mem = dma_alloc_coherent(dev, 4096, &panel->mem_dma, GFP_KERNEL);
	if (!panel->mem) {
		kfree(panel);
		return -ENOMEM;
	}
	if (panel->lines && panel_light())
		err = -EIO;
	dma_free_coherent(dev, 4096, panel->mem, panel->mem_dma);
	kfree(panel);
	return err;
}

struct probe { struct device *dev; void *mem; dma_addr_t mem_dma; };
int probe_start(void);

/* Messages of the driver's own, which another file defines, free nothing. */
static struct probe *probe_make_bad(struct device *dev)
{
	struct probe *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	p->mem = dma_alloc_coherent(dev, 4096, &p->mem_dma, GFP_KERNEL);
	if (!p->mem) {
		kfree(p);
		return NULL;
	}
	if (probe_start()) {
		probe7_warn(p, "no " "answer\n");
		kfree(p);
		return NULL; // dma/coherent-leak-on-error-path: `p->mem` is not freed
	}
	return p;
}

/* Without a text it may be anything. */
static struct probe *probe_again_ok(struct device *dev)
{
	struct probe *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	p->mem = dma_alloc_coherent(dev, 4096, &p->mem_dma, GFP_KERNEL);
	if (!p->mem) {
		kfree(p);
		return NULL;
	}
	if (probe_start()) {
		probe_handle_error(p);
		kfree(p);
		return NULL;
	}
	return p;
}

struct card { struct device *dev; void __iomem *regs; void *spare; dma_addr_t spare_dma; void *image; dma_addr_t image_dma; };

static irqreturn_t card_irq(int irq, void *data)
{
	return IRQ_HANDLED;
}

/* Used before anything asks whether it is there; freed where it is. */
static int optional_probe_bad(struct platform_device *pdev)
{
	struct card *c = platform_get_drvdata(pdev);
	int ret;

	c->spare = dma_alloc_coherent(c->dev, 4096, &c->spare_dma, GFP_KERNEL); // dma/alloc-unchecked: used unchecked
	writel(lower_32_bits(c->spare_dma), c->regs);
	ret = request_irq(7, card_irq, IRQF_SHARED, "card", c);
	if (ret && c->spare)
		dma_free_coherent(c->dev, 4096, c->spare, c->spare_dma);
	return ret;
}

static void card_remove(struct platform_device *pdev)
{
	struct card *c = platform_get_drvdata(pdev);

	dma_free_coherent(c->dev, 4096, c->spare, c->spare_dma);
}

static struct platform_driver card_driver = { .probe = optional_probe_bad, .remove = card_remove };

static void image_free(struct card *c, void **image)
{
	if (c && *image)
		dma_free_coherent(c->dev, 4096, *image, c->image_dma);
}

/* Whoever reads through a pointer first is not called with NULL, whatever its helpers ask. */
static int load_images_ok(struct card *c, int count)
{
	void __iomem *regs = c->regs;
	void *image;
	int i;

	for (i = 0; i < count; i++) {
		image = dma_alloc_coherent(c->dev, 4096, &c->image_dma, GFP_KERNEL);
		if (!image)
			return -ENOMEM;
		if (readl(regs)) {
			image_free(c, &image);
			return -EIO;
		}
		image_free(c, &image);
	}
	return 0;
}

/* Firmware that was told the address has the memory for good: nobody keeps the pointer. */
static int tables_init(struct device *dev)
{
	dma_addr_t dma;
	void *tables = dma_alloc_coherent(dev, 4096, &dma, GFP_KERNEL);
	int ret;

	if (!tables)
		return -ENOMEM;
	ret = firmware_takes_tables(dma, 4096);
	if (ret)
		dma_free_coherent(dev, 4096, tables, dma);
	return ret;
}

static int firmware_probe_ok(struct platform_device *pdev)
{
	int ret = tables_init(&pdev->dev);

	if (ret)
		return ret;
	return platform_get_irq(pdev, 0);
}

static struct platform_driver firmware_driver = { .probe = firmware_probe_ok };

int firmware_forgets(struct card *c);

/* A clean-up that fails by itself leaves what the firmware still has. */
static int image_drop(struct card *c)
{
	int ret = firmware_forgets(c);

	if (!ret)
		dma_free_coherent(c->dev, 4096, c->image, c->image_dma);
	return ret;
}

static int image_try_ok(struct device *dev, void __iomem *regs)
{
	struct card *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return -ENOMEM;
	c->dev = dev;
	c->image = dma_alloc_coherent(dev, 4096, &c->image_dma, GFP_KERNEL);
	if (!c->image) {
		kfree(c);
		return -ENOMEM;
	}
	if (readl(regs)) {
		image_drop(c);
		return -EIO;
	}
	image_drop(c);
	return 0;
}

/* What an object of the caller leads to stays with the caller, whatever else is given that object meanwhile. */
static int fill_board(struct board *board)
{
	struct board_rings *rings = board->rings;

	board_log(board, "allocating");
	rings->rx = dma_alloc_coherent(board->dev, 64, &rings->rx_dma, GFP_KERNEL);
	if (!rings->rx)
		return -ENOMEM;
	rings->tx = dma_alloc_coherent(board->dev, 64, &rings->tx_dma, GFP_KERNEL);
	if (!rings->tx)
		return -ENOMEM;
	return 0;
}

int make_board(struct board *board)
{
	struct board_rings *rings = kzalloc(sizeof(*rings), GFP_KERNEL);

	if (!rings)
		return -ENOMEM;
	board->rings = rings;
	return fill_board(board);
}

struct scope {
	struct device *dev;
	void *periods;
	dma_addr_t periods_dma;
};

/* A host controller that did not start is not stopped. */
static int scope_start_bad(struct usb_hcd *hcd)
{
	struct scope *s = hcd_to_scope(hcd);

	s->periods = dma_alloc_coherent(s->dev, 4096, &s->periods_dma, GFP_KERNEL);
	if (!s->periods)
		return -ENOMEM;
	if (device_reset(s->dev))
		return -EIO; // dma/coherent-leak-on-error-path: `s->periods` is not freed when `scope_start_bad` fails here
	return 0;
}

static void scope_stop(struct usb_hcd *hcd)
{
	struct scope *s = hcd_to_scope(hcd);

	dma_free_coherent(s->dev, 4096, s->periods, s->periods_dma);
}

static const struct hc_driver scope_hc_driver = {
	.start = scope_start_bad,
	.stop = scope_stop,
};
