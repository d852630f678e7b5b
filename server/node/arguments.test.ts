import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments.js';

const kinds = { format: 'value', quiet: 'flag', stats: 'optional-value', rule: 'value' } as const;

test('values, flags, repeated options and positionals', () => {
  const { values, positionals, problems } = parseArguments(
    ['a.c', '--format=sarif', '--rule', 'x=off', '--rule', 'y=off', '--quiet', '--', '--b.c'],
    kinds,
  );
  expect(problems).toEqual([]);
  expect(positionals).toEqual(['a.c', '--b.c']);
  expect(Object.fromEntries(values)).toEqual({ format: ['sarif'], rule: ['x=off', 'y=off'], quiet: [''] });
});

test('an optional value is taken only after an equals sign', () => {
  expect(parseArguments(['--stats', 'a.c'], kinds)).toMatchObject({ positionals: ['a.c'] });
  expect(parseArguments(['--stats=functions'], kinds).values.get('stats')).toEqual(['functions']);
});

describe('what is wrong is said in one sentence', () => {
  test.each([
    ['--colour', 'unknown option --colour'],
    ['-x', 'unknown option -x'],
    ['--constructor', 'unknown option --constructor'],
    ['--no-quiet', 'unknown option --no-quiet'],
    ['--quiet=yes', 'option --quiet takes no value'],
    ['--format', 'option --format needs a value'],
    ['--format=', 'option --format needs a value'],
  ])('%s', (argument, problem) => {
    expect(parseArguments([argument], kinds).problems).toEqual([problem]);
  });

  test('an option is no value', () => {
    expect(parseArguments(['--format', '--quiet'], kinds).problems).toEqual(['option --format needs a value']);
    expect(parseArguments(['--format=-x'], kinds).problems).toEqual([]);
  });
});
