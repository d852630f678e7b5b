import { describe, expect, test } from 'vitest';
import { type FunctionTrace, renderTraceJson, renderTraceText } from '../../analysis/present/path-trace.js';
import { parseTraceTarget } from './trace-target.js';

describe('what to trace', () => {
  test.each([
    ['foo.c', { path: 'foo.c', scope: { kind: 'file' } }],
    ['foo.c:12', { path: 'foo.c', scope: { kind: 'line', line: 12 } }],
    ['drivers/foo.c:foo_xmit', { path: 'drivers/foo.c', scope: { kind: 'function', name: 'foo_xmit' } }],
    ['C:\\foo.c:7', { path: 'C:\\foo.c', scope: { kind: 'line', line: 7 } }],
    ['foo.c:', { path: 'foo.c:', scope: { kind: 'file' } }],
    ['foo.c:a-b', { path: 'foo.c:a-b', scope: { kind: 'file' } }],
  ])('%s', (argument, target) => {
    expect(parseTraceTarget('/nowhere', argument)).toEqual(target);
  });
});

const file = { path: 'a.c', text: 'int f()\n{\n\tmap();\n\treturn 0;\n}\n' };
const traces: readonly FunctionTrace[] = [
  {
    functionName: 'f',
    at: { start: 0, end: file.text.length - 1 },
    paths: [
      {
        steps: [
          {
            at: { start: 11, end: 14 },
            message: 'maps `buf`',
            machine: [
              { id: 'MAPPED', severity: 'info', message: '`buf`: 64 bytes are mapped.' },
              { id: 'KERNEL_BUG', severity: 'fatal', message: 'The kernel stops.' },
            ],
          },
        ],
        assumptions: ['len = 64 (any value)'],
        end: '`return 0;`',
      },
    ],
    missing: 'out of budget for paths',
  },
];

test('text has the form of findings', () => {
  expect(renderTraceText(file, traces)).toBe(
    [
      'f: path 1 of 1: `return 0;`',
      'a.c:3:2: note: maps `buf`',
      'a.c:3:2: note: `buf`: 64 bytes are mapped.',
      'a.c:3:2: error: The kernel stops.',
      'f: assuming len = 64 (any value)',
      'f: not every path is shown: out of budget for paths',
      '',
    ].join('\n'),
  );
});

test('JSON has the same', () => {
  expect(JSON.parse(renderTraceJson(file, traces))).toEqual([
    {
      path: 'a.c',
      function: 'f',
      line: 1,
      column: 1,
      endLine: 5,
      endColumn: 2,
      paths: [
        {
          end: '`return 0;`',
          steps: [
            {
              path: 'a.c',
              line: 3,
              column: 2,
              endLine: 3,
              endColumn: 5,
              message: 'maps `buf`',
              machine: [
                { id: 'MAPPED', severity: 'info', message: '`buf`: 64 bytes are mapped.' },
                { id: 'KERNEL_BUG', severity: 'fatal', message: 'The kernel stops.' },
              ],
            },
          ],
          assumptions: ['len = 64 (any value)'],
        },
      ],
      missing: 'out of budget for paths',
    },
  ]);
});
