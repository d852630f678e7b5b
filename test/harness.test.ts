// The harness decides what every case proves, so it is shown to complain.
import { expect, test } from 'vitest';
import { disagreements } from './support/harness.js';
import { caseFunctions, parseMarkers } from './support/markers.js';

const head =
  'static void short_bad(struct device *dev, dma_addr_t addr)\n{\n\tdma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);\n';
const again = '\tdma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);';
const marked = `${again} // dma/double-unmap: unmapped a second time`;

const caseText = (lines: string, name = 'short_bad') => `${head.replace('short_bad', name)}${lines}\n}\n`;

test('a finding with its marker is fine', () => {
  expect(disagreements(caseText(marked))).toEqual([]);
});

test('a finding without a marker is a disagreement', () => {
  expect(disagreements(caseText(again, 'twice'))).toEqual([
    expect.stringMatching(/^4:2: no marker for dma\/double-unmap: /),
  ]);
});

test('a marker without a finding is a disagreement', () => {
  expect(disagreements(caseText('\tcpu_relax(); // dma/double-unmap: second'))).toEqual([
    '4: no finding for dma/double-unmap: second',
  ]);
});

test('the text of a marker must be in the message', () => {
  expect(disagreements(caseText(`${again} // dma/double-unmap: a third time`))).toHaveLength(2);
});

test('carets are the exact span of the line above', () => {
  const under = (carets: string) => caseText(`${again}\n\t// ${carets} dma/double-unmap: second`);
  const [marker] = parseMarkers(under('^^^^'));
  expect(marker).toEqual({ line: 3, columns: { start: 4, end: 8 }, rule: 'dma/double-unmap', text: 'second' });
  expect(disagreements(under('^^^^'))).toHaveLength(2);
});

test('a function must be what its name says', () => {
  expect(disagreements(caseText(marked, 'short_ok'))).toEqual([
    '1: short_ok has a marker, and its name says otherwise',
  ]);
  expect(disagreements(caseText('', 'quiet_bad'))).toEqual(['1: quiet_bad has no marker, and its name says otherwise']);
  expect(disagreements(caseText(marked, 'fp_short_ok'))).toEqual([]);
  expect(disagreements(caseText('', 'fn_short_bad'))).toEqual([]);
});

test('what is found in a fn_ function asks for its new name', () => {
  expect(disagreements(caseText(again, 'fn_short_bad'))).toEqual([
    expect.stringMatching(/fn_short_bad is found now: rename it$/),
  ]);
});

test('functions are found by their braces in the first column', () => {
  const text =
    'struct a {\n\tint b;\n};\n\nstatic int\nf(void)\n{\n\tif (x) {\n\t}\n}\n\nvoid *g(int a,\n\tint b)\n{\n}\n';
  expect(caseFunctions(text)).toEqual([
    { name: 'f', firstLine: 5, lastLine: 9 },
    { name: 'g', firstLine: 11, lastLine: 14 },
  ]);
});
