// A helper that fails leaves to its callers what it put into fields: they tell whether anybody cleans up.
import { expect, test } from 'vitest';
import { found, type Module } from './support/module.js';

const railHeader = `struct rail {
	struct device *dev;
	void __iomem *regs;
	void *in, *out;
	dma_addr_t in_dma, out_dma;
};
int rail_rings(struct rail *r);
void rail_rings_free(struct rail *r);
`;

const railRings = `#include "rail.h"
int rail_rings(struct rail *r)
{
	r->in = dma_alloc_coherent(r->dev, 4096, &r->in_dma, GFP_KERNEL);
	if (!r->in)
		return -ENOMEM;
	r->out = dma_alloc_coherent(r->dev, 4096, &r->out_dma, GFP_KERNEL);
	if (!r->out)
		return -ENOMEM;
	return 0;
}
`;

/** A file without any DMA is not read. */
const core = `#include "rail.h"
void rail_rings_free(struct rail *r)
{
	dma_free_coherent(r->dev, 4096, r->in, r->in_dma);
	dma_free_coherent(r->dev, 4096, r->out, r->out_dma);
}
`;

/** A probe that comes to `failed` when its helper has failed, and frees the rings when a later step fails. */
const probe = (failed: string, driver = '.probe = rail_probe, .remove_new = rail_remove'): string => `${core}
static int rail_probe(struct platform_device *pdev)
{
	struct rail *r = platform_get_drvdata(pdev);
	int ret = rail_rings(r);

	if (ret)
		${failed};
	if (readl(r->regs)) {
		ret = -EIO;
		goto err_free;
	}
	return 0;
err_free:
	rail_rings_free(r);
	return ret;
}

static void rail_remove(struct platform_device *pdev)
{
	rail_rings_free(platform_get_drvdata(pdev));
}

static struct platform_driver rail_driver = { ${driver} };
`;

const leaksIn = async (module: Module): Promise<readonly string[]> =>
  (await found({ 'rail.h': railHeader, 'rings.c': railRings, ...module }, 'rings.c')).map((it) =>
    it.split(' ').slice(0, 2).join(' '),
  );

test('what a failed helper left is left for good where the probe gives up as well', async () => {
  expect(await leaksIn({ 'core.c': probe('return ret') })).toEqual(['dma/coherent-leak-on-error-path 9']);
  expect(await leaksIn({ 'core.c': probe('return dev_err_probe(&pdev->dev, ret, "no rings")') })).toEqual([
    'dma/coherent-leak-on-error-path 9',
  ]);
});

test.each([
  ['goto err_free', 'frees it'],
  ['dev_warn(&pdev->dev, "no rings")', 'goes on without it'],
  ['return 0', 'is content without it, and will be removed'],
])('`%s`: a probe that %s leaves nothing', async (failed) => {
  expect(await leaksIn({ 'core.c': probe(failed) })).toEqual([]);
});

test('what another way into the driver may free afterwards is left to it', async () => {
  expect(await leaksIn({ 'core.c': probe('return ret', '.probe = rail_probe, .resume = rail_remove') })).toEqual([]);
});

test('a callback that frees it and was handed to the kernel is a way', async () => {
  const deferred = probe('return ret').replace(
    'int ret = rail_rings(r);',
    'int ret;\n\n\tdevm_add_action_or_reset(&pdev->dev, rail_rings_free, r);\n\tret = rail_rings(r);',
  );
  expect(await leaksIn({ 'core.c': deferred })).toEqual([]);
});

test('a failed function that starts a device is not undone by the one that stops it', async () => {
  const netdev = (failed: string): string => `${core}
static int rail_open(struct net_device *dev)
{
	struct rail *r = netdev_priv(dev);
	int err = rail_rings(r);

	if (err) {
		${failed};
		return err;
	}
	if (readl(r->regs)) {
		rail_stop(dev);
		return -EIO;
	}
	return 0;
}
static int rail_stop(struct net_device *dev)
{
	rail_rings_free(netdev_priv(dev));
	return 0;
}
static const struct net_device_ops rail_ops = { .ndo_open = rail_open, .ndo_stop = rail_stop };
`;
  expect(await leaksIn({ 'core.c': netdev('netdev_err(dev, "no rings")') })).toEqual([
    'dma/coherent-leak-on-error-path 9',
  ]);
  expect(await leaksIn({ 'core.c': netdev('rail_stop(dev)') })).toEqual([]);
});

