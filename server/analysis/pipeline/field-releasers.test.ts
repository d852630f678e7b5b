import { expect, test } from 'vitest';
import { lowerText } from '../../../test/support/lower.js';
import { apiByName } from '../api/index.js';
import { fieldReleases } from './field-releasers.js';

const driver = `
struct ring { struct device *dev; void *desc; dma_addr_t dma; struct sg_table sgt; struct dma_pool *pool; };

static void free_desc(struct device *dev, void *desc, dma_addr_t dma)
{
	dma_free_coherent(dev, 4096, desc, dma);
}
static void ring_free(struct ring *r) { free_desc(r->dev, r->desc, r->dma); }
static void ring_unmap(struct ring *r) { dma_unmap_sg(r->dev, r->sgt.sgl, r->sgt.orig_nents, DMA_TO_DEVICE); }
static void shifted(struct ring *r)
{
	dma_addr_t dma = r->dma - 64;

	dma_unmap_single(r->dev, dma, 64, DMA_TO_DEVICE);
}
static void own(struct device *dev)
{
	dma_addr_t dma;
	void *cpu = dma_alloc_coherent(dev, 64, &dma, GFP_KERNEL);

	dma_free_coherent(dev, 64, cpu, dma);
}
static void pool_gone(struct ring *r) { dma_pool_destroy(r->pool); }
void given(struct device *dev, dma_addr_t dma) { dma_unmap_single(dev, dma, 64, DMA_TO_DEVICE); }
`;

test('a release is known by the fields that what it names was read from, in its function or its callers', async () => {
  const releases = fieldReleases(await lowerText(driver), apiByName);
  const shown = releases.map(({ functionName, family, fields }) => [
    functionName,
    family,
    fields === undefined ? undefined : [...fields].toSorted(),
  ]);
  expect(shown).toEqual([
    ['free_desc', 'coherent', ['desc', 'dma']],
    ['ring_unmap', 'sg', ['sgl', 'sgt']],
    ['shifted', 'single', ['dma']],
    ['own', 'coherent', []],
    ['pool_gone', 'pool', ['pool']],
    ['given', 'single', undefined],
  ]);
});
