// What a function that failed freed and still names is freed again by its caller: seen without following either.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { defaultPlatform } from '#engine';
import { createAnalyzer } from './analyzer.js';

const resolve = createRequire(import.meta.url).resolve;

const driver = (after: string, isWorth = 'b->ring'): string => `
struct bench { struct device *dev; bool ready; void *ring; dma_addr_t ring_dma; void *log; dma_addr_t log_dma; };

static void bench_free(struct bench *b)
{
	if (b->log)
		dma_free_coherent(b->dev, 64, b->log, b->log_dma);
	if (${isWorth})
		dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
}

static int bench_alloc(struct bench *b)
{
	b->ring = dma_alloc_coherent(b->dev, 4096, &b->ring_dma, GFP_KERNEL);
	if (!b->ring)
		return -ENOMEM;
	b->log = dma_alloc_coherent(b->dev, 64, &b->log_dma, GFP_KERNEL);
	if (!b->log)
		goto free_ring;
	return 0;

free_ring:
	dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
	${after}
	return -ENOMEM;
}

int bench_start(struct bench *b)
{
	int ret = bench_alloc(b);

	if (ret)
		goto fail;
	return 0;
fail:
	bench_free(b);
	return ret;
}
`;

/** No step of any path is made. */
const budget = { paths: 1, steps: 1 };

async function doubleFrees(text: string): Promise<readonly string[]> {
  const analyzer = await createAnalyzer({
    runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
  });
  try {
    const options = { platform: defaultPlatform, rules: new Map(), minConfidence: 'low', budget } as const;
    const { findings } = analyzer.analyze({ path: 'bench.c', text }, options);
    return findings.filter(({ rule }) => rule === 'dma/double-free').map(({ message }) => message);
  } finally {
    analyzer.dispose();
  }
}

test('a pointer that is left behind is freed by whoever cleans up', async () => {
  expect(await doubleFrees(driver(''))).toEqual([
    '`ring` keeps its value when `bench_alloc` fails, so that `bench_free` frees it a second time',
  ]);
});

test('one that is cleared is not', async () => {
  expect(await doubleFrees(driver('b->ring = NULL;'))).toEqual([]);
});

test('nor is one where something else says whether there is anything', async () => {
  expect(await doubleFrees(driver('', 'b->ready'))).toEqual([]);
});

const renewing = `
struct bench { struct device *dev; void __iomem *regs; void *ring; dma_addr_t ring_dma; };

static void bench_free(struct bench *b)
{
	if (b->ring)
		dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma);
}

static int bench_renew(struct bench *b)
{
	bench_free(b);
	b->ring = dma_alloc_coherent(b->dev, 4096, &b->ring_dma, GFP_KERNEL);
	return b->ring ? 0 : -ENOMEM;
}

static int bench_irq(struct bench *b)
{
	int err = bench_renew(b);

	if (!err)
		err = request_irq(readl(b->regs), bench_isr, 0, "bench", b);
	return err;
}

int bench_start(struct bench *b)
{
	int err = bench_irq(b);

	if (err)
		bench_free(b);
	return err;
}
`;

test('nor one that a helper fills again before something else fails', async () => {
  expect(await doubleFrees(renewing)).toEqual([]);
});

/** The set-up runs when the firmware has come, so that nobody hears of its failure; the removal comes later. */
const lateDriver = (after: string, removal: string): string => `
struct card { struct device *dev; bool up; void *area; dma_addr_t area_dma; void *log; dma_addr_t log_dma; };

static void card_free(struct card *c)
{
	if (c->area) {
		dma_free_coherent(c->dev, 4096, c->area, c->area_dma);
		${after}
	}
}

static int card_alloc(struct card *c)
{
	c->area = dma_alloc_coherent(c->dev, 4096, &c->area_dma, GFP_KERNEL);
	if (!c->area)
		return -ENOMEM;
	c->log = dma_alloc_coherent(c->dev, 64, &c->log_dma, GFP_KERNEL);
	if (!c->log) {
		card_free(c);
		return -ENOMEM;
	}
	return 0;
}

static void card_ready(const struct firmware *fw, void *context)
{
	struct card *c = context;

	if (card_alloc(c))
		dev_err(c->dev, "no memory\n");
}

static int card_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	return request_firmware_nowait(THIS_MODULE, true, "card", &pdev->dev, GFP_KERNEL, pdev, card_ready);
}

static void card_remove(struct pci_dev *pdev)
{
	struct card *c = pci_get_drvdata(pdev);

	if (c == NULL)
		return;
	${removal}
}

static struct pci_driver card_driver = { .probe = card_probe, .remove = card_remove };
`;

