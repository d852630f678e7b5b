// C as drivers write it, one construct per file: the findings in it are right only where the construct is understood.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filesUnder } from './support/files.js';
import { analyze, disagreements } from './support/harness.js';

describe('constructs of C', () => {
  for (const file of filesUnder('test/c-constructs', '.c')) {
    test(file, () => {
      expect(disagreements(readFileSync(file, 'utf8'), { minConfidence: 'low' })).toEqual([]);
    });
  }
});

const computedGoto = `static int dispatch(struct device *dev, void *buf, int op)
{
	static const void *const labels[] = { &&send, &&stop };
	dma_addr_t addr = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);

	goto *labels[op];
send:
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	return 0;
stop:
	return -EIO;
}

static void beside(struct device *dev, dma_addr_t addr)
{
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
}
`;

test('a computed goto is reported as not analyzed, and the function beside it is', () => {
  const { findings, functions } = analyze(computedGoto);
  const statuses = functions.map(({ name, status }) => [name, status.kind]);
  expect(statuses).toEqual([
    ['dispatch', 'not-lowered'],
    ['beside', 'analyzed'],
  ]);
  expect(findings.map(({ rule }) => rule)).toEqual(['dma/double-unmap']);
});
