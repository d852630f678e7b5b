import { describe, expect, test } from 'vitest';
import { fingerprints, type FingerprintSource } from './fingerprint.js';
import { createStatements } from './statements.js';

const source = `
static int tx(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len - 4, DMA_TO_DEVICE);
	return 0;
}
`;

function fingerprintOf(text: string, overrides: Partial<FingerprintSource> = {}): string | undefined {
  const start = text.indexOf('dma_unmap_single');
  const mapped = text.indexOf('dma_map_single');
  const finding: FingerprintSource = {
    rule: 'dma/unmap-size-mismatch',
    functionName: 'tx',
    at: { start, end: start + 16 },
    origin: { start: mapped, end: mapped + 14 },
    ...overrides,
  };
  return fingerprints([finding], createStatements(text))[0];
}

describe('the same finding after an edit', () => {
  test.each([
    ['lines above', source.replace('static int', '#include <a.h>\n\nint other;\n\nstatic int')],
    ['white space', source.replace('dev, addr, len - 4', 'dev,\n\t\t addr,  len-4')],
    ['a comment', source.replace('len - 4', 'len /* minus header */ - 4')],
    ['CRLF line ends', source.replaceAll('\n', '\r\n')],
    ['another statement of the function', source.replace('return -ENOMEM', 'return -EIO')],
  ])('%s changes nothing', (_what, edited) => {
    expect(fingerprintOf(edited)).toBe(fingerprintOf(source));
  });

  test.each([
    ['the primary statement', source.replace('len - 4', 'len - 8')],
    ['the statement that made the mapping', source.replace('buf, len,', 'buf + 2, len,')],
  ])('%s makes another one', (_what, edited) => {
    expect(fingerprintOf(edited)).not.toBe(fingerprintOf(source));
  });

  test('rule and function count', () => {
    expect(fingerprintOf(source, { functionName: 'rx' })).not.toBe(fingerprintOf(source));
    expect(fingerprintOf(source, { rule: 'dma/double-unmap' })).not.toBe(fingerprintOf(source));
  });
});

test('equal statements are counted', () => {
  const text = 'f(a);\nf(a);\n';
  const at = (start: number): FingerprintSource => ({
    rule: 'dma/double-unmap',
    functionName: 'g',
    at: { start, end: start + 1 },
    origin: undefined,
  });
  const both = fingerprints([at(0), at(6)], createStatements(text));
  expect(new Set(both).size).toBe(2);
  expect(fingerprints([at(0)], createStatements(text))[0]).toBe(both[0]);
});

describe('statements', () => {
  const textAt = (text: string, needle: string): string => createStatements(text).textAt(text.indexOf(needle));

  test('end at semicolons and braces', () => {
    expect(textAt('a = 1;\nif (x) {\n  b();\n}\n', 'b')).toBe('b();');
    expect(textAt('a = 1;\nif (x) {\n  b();\n}\n', 'x')).toBe('if(x){');
    expect(textAt('for (i = 0; i < n; i++)\n  map(i);\nz();', 'map')).toBe('for(i=0;i<n;i++)map(i);');
  });

  test('a directive is one of its own', () => {
    expect(textAt('a()\n#define F(x) map(x); y\nb();', 'b')).toBe('b();');
    expect(textAt('a();\n#include <x.h>\nb();', 'b')).toBe('b();');
    expect(textAt('#include <x.h>\nb();', 'x.h')).toBe('#include <x.h>');
  });

  test('strings keep their braces and semicolons', () => {
    expect(textAt('log("a; {b"); c();', 'log')).toBe('log("a; {b");');
  });

  test('text without any has an empty one', () => {
    expect(createStatements('/* nothing */').spanAt(3)).toEqual({ start: 3, end: 3 });
    expect(createStatements('').textAt(0)).toBe('');
  });
});
