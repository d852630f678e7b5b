import { expect, test } from 'vitest';
import { testParser } from '../../../test/support/parser.js';
import { prepareText } from '../text/prepare.js';
import { buildIndex } from './build-index.js';
import { dmaCone } from './dma-cone.js';
import { findEntryPoints } from './entry-points.js';
import type { FileIndex } from './file-index.js';

async function indexOf(source: string): Promise<FileIndex> {
  const masked = prepareText(source);
  const tree = (await testParser()).parse(masked.text);
  try {
    return buildIndex(tree.root, masked);
  } finally {
    tree.delete();
  }
}

const driver = `
static irqreturn_t vex_irq(int irq, void *data) { return IRQ_HANDLED; }
static irqreturn_t vex_thread(int irq, void *data) { return IRQ_HANDLED; }
static void vex_work(struct work_struct *work) { }
static netdev_tx_t vex_xmit(struct sk_buff *skb, struct net_device *dev) { return 0; }
static int vex_poll(struct napi_struct *napi, int budget) { return 0; }
static void vex_done(void *arg) { }
static int vex_suspend(struct device *dev) { return 0; }
static ssize_t mode_show(struct device *dev, char *buf) { return 0; }
static int helper(int x) { return x; }
static int unused(void) { return 0; }
int vex_shared(void) { return helper(1); }
static int vex_probe(struct platform_device *pdev)
{
	request_threaded_irq(1, vex_irq, vex_thread, 0, "vex", pdev);
	INIT_WORK(&v->work, vex_work);
	netif_napi_add(dev, &v->napi, vex_poll);
	desc->callback = vex_done;
	desc->callback_param = v;
	return helper(2);
}
static const struct net_device_ops vex_ops = { .ndo_start_xmit = vex_xmit };
static struct platform_driver vex_driver = { .probe = vex_probe };
static SIMPLE_DEV_PM_OPS(vex_pm, vex_suspend, NULL);
static DEVICE_ATTR_RO(mode);
EXPORT_SYMBOL_GPL(vex_shared);
module_platform_driver(vex_driver);
`;

test('entry points carry the context in which the kernel calls them', async () => {
  const entries = findEntryPoints(await indexOf(driver));
  expect(entries.map(({ functionName, context }) => `${functionName} ${context}`)).toEqual([
    'vex_irq hardirq',
    'vex_thread process',
    'vex_work process',
    'vex_xmit softirq',
    'vex_poll softirq',
    'vex_done softirq',
    'vex_suspend process',
    'mode_show process',
    'unused unknown',
    'vex_shared unknown',
    'vex_probe process',
  ]);
});

test('a registration says how it was made', async () => {
  const { registrations } = await indexOf(driver);
  const how = new Map(registrations.map((registration) => [registration.functionName, registration.how]));
  expect(how.get('vex_xmit')).toBe('ops-table .ndo_start_xmit of net_device_ops');
  expect(how.get('vex_irq')).toBe('request_threaded_irq');
  expect(how.get('vex_done')).toBe('assigned to callback');
  expect(how.get('vex_shared')).toBe('EXPORT_SYMBOL_GPL');
  expect(how.has('helper')).toBe(false);
  const items = new Map(registrations.map(({ functionName, item }) => [functionName, item]));
  expect(items.get('vex_work')).toBe('work');
  expect(items.get('vex_irq')).toBe(undefined);
});

test('the cone holds what touches DMA, its callers and its callees', async () => {
  const index = await indexOf(`
#define MAP(d, p) dma_map_single(d, p, 4, 1)
static void note(int x) { }
static int look(struct vex *v) { return 1; }
static void start(struct vex *v) { v->addr = MAP(v->dev, v->buf); note(1); look(v); }
static void kick(struct vex *v) { writel(v->addr, v->regs); }
static void open(struct vex *v) { start(v); }
static void apart(struct vex *v) { int addr = 1; note(addr); }
`);
  const cone = dmaCone(index, (name) => name === 'dma_map_single');
  expect([...cone].sort()).toEqual(['kick', 'look', 'open', 'start']);
});
