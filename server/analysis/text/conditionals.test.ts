import { describe, expect, test } from 'vitest';
import { prepareText } from './prepare.js';
import type { ConditionalOptions } from './conditionals.js';

const live = (source: string, options: ConditionalOptions = {}): string =>
  prepareText(source, options).text.replace(/\s+/g, ' ').trim();

describe('conditionals', () => {
  test('options count as set unless they contradict 32-bit little-endian ARM', () => {
    expect(live('#ifdef CONFIG_PCI\na;\n#else\nb;\n#endif')).toBe('a;');
    expect(live('#ifdef CONFIG_64BIT\na;\n#else\nb;\n#endif')).toBe('b;');
    expect(live('#if defined(CONFIG_PPC_PSERIES) || defined(CONFIG_SPARC)\na;\n#endif')).toBe('');
    expect(live('#ifdef CONFIG_NET_MODULE\na;\n#endif')).toBe('');
    expect(live('#if defined(__BIG_ENDIAN_BITFIELD)\na;\n#elif defined(__LITTLE_ENDIAN_BITFIELD)\nb;\n#endif')).toBe(
      'b;',
    );
    expect(live('#if __BYTE_ORDER == __BIG_ENDIAN\na;\n#else\nb;\n#endif')).toBe('b;');
  });

  test('the options of a build tree decide when they are known', () => {
    const kernelOptions = new Map([
      ['CONFIG_ARCH_X', 'y'],
      ['CONFIG_HZ', '250'],
    ]);
    expect(live('#ifdef CONFIG_PCI\na;\n#else\nb;\n#endif', { kernelOptions })).toBe('b;');
    expect(live('#if IS_ENABLED(CONFIG_ARCH_X) && CONFIG_HZ > 100\na;\n#endif', { kernelOptions })).toBe('a;');
  });

  test('macros hold as the file defines them, in order', () => {
    expect(live('#ifdef X\na;\n#endif\n#define X\n#ifdef X\nb;\n#endif\n#undef X\n#ifdef X\nc;\n#endif')).toBe('b;');
    expect(live('#define N (M * 2)\n#define M 4\n#if N == 8\na;\n#endif')).toBe('a;');
    expect(live('#ifdef OTHER\na;\n#endif', { moduleMacro: (name) => (name === 'OTHER' ? '1' : undefined) })).toBe(
      'a;',
    );
  });

  test('the first branch that can be live wins, and only that one', () => {
    expect(live('#if LIMIT > 3\na;\n#elif 1\nb;\n#else\nc;\n#endif')).toBe('a;');
    expect(live('#if 0\na;\n#elif 0\nb;\n#else\nc;\n#endif')).toBe('c;');
  });

  test('nothing inside an inactive branch is read, not even its directives', () => {
    expect(live('#if 0\n#define X\n#if 1\na;\n#else\nb;\n#endif\n#endif\n#ifdef X\nc;\n#endif\nd;')).toBe('d;');
  });

  test('an include guard keeps its file', () => {
    expect(live('#ifndef H\n#define H\na;\n#endif')).toBe('a;');
  });

  test('a stray #endif and an open #if do no harm', () => {
    expect(live('#endif\na;\n#if 0\nb;')).toBe('a;');
  });

  test('tells the macros that are live, without comments and continued lines', () => {
    const { macros } = prepareText(
      '#define ADD(a, b...) (a /* first */ + \\\n  b) // sum\n#if 0\n#define GONE 1\n#endif\n',
    );
    expect(macros.map(({ name, parameters, body }) => ({ name, parameters, body }))).toEqual([
      { name: 'ADD', parameters: ['a', 'b...'], body: '(a   +    b)' },
    ]);
  });

  test('tells what is inactive', () => {
    const source = 'a;\n#if 0\nb;\n#endif\nc;';
    expect(prepareText(source).inactive.map(({ start, end }) => source.slice(start, end))).toEqual(['\nb;\n']);
  });
});
