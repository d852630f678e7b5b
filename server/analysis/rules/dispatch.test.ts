import { expect, test } from 'vitest';
import { dispatch } from './dispatch.js';
import type { Rule } from './rule.js';

const span = { start: 3, end: 7 };
const listener: Rule = {
  id: 'dma/phys-as-dma',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'For this test',
  cwe: 704,
  on: { PHYS_AS_DMA: ({ at, sink }, report) => report({ at, message: `${sink} is told` }) },
};
const event = {
  id: 'PHYS_AS_DMA',
  at: span,
  conversion: 'virt_to_phys',
  convertedAt: span,
  sink: 'writel',
} as const;

test('only the rules that listen to an event report', () => {
  const deaf: Rule = { ...listener, id: 'dma/map-stack', on: {} };
  const problems = dispatch([deaf, listener], { ...event, heuristics: [] });
  expect(problems).toEqual([{ rule: listener, problem: { at: span, message: 'writel is told' } }]);
});

test('every message names what its event takes for granted, once', () => {
  const heuristics = ['start-by-register-write', 'start-by-register-write', 'no-owner-found'] as const;
  const [reported] = dispatch([listener], { ...event, heuristics });
  expect(reported?.problem.message).toBe(
    'writel is told, assuming that the register write starts the device and nothing outside this file releases it',
  );
});
