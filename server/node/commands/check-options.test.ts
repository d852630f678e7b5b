import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../arguments.js';
import { checkOptionKinds, type ParsedCheckOptions, parseCheckOptions } from './check-options.js';

function parse(...args: readonly string[]): ParsedCheckOptions {
  return parseCheckOptions(parseArguments(args, checkOptionKinds), {
    rules: new Set(['dma/map-stack', 'dma/double-unmap']),
    platforms: new Set(['exynos4']),
  });
}

test('without options the current folder is checked as the help says', () => {
  expect(parse()).toEqual({
    problems: [],
    options: {
      paths: ['.'],
      format: 'text',
      output: undefined,
      failOn: 'warning',
      jobs: availableParallelism(),
      stats: 'none',
      kernel: undefined,
      quiet: false,
      given: { rules: new Map() },
      onlyRules: undefined,
    },
  });
});

test('only what somebody gave beats the configuration file', () => {
  const { options } = parse('--platform', 'all', '--rule', 'dma/map-stack=off', '--min-confidence', 'low', 'a.c');
  expect(options.given).toEqual({
    platform: 'all',
    minConfidence: 'low',
    rules: new Map([['dma/map-stack', 'off']]),
  });
  expect(options.paths).toEqual(['a.c']);
});

test('--stats has totals, and functions on request', () => {
  expect(parse('--stats').options.stats).toBe('totals');
  expect(parse('--stats=functions').options.stats).toBe('functions');
});

test('--rule-only can be repeated', () => {
  const { options } = parse('--rule-only', 'dma/map-stack', '--rule-only=dma/double-unmap');
  expect([...(options.onlyRules ?? [])]).toEqual(['dma/map-stack', 'dma/double-unmap']);
});

describe('a wrong value is named', () => {
  test.each([
    ['--format=xml', '--format takes text, sarif, json or github, not xml'],
    ['--platform=pdp11', 'there is no platform pdp11; see dma-lens platforms'],
    ['--rule=dma/map-stack', '--rule takes ID=off, info, warning or error, not dma/map-stack'],
    ['--rule=dma/map-stack=fatal', '--rule takes ID=off, info, warning or error, not dma/map-stack=fatal'],
    ['--rule=dma/nothing=off', 'there is no rule dma/nothing; see dma-lens rules'],
    ['--rule-only=dma/nothing', 'there is no rule dma/nothing; see dma-lens rules'],
    ['--fail-on=always', '--fail-on takes info, warning, error or never, not always'],
    ['--min-confidence=sure', '--min-confidence takes high, medium or low, not sure'],
    ['--jobs=0', '--jobs takes a whole number from 1 to 9999, not 0'],
    ['--jobs=2.5', '--jobs takes a whole number from 1 to 9999, not 2.5'],
    ['--stats=all', '--stats takes =functions or nothing, not all'],
  ])('%s', (argument, problem) => {
    expect(parse(argument).problems).toEqual([problem]);
  });
});
