import { expect, test } from 'vitest';
import { type CollectOptions, collectFindings, type ReportedProblem } from './collect.js';

const text = 'int f()\n{\n\th = map(a);\n\tunmap(h);\n\tunmap(h);\n}\n';

function problem(needle: string, overrides: Partial<ReportedProblem> = {}): ReportedProblem {
  const start = text.lastIndexOf(needle);
  const mapped = { start: text.indexOf('map('), end: text.indexOf('map(') + 3 };
  return {
    rule: 'dma/double-unmap',
    level: 'error',
    heuristics: [],
    functionName: 'f',
    at: { start, end: start + needle.length },
    message: 'already unmapped',
    notes: [{ at: mapped, message: 'mapped here' }],
    origin: mapped,
    assumptions: [],
    consequence: undefined,
    ...overrides,
  };
}

const options: CollectOptions = {
  text,
  functions: [],
  sidecar: [],
  levels: new Map(),
  minConfidence: 'medium',
  stateOf: () => 'on',
};

test('paths that show the same problem give one finding, in the order of the text', () => {
  const late = problem('unmap');
  const early = problem('map(a)');
  const { findings } = collectFindings([late, early, late], options);
  expect(findings.map((it) => it.at.start)).toEqual([early.at.start, late.at.start]);
  expect(findings[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(findings[0]?.fingerprint).not.toBe(findings[1]?.fingerprint);
});

test('a finding that rests on a heuristic is a warning, unless somebody set the level', () => {
  const guess = problem('unmap', { heuristics: ['field-protocol'] });
  const levelWith = (levels: CollectOptions['levels']): string | undefined =>
    collectFindings([guess], { ...options, levels }).findings[0]?.level;
  expect(levelWith(new Map())).toBe('warning');
  expect(levelWith(new Map([['dma/double-unmap', 'error']]))).toBe('error');
  expect(levelWith(new Map([['dma/double-unmap', 'off']]))).toBeUndefined();
});

test('findings below the wanted confidence are left out', () => {
  const guess = problem('unmap', { heuristics: ['field-protocol', 'no-owner-found'] });
  expect(collectFindings([guess], options).findings).toEqual([]);
  expect(collectFindings([guess], { ...options, minConfidence: 'low' }).findings).toHaveLength(1);
});

test('a suppression of a finding that is filtered anyway is not unused', () => {
  const guess = problem('unmap', { heuristics: ['field-protocol', 'no-owner-found'] });
  const withComment = `${text}/* dma-lens-ignore-file dma/double-unmap: the core resets it */\n`;
  const collected = collectFindings([guess], { ...options, text: withComment });
  expect(collected).toEqual({ findings: [], suppressed: [], notices: [] });
});

test('the sidecar hides what it names', () => {
  const { findings } = collectFindings([problem('unmap')], options);
  const entry = { fingerprint: findings[0]?.fingerprint ?? '', rule: 'dma/double-unmap', reason: 'reset' };
  const collected = collectFindings([problem('unmap')], { ...options, sidecar: [entry] });
  expect(collected.findings).toEqual([]);
  expect(collected.suppressed.map((it) => it.reason)).toEqual(['reset']);
});