test('a failure that nobody hears of leaves the field to the removal', async () => {
  expect(await doubleFrees(lateDriver('', 'card_free(c);'))).toEqual([
    '`area` keeps its value when `card_alloc` fails, so that `card_free` frees it a second time',
  ]);
});

test('a removal that asks whether the set-up was done has nothing to free', async () => {
  expect(await doubleFrees(lateDriver('', 'if (c->up) card_free(c);'))).toEqual([]);
});

test('nor has one that finds the field cleared', async () => {
  expect(await doubleFrees(lateDriver('c->area = NULL;', 'card_free(c);'))).toEqual([]);
});

const deferred = 'if (ret == -EPROBE_DEFER) return ret;';

/** `probe` says what becomes of the device when it gets no channels. */
const channelDriver = (probe: string): string => `
struct bus { struct device *dev; struct dma_chan *rx; struct dma_slave_config config; void *buf; dma_addr_t dma; };

static int bus_get(struct bus *b)
{
	int ret;

	b->rx = dma_request_chan(b->dev, "rx");
	if (IS_ERR(b->rx))
		return PTR_ERR(b->rx);
	ret = dmaengine_slave_config(b->rx, &b->config);
	if (ret)
		dma_release_channel(b->rx);
	return ret;
}

static int bus_probe(struct platform_device *pdev)
{
	struct bus *b = devm_kzalloc(&pdev->dev, sizeof(*b), GFP_KERNEL);
	int ret;

	if (!b)
		return -ENOMEM;
	platform_set_drvdata(pdev, b);
	ret = bus_get(b);
	${probe}
	return 0;
}

static void bus_remove(struct platform_device *pdev)
{
	struct bus *b = platform_get_drvdata(pdev);

	if (!IS_ERR_OR_NULL(b->rx))
		dma_release_channel(b->rx);
}

static struct platform_driver bus_driver = { .probe = bus_probe, .remove = bus_remove };
`;

test('a channel that a driver goes on without is released again', async () => {
  for (const probe of ['if (ret == -EPROBE_DEFER) return ret; else if (!ret) b->buf = 0;', '', deferred]) {
    expect(await doubleFrees(channelDriver(probe))).toEqual([
      '`rx` keeps its value when `bus_get` fails, so that `dma_release_channel` releases it a second time',
    ]);
  }
});

test('one without which there is no device is not', async () => {
  expect(await doubleFrees(channelDriver('if (ret) return ret;'))).toEqual([]);
  expect(await doubleFrees(channelDriver('return ret;'))).toEqual([]);
  // Only another failure than that of the configuration is none.
  expect(await doubleFrees(channelDriver('if (ret && ret != -ENODEV) return ret;'))).toEqual([]);
});

/** `stop` frees the ring by itself, and `fail` is what its caller does when it says that it failed. */
const stopping = (stop: string, fail: string): string => `
struct mill { struct device *dev; void __iomem *regs; void *ring; dma_addr_t ring_dma; };

static void mill_free(struct mill *m)
{
	dma_free_coherent(m->dev, 4096, m->ring, m->ring_dma);
}

static int mill_stop(struct mill *m)
{
	int ret;

	${stop}
	return 0;
}

int mill_close(struct mill *m)
{
	int ret = mill_stop(m);

	${fail}
	return ret;
}
`;

const freesFirst = 'mill_free(m); if (readl(m->regs)) return -EIO;';
const again = ['`mill_free` frees `ring` a second time: `mill_stop` has done so when it fails'];

test('what a function has freed by the time it fails is freed by whoever takes it for undone', async () => {
  const handedOn = 'mill_free(m); ret = device_reset(m->dev); if (ret) return ret;';
  for (const stop of [freesFirst, handedOn])
    expect(await doubleFrees(stopping(stop, 'if (ret) mill_free(m);'))).toEqual(again);
});

test('not where it fails before that, or its caller asks which failure it was', async () => {
  const freesLast = 'if (readl(m->regs)) return -EIO; mill_free(m);';
  expect(await doubleFrees(stopping(freesLast, 'if (ret) mill_free(m);'))).toEqual([]);
  expect(await doubleFrees(stopping(freesFirst, 'if (ret && ret != -EIO) mill_free(m);'))).toEqual([]);
  expect(await doubleFrees(stopping(freesFirst, 'if (!ret) dev_info(m->dev, "done");'))).toEqual([]);
});

test('nor where it says by the field that it did', async () => {
  const clears = 'mill_free(m); m->ring = NULL; if (readl(m->regs)) return -EIO;';
  expect(await doubleFrees(stopping(clears, 'if (ret) mill_free(m);'))).toEqual([]);
});
