import { expect, test } from 'vitest';
import type { Finding } from '../findings/finding.js';
import { editorDiagnostics } from './diagnostics.js';

const text = 'int f()\r\n{\r\n\th = map(a,\r\n\t\tb);\r\n\tunmap(h);\r\n}\r\n';

const finding: Finding = {
  rule: 'dma/double-unmap',
  level: 'error',
  confidence: 'high',
  heuristics: [],
  functionName: 'f',
  at: { start: text.indexOf('unmap'), end: text.indexOf('unmap') + 5 },
  message: 'already unmapped',
  notes: [
    { at: { start: text.indexOf('map(a'), end: text.indexOf('b)') + 2 }, message: 'mapped here' },
    { at: { start: text.indexOf('h ='), end: text.indexOf('h =') + 1 }, message: 'stored here' },
  ],
  assumptions: [],
  consequence: undefined,
  fingerprint: '0123456789abcdef',
};

test('a finding is one squiggle with numbered steps', () => {
  const [diagnostic] = editorDiagnostics({ path: 'a.c', text }, { findings: [finding], notices: [] });
  expect(diagnostic).toMatchObject({
    range: { start: { line: 4, column: 1 }, end: { line: 4, column: 6 } },
    level: 'error',
    code: 'dma/double-unmap',
    page: 'dma/double-unmap',
    message: 'already unmapped',
  });
  expect(diagnostic?.related.map((it) => it.message)).toEqual(['1. mapped here', '2. stored here']);
});

test('a range over several lines ends with its first, before the line end', () => {
  const [diagnostic] = editorDiagnostics({ path: 'a.c', text }, { findings: [finding], notices: [] });
  expect(diagnostic?.related[0]?.range).toEqual({ start: { line: 2, column: 5 }, end: { line: 2, column: 11 } });
});

test('a notice is an info without a page', () => {
  const notice = { id: 'dma-lens/unused-suppression' as const, at: { start: 0, end: 3 }, message: 'hides nothing' };
  expect(editorDiagnostics({ path: 'a.c', text }, { findings: [], notices: [notice] })).toMatchObject([
    { level: 'info', code: 'dma-lens/unused-suppression', page: undefined, message: 'hides nothing', related: [] },
  ]);
});
