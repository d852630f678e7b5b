import { expect, test } from 'vitest';
import { createProgress } from './progress.js';

function drawn(isTerminal: boolean): string {
  let text = '';
  const io = { cwd: '/', out: () => {}, err: (more: string) => (text += more), isTerminal };
  const progress = createProgress(io, 2);
  progress.step(1);
  progress.step(1);
  progress.end();
  return text;
}

test('a terminal gets a bar that is redrawn in place and leaves nothing behind', () => {
  const half = `[${'='.repeat(15)}${' '.repeat(15)}] 1/2`;
  expect(drawn(true)).toBe(`\r${half}\r[${'='.repeat(30)}] 2/2\r\u001b[K`);
});

test('a pipe gets nothing', () => {
  expect(drawn(false)).toBe('');
});