test.each([
  ['nothing else', '', ['dma/coherent-leak-on-error-path 9']],
  [
    'what asks `netif_running()`, or would',
    'static int rail_set(struct net_device *dev) { return rail_stop(dev); }\nstatic const struct ethtool_ops rail_tool = { .set_ringparam = rail_set };\n',
    ['dma/coherent-leak-on-error-path 9'],
  ],
  [
    'its removal',
    'static void rail_remove(struct platform_device *pdev) { rail_rings_free(platform_get_drvdata(pdev)); }\nstatic struct platform_driver rail_driver = { .remove_new = rail_remove };\n',
    [],
  ],
])(
  'a device that was not opened is left to its removal, not to what works on an open one: beside %s',
  async (_, more, leaks) => {
    const open = `${core}
static int rail_stop(struct net_device *dev)
{
	rail_rings_free(netdev_priv(dev));
	return 0;
}
static int rail_open(struct net_device *dev)
{
	int err = rail_rings(netdev_priv(dev));

	if (err)
		return err;
	return readl(dev->base) ? rail_stop(dev) : 0;
}
static const struct net_device_ops rail_ops = { .ndo_open = rail_open, .ndo_stop = rail_stop };
${more}`;
    expect(await leaksIn({ 'core.c': open })).toEqual(leaks);
  },
);

/** A helper that frees the first ring by itself at one exit, and forgets it at another. */
const untidy = `#include "rail.h"
int rail_rings(struct rail *r)
{
	r->in = dma_alloc_coherent(r->dev, 4096, &r->in_dma, GFP_KERNEL);
	if (!r->in)
		return -ENOMEM;
	r->out = dma_alloc_coherent(r->dev, 4096, &r->out_dma, GFP_KERNEL);
	if (!r->out) {
		dma_free_coherent(r->dev, 4096, r->in, r->in_dma);
		return -ENOMEM;
	}
	if (readl(r->regs))
		return -EIO;
	return 0;
}
`;

test('a helper that tidies up at another exit leaks where no caller does it for this one', async () => {
  const resume = (failed: string): string => `${untidy}
${core.slice(core.indexOf('void'))}
static int rail_resume(struct device *dev)
{
	struct rail *r = dev_get_drvdata(dev);
	int err = rail_rings(r);

	if (err) {
		${failed};
		return err;
	}
	return 0;
}
static int rail_suspend(struct device *dev)
{
	rail_rings_free(dev_get_drvdata(dev));
	return 0;
}
static int rail_thaw(struct device *dev)
{
	rail_suspend(dev);
	return rail_resume(dev);
}
static const struct dev_pm_ops rail_pm = { .resume = rail_resume, .suspend = rail_suspend, .thaw = rail_thaw };
`;
  const leaks = async (failed: string): Promise<readonly string[]> =>
    (await leaksIn({ 'rings.c': resume(failed) })).filter((it) => it.includes('leak'));
  expect(await leaks('dev_err(dev, "no rings")')).toEqual(['dma/coherent-leak-on-error-path 13']);
  expect(await leaks('rail_rings_free(r)')).toEqual([]);
});

const cipher = (failed: string): Module => ({
  'rail.h':
    'struct rail { struct device *dev; void __iomem *regs; };\nint rail_map(struct rail *r, struct skcipher_request *req);\n',
  'rings.c': `#include "rail.h"
int rail_map(struct rail *r, struct skcipher_request *req)
{
	int nents = dma_map_sg(r->dev, req->src, sg_nents(req->src), DMA_TO_DEVICE);

	if (nents == 0)
		return -ENOMEM;
	if (readl(r->regs))
		return -EBUSY;
	return 0;
}
`,
  'core.c': `#include "rail.h"
static void rail_done(struct rail *r, struct skcipher_request *req)
{
	dma_unmap_sg(r->dev, req->src, sg_nents(req->src), DMA_TO_DEVICE);
}
static int rail_encrypt(struct skcipher_request *req)
{
	struct rail *r = crypto_skcipher_ctx(crypto_skcipher_reqtfm(req));
	int ret = rail_map(r, req);

	if (ret) {
		${failed};
		return ret;
	}
	rail_done(r, req);
	return 0;
}
static struct skcipher_alg rail_alg = { .encrypt = rail_encrypt };
`,
});

test('a request that failed is over, and its list with it', async () => {
  expect(await leaksIn(cipher('dev_dbg(r->dev, "busy")'))).toEqual(['dma/leak-on-error-path 9']);
  expect(await leaksIn(cipher('rail_done(r, req)'))).toEqual([]);
});
