import { expect, test } from 'vitest';
import type { MappingSite } from '../pipeline/file-analysis.js';
import { siteAt } from './hover.js';

const text = [
  'int f(void *buf) {',
  '  h = map(buf, len(4));',
  '  write(p->h, split(h));',
  '  stop(h, buf);',
  '}',
  'int g(void) { use(h); }',
].join('\n');

function site(written: string, nth: number, name = written, functionName = 'f'): MappingSite {
  let start = -1;
  for (let count = 0; count <= nth; count += 1) start = text.indexOf(written, start + 1);
  return {
    at: { start, end: start + written.length },
    functionName,
    view: { name, what: 'streaming mapping', lines: [`${written} ${nth}`] },
  };
}

const call = site('map', 0, 'h');
const split = site('split(h)', 0, 'h');
const argument = site('h', 2);
const released = site('buf', 2);
const mappings = [call, split, argument, released];
const fAt = { start: 0, end: text.indexOf('\nint g') };
const functions = [
  { name: 'f', at: fAt, nameAt: fAt, status: { kind: 'analyzed', paths: 1, steps: 1 } },
  {
    name: 'g',
    at: { start: fAt.end + 1, end: text.length },
    nameAt: fAt,
    status: { kind: 'analyzed', paths: 1, steps: 1 },
  },
] as const;

const at = (offset: number): MappingSite | undefined => siteAt({ mappings, functions }, text, offset);
const shown = (offset: number): readonly string[] | undefined => at(offset)?.view.lines;

test('the innermost expression around the mouse', () => {
  expect(argument.at).toEqual({ start: text.indexOf('(h)') + 1, end: text.indexOf('(h)') + 2 });
  expect(at(argument.at.start)).toBe(argument);
  expect(at(split.at.start + 1)).toBe(split);
});

test('the name of the call that maps', () => {
  expect(at(call.at.start + 1)).toBe(call);
});

test('the left side of an assignment is what the call returns', () => {
  const start = text.indexOf('h = map');
  expect(at(start)).toEqual({ ...call, at: { start, end: start + 1 } });
});

test('a buffer given to the call that maps it', () => {
  expect(shown(text.indexOf('(buf') + 1)).toEqual(call.view.lines);
});

test('a name is what it stands for nearest before', () => {
  const start = text.indexOf('stop(h') + 'stop('.length;
  expect(at(start)?.view.lines).toEqual(argument.view.lines);
  expect(at(start)?.at).toEqual({ start, end: start + 1 });
});

test('before its first use, what it stands for there', () => {
  expect(shown(text.indexOf('*buf') + 1)).toEqual(released.view.lines);
});

test('another function does not know the name, and other words are nothing', () => {
  expect(at(text.indexOf('use(h') + 'use('.length)).toBeUndefined();
  expect(at(text.indexOf('write') + 1)).toBeUndefined();
  expect(at(text.indexOf(';'))).toBeUndefined();
});
