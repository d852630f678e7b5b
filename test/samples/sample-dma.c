// SPDX-License-Identifier: MIT
/*
 * A driver for hardware that does not exist: a packet engine with one transmit slot, a receive ring and a status
 * block. Some functions are right and some are wrong, on purpose; `dma-lens check` tells which.
 */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#define SAMPLE_TX_ADDR		0x00
#define SAMPLE_TX_LENGTH	0x04
#define SAMPLE_TX_START		0x08
#define SAMPLE_RX_ADDR(n)	(0x10 + 4 * (n))
#define SAMPLE_STATUS_ADDR	0x50

#define SAMPLE_RX_SLOTS		16
#define SAMPLE_RX_BYTES		2048
#define SAMPLE_HEADER_BYTES	14

struct sample_status {
	__le32 sent;
	__le32 received;
};

struct sample_slot {
	void *buf;
	dma_addr_t addr;
};

struct sample_ops;

struct sample {
	struct device *dev;
	void __iomem *regs;
	const struct sample_ops *ops;
	struct sample_slot rx[SAMPLE_RX_SLOTS];
	struct sample_status *status;
	dma_addr_t status_addr;
};

static int sample_wait_idle(struct sample *s)
{
	unsigned int tries;

	for (tries = 0; tries < 100; tries++) {
		if (!readl(s->regs + SAMPLE_TX_START))
			return 0;
		udelay(10);
	}
	return -ETIMEDOUT;
}

/* Right: tested, handed to the device, and unmapped as it was mapped, whatever the device did. */
static int sample_send(struct sample *s, void *data, size_t len)
{
	dma_addr_t addr;
	int ret;

	addr = dma_map_single(s->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(s->dev, addr))
		return -ENOMEM;

	writel(lower_32_bits(addr), s->regs + SAMPLE_TX_ADDR);
	writel(len, s->regs + SAMPLE_TX_LENGTH);
	writel(1, s->regs + SAMPLE_TX_START);
	ret = sample_wait_idle(s);

	dma_unmap_single(s->dev, addr, len, DMA_TO_DEVICE);
	return ret;
}

/* Wrong: when the second mapping fails, the first one stays behind. */
static int sample_query(struct sample *s, void *question, void *answer, size_t len)
{
	dma_addr_t tx, rx;
	int ret;

	tx = dma_map_single(s->dev, question, len, DMA_TO_DEVICE);
	if (dma_mapping_error(s->dev, tx))
		return -ENOMEM;
	rx = dma_map_single(s->dev, answer, len, DMA_FROM_DEVICE);
	if (dma_mapping_error(s->dev, rx))
		return -ENOMEM;

	writel(lower_32_bits(rx), s->regs + SAMPLE_RX_ADDR(0));
	writel(lower_32_bits(tx), s->regs + SAMPLE_TX_ADDR);
	writel(len, s->regs + SAMPLE_TX_LENGTH);
	writel(1, s->regs + SAMPLE_TX_START);
	ret = sample_wait_idle(s);

	dma_unmap_single(s->dev, rx, len, DMA_FROM_DEVICE);
	dma_unmap_single(s->dev, tx, len, DMA_TO_DEVICE);
	return ret;
}

/* Wrong: mapped with the header, unmapped without it. */
static int sample_send_raw(struct sample *s, void *frame, size_t payload)
{
	dma_addr_t addr;
	int ret;

	addr = dma_map_single(s->dev, frame, payload + SAMPLE_HEADER_BYTES, DMA_TO_DEVICE);
	if (dma_mapping_error(s->dev, addr))
		return -ENOMEM;

	writel(lower_32_bits(addr), s->regs + SAMPLE_TX_ADDR);
	writel(payload + SAMPLE_HEADER_BYTES, s->regs + SAMPLE_TX_LENGTH);
	writel(1, s->regs + SAMPLE_TX_START);
	ret = sample_wait_idle(s);

	dma_unmap_single(s->dev, addr, payload, DMA_TO_DEVICE);
	return ret;
}

/* Wrong: a mapping can fail, and the device is then given an address that is none. */
static int sample_refill(struct sample *s, unsigned int n)
{
	struct sample_slot *slot = &s->rx[n];

	slot->buf = kmalloc(SAMPLE_RX_BYTES, GFP_ATOMIC);
	if (!slot->buf)
		return -ENOMEM;

	slot->addr = dma_map_single(s->dev, slot->buf, SAMPLE_RX_BYTES, DMA_FROM_DEVICE);
	writel(lower_32_bits(slot->addr), s->regs + SAMPLE_RX_ADDR(n));
	return 0;
}

/* Right: the CPU looks at the header between two syncs, and the device gets the buffer back. */
static bool sample_peek(struct sample *s, unsigned int n)
{
	struct sample_slot *slot = &s->rx[n];
	u8 *header = slot->buf;
	bool good;

	dma_sync_single_for_cpu(s->dev, slot->addr, SAMPLE_RX_BYTES, DMA_FROM_DEVICE);
	good = header[0] == 0x42;
	dma_sync_single_for_device(s->dev, slot->addr, SAMPLE_RX_BYTES, DMA_FROM_DEVICE);
	return good;
}

/* Wrong: reads what the device wrote before the buffer is handed back. */
static int sample_self_test(struct sample *s)
{
	dma_addr_t addr;
	int ret = 0;
	u8 *reply;

	reply = kzalloc(SAMPLE_RX_BYTES, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;

	addr = dma_map_single(s->dev, reply, SAMPLE_RX_BYTES, DMA_FROM_DEVICE);
	if (dma_mapping_error(s->dev, addr)) {
		ret = -ENOMEM;
		goto free_reply;
	}

	writel(lower_32_bits(addr), s->regs + SAMPLE_RX_ADDR(0));
	if (sample_wait_idle(s) || reply[0] != 0x42)
		ret = -EIO;

	dma_unmap_single(s->dev, addr, SAMPLE_RX_BYTES, DMA_FROM_DEVICE);
free_reply:
	kfree(reply);
	return ret;
}

/* What the protocol above calls, from its own threads. */
static const struct sample_ops {
	int (*send)(struct sample *s, void *data, size_t len);
	int (*send_raw)(struct sample *s, void *frame, size_t payload);
	int (*query)(struct sample *s, void *question, void *answer, size_t len);
	int (*refill)(struct sample *s, unsigned int n);
	bool (*peek)(struct sample *s, unsigned int n);
} sample_ops = {
	.send = sample_send,
	.send_raw = sample_send_raw,
	.query = sample_query,
	.refill = sample_refill,
	.peek = sample_peek,
};

/* Right: the status block belongs to both sides all the time, and goes when the device goes. */
static int sample_probe(struct platform_device *pdev)
{
	struct sample *s;

	s = devm_kzalloc(&pdev->dev, sizeof(*s), GFP_KERNEL);
	if (!s)
		return -ENOMEM;

	s->dev = &pdev->dev;
	s->ops = &sample_ops;
	s->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(s->regs))
		return PTR_ERR(s->regs);

	s->status = dmam_alloc_coherent(s->dev, sizeof(*s->status), &s->status_addr, GFP_KERNEL);
	if (!s->status)
		return -ENOMEM;

	writel(lower_32_bits(s->status_addr), s->regs + SAMPLE_STATUS_ADDR);
	platform_set_drvdata(pdev, s);
	return sample_self_test(s);
}

static struct platform_driver sample_driver = {
	.probe = sample_probe,
	.driver = {
		.name = "sample-dma",
	},
};
module_platform_driver(sample_driver);

MODULE_LICENSE("GPL");
