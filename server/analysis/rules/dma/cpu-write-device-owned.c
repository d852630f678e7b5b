struct chip {
	struct device *dev;
	void __iomem *regs;
	dma_addr_t addr;
};

static int after_map_bad(struct chip *c, u32 *cmd)
{
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	cmd[0] = 1; // dma/cpu-write-device-owned: while it belongs to the device
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int cleared_bad(struct chip *c, void *cmd)
{
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	memset(cmd, 0, 64); // dma/cpu-write-device-owned: while it belongs to the device
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int lost_at_unmap_bad(struct device *dev, u32 *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	buf[0] = 1; // dma/cpu-write-device-owned: while it belongs to the device
	dma_unmap_single(dev, addr, 64, DMA_BIDIRECTIONAL);
	return 0;
}

/* A sync does not help: the written line may reach memory after the device wrote there. */
static int receive_buffer_bad(struct chip *c, u32 *buf)
{
	c->addr = dma_map_single(c->dev, buf, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	buf[0] = 0; // dma/cpu-write-device-owned: while it belongs to the device
	dma_sync_single_for_device(c->dev, c->addr, 64, DMA_FROM_DEVICE);
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

/* Long-lived mapping: rewrite, then sync, then start. */
static int write_then_sync_ok(struct chip *c, u32 *cmd)
{
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	cmd[0] = lower_32_bits(c->addr);
	dma_sync_single_for_device(c->dev, c->addr, 64, DMA_TO_DEVICE);
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int before_map_ok(struct chip *c, u32 *cmd)
{
	cmd[0] = 1;
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int other_buffer_ok(struct chip *c, u32 *cmd, u32 *log)
{
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	log[0] = 1;
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

static int coherent_ok(struct chip *c)
{
	u32 *ring = dma_alloc_coherent(c->dev, 4096, &c->addr, GFP_KERNEL);

	if (!ring)
		return -ENOMEM;
	writel(lower_32_bits(c->addr), c->regs);
	ring[0] = 1;
	dma_free_coherent(c->dev, 4096, ring, c->addr);
	return 0;
}

static int one_report_bad(struct chip *c, u32 *cmd)
{
	c->addr = dma_map_single(c->dev, cmd, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	cmd[0] = 1; // dma/cpu-write-device-owned: while it belongs to the device
	cmd[1] = 2;
	cmd[2] = 3;
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

/* The second half is for the CPU alone. */
static int behind_the_mapping_ok(struct chip *c, u8 *buf, size_t len)
{
	c->addr = dma_map_single(c->dev, buf, len, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(c->dev, c->addr))
		return -ENOMEM;
	memset(buf + len, 0, len);
	writel(lower_32_bits(c->addr), c->regs);
	return 0;
}

struct header { u32 opcode; u32 tag; };

struct message {
	struct header header;
	dma_addr_t addr;
	bool is_mapped;
};

/* Only the header is mapped, and the notes are kept behind it. */
static int header_only_ok(struct chip *c, struct message *m)
{
	m->addr = dma_map_single(c->dev, m, sizeof(struct unknown_header), DMA_TO_DEVICE);
	if (dma_mapping_error(c->dev, m->addr))
		return -ENOMEM;
	m->is_mapped = true;
	writel(lower_32_bits(m->addr), c->regs);
	return 0;
}

/* The device never gets to see it, and the unmap of what only goes to the device takes nothing from the CPU. */
static int given_up_ok(struct device *dev, u32 *cmd)
{
	dma_addr_t addr = dma_map_single(dev, cmd, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	cmd[0] = 1;
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
}

/* The address is read back from where it was put. */
static int through_descriptor_ok(struct device *dev, __le64 *slot, u32 *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	put_unaligned_le64(addr, slot);
	dma_unmap_single(dev, get_unaligned_le64(slot), 64, DMA_FROM_DEVICE);
	buf[0] = 0;
	return 0;
}

struct hw_head {
	__be32 addr;
	__be32 size;
	__be32 status;
	__be32 error;
};

struct linked {
	struct hw_head head;
	dma_addr_t addr;
	unsigned int size;
	struct linked *next;
};

/* Only the head of each is mapped: what lies behind it, and the next one, are the CPU's. */
static int link_chain_ok(struct device *dev, struct linked *first, int count)
{
	struct linked *it = first;
	int i;

	for (i = 0; i < count; i++, it++) {
		it->head.status = 0;
		it->size = sizeof(struct hw_head);
		it->addr = dma_map_single(dev, it, it->size, DMA_BIDIRECTIONAL);
		if (dma_mapping_error(dev, it->addr)) {
			for (i--, it--; 0 <= i; i--, it--)
				dma_unmap_single(dev, it->addr, it->size, DMA_BIDIRECTIONAL);
			return -ENOMEM;
		}
		it->next = it + 1;
	}
	return 0;
}
