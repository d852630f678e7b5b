import { describe, expect, test } from 'vitest';
import type { Finding } from './finding.js';
import { type SidecarEntry, suppress } from './suppress.js';
import type { FunctionExtent } from './suppression-reach.js';

interface Case {
  readonly sidecar?: readonly SidecarEntry[];
  readonly off?: readonly string[];
  readonly functions?: (text: string) => readonly FunctionExtent[];
}

const known = new Set(['dma/double-unmap', 'dma/missing-mapping-error-check']);

/** Every `BAD` in the text stands for a double unmap found there. */
function run(text: string, { sidecar = [], off = [], functions = () => [] }: Case = {}) {
  const findings = [...text.matchAll(/BAD/g)].map(
    (match, index): Finding => ({
      rule: 'dma/double-unmap',
      level: 'error',
      confidence: 'high',
      heuristics: [],
      functionName: 'f',
      at: { start: match.index, end: match.index + 3 },
      message: 'already unmapped',
      notes: [],
      assumptions: [],
      consequence: undefined,
      fingerprint: `${index}`,
    }),
  );
  const result = suppress({
    text,
    findings,
    functions: functions(text),
    sidecar,
    stateOf: (rule) => (off.includes(rule) ? 'off' : known.has(rule) ? 'on' : 'unknown'),
  });
  return {
    shown: result.findings.map((it) => it.fingerprint),
    hidden: result.suppressed.map((it) => `${it.finding.fingerprint} ${it.by}: ${it.reason}`),
    notices: result.notices.map((it) => `${it.id}: ${it.message}`),
  };
}

function functionsOf(status: string): (text: string) => readonly FunctionExtent[] {
  return (text) =>
    [...text.matchAll(/^int (\w+)\(\)\n\{[\s\S]*?^\}/gm)].map((match) => ({
      at: { start: match.index, end: match.index + match[0].length },
      nameAt: { start: match.index + 4, end: match.index + 4 + (match[1] ?? '').length },
      status: { kind: status },
    }));
}

describe('a comment hides', () => {
  test.each([
    ['on the line', 'BAD(); /* dma-lens-ignore dma/double-unmap: why */\nBAD();\n'],
    ['on the line, before the code', '/* dma-lens-ignore dma/double-unmap: why */ BAD();\nBAD();\n'],
    ['above the line', '\t/* dma-lens-ignore dma/double-unmap: why */\n\tBAD();\n\tBAD();\n'],
    ['as a line comment', '// dma-lens-ignore dma/double-unmap: why\r\nBAD();\r\nBAD();\r\n'],
    ['at the end of a statement of several lines', 'BAD(a,\n  b); // dma-lens-ignore dma/double-unmap: why\nBAD();'],
    ['above a statement of several lines', '/* dma-lens-ignore dma/double-unmap: why */\nx = f(a,\n  BAD);\nBAD;'],
    ['above other comments', '/* dma-lens-ignore dma/double-unmap: why */\n/* other */\n\nBAD();\nBAD();'],
  ])('%s', (_where, text) => {
    expect(run(text)).toEqual({ shown: ['1'], hidden: ['0 source: why'], notices: [] });
  });

  test('a whole function, when above it', () => {
    const text =
      '/* dma-lens-ignore dma/double-unmap: why */\nint f()\n{\n\tx();\n\tBAD();\n\tBAD();\n}\nint g()\n{\n\tBAD();\n}\n';
    expect(run(text, { functions: functionsOf('analyzed') }).shown).toEqual(['2']);
  });

  test('a whole file', () => {
    const text = 'BAD();\n/* dma-lens-ignore-file dma/double-unmap: generated */\nBAD();\n';
    expect(run(text)).toEqual({ shown: [], hidden: ['0 source: generated', '1 source: generated'], notices: [] });
  });

  test('several rules at once, with a reason over two lines', () => {
    const text = '/* dma-lens-ignore dma/double-unmap, dma/missing-mapping-error-check: the\n * second map */\nBAD();';
    expect(run(text)).toEqual({
      shown: [],
      hidden: ['0 source: the second map'],
      notices: ['dma-lens/unused-suppression: this suppression of `dma/missing-mapping-error-check` hides nothing'],
    });
  });
});

describe('a comment does not hide', () => {
  test('another rule, another line, or when it is a string', () => {
    expect(run('BAD(); // dma-lens-ignore dma/missing-mapping-error-check: why').shown).toEqual(['0']);
    expect(run('// dma-lens-ignore dma/double-unmap: why\nx();\nBAD();').shown).toEqual(['0']);
    expect(run('BAD("/* dma-lens-ignore dma/double-unmap: why */");')).toEqual({
      shown: ['0'],
      hidden: [],
      notices: [],
    });
  });

  test('with a word that only begins like it', () => {
    expect(run('BAD(); // dma-lens-ignored dma/double-unmap: why').shown).toEqual(['0']);
  });
});

describe('a notice says that a suppression', () => {
  test.each([
    [
      'has no reason',
      'BAD(); // dma-lens-ignore dma/double-unmap',
      ['dma-lens/suppression-without-reason: this suppression gives no reason'],
    ],
    [
      'has no rule',
      'BAD(); // dma-lens-ignore: why',
      ['dma-lens/suppression-without-rule: this suppression names no rule'],
    ],
    [
      'hides nothing',
      'x(); // dma-lens-ignore dma/double-unmap',
      ['dma-lens/unused-suppression: this suppression of `dma/double-unmap` hides nothing'],
    ],
    [
      'names no rule of ours',
      'x(); // dma-lens-ignore dma/nothing: why',
      ['dma-lens/unused-suppression: there is no rule `dma/nothing`'],
    ],
  ])('%s', (_what, text, notices) => {
    expect(run(text).notices).toEqual(notices);
  });

  test('unless the rule is off', () => {
    expect(run('x(); // dma-lens-ignore dma/double-unmap: why', { off: ['dma/double-unmap'] }).notices).toEqual([]);
  });

  test('unless the function around it was not analyzed', () => {
    const text = 'int f()\n{\n\tx(); // dma-lens-ignore dma/double-unmap: why\n}\n';
    expect(run(text, { functions: functionsOf('not-lowered') }).notices).toEqual([]);
    expect(run(text, { functions: functionsOf('analyzed') }).notices).toHaveLength(1);
  });
});

test('the sidecar hides by fingerprint and rule', () => {
  const sidecar = [
    { fingerprint: '1', rule: 'dma/double-unmap', reason: 'hardware resets' },
    { fingerprint: '0', rule: 'dma/missing-mapping-error-check', reason: 'another rule' },
  ];
  expect(run('BAD();\nBAD();\n', { sidecar })).toEqual({
    shown: ['0'],
    hidden: ['1 sidecar: hardware resets'],
    notices: [],
  });
});
