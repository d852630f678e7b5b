// What `npm run bench:recall` plants is what its kinds say, and nothing else of the text changes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mistakesIn, plant } from '../../scripts/planted-mistakes.mjs';

const driver = `
static int start(struct vex *v, void *buf, size_t len)
{
	int ret;

	v->dma = dma_map_single(v->dev, buf, len, DMA_TO_DEVICE);
	if (dma_mapping_error(v->dev, v->dma))
		return -ENOMEM;
	/* Whatever takes its time between the mapping and what fails, so that both stand apart: registers, clocks and so on. */
	writel(1, v->regs);
	writel(lower_32_bits(v->dma), v->regs + 4);
	ret = vex_wait(v);
	if (ret)
		goto unmap;
	return 0;
unmap:
	dma_unmap_single(v->dev, v->dma, len, DMA_TO_DEVICE);
	return ret;
}
`;

void test('each kind of mistake is planted at its place', () => {
  const planted = mistakesIn(driver).map((mistake) => [mistake.kind, changedLine(plant(driver, mistake))]);
  assert.deepEqual(planted, [
    ['release dropped', ';'],
    [
      'release repeated',
      'dma_unmap_single(v->dev, v->dma, len, DMA_TO_DEVICE); dma_unmap_single(v->dev, v->dma, len, DMA_TO_DEVICE);',
    ],
    ['size of a release changed', 'dma_unmap_single(v->dev, v->dma,( len) + 8, DMA_TO_DEVICE);'],
    ['direction of a release turned', 'dma_unmap_single(v->dev, v->dma, len, DMA_FROM_DEVICE);'],
    ['test of a mapping dropped', 'if (0)'],
    ['exit without clean-up', 'return -EIO;'],
  ]);
});

void test('text without the API is left alone', () => {
  assert.deepEqual(mistakesIn('int answer(void)\n{\n\treturn 42;\n}\n'), []);
});

/** The one line that is not as it was. */
function changedLine(text) {
  const before = driver.split('\n');
  const [line, ...others] = text.split('\n').filter((it, position) => it !== before[position]);
  assert.deepEqual(others, []);
  return line?.trim();
}
