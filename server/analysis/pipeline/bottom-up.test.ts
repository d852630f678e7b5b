import { expect, test } from 'vitest';
import { bottomUp } from './bottom-up.js';

test('callees come before their callers, and what calls nothing stays where it was', () => {
  const calls = new Map([
    ['probe', ['setup', 'start']],
    ['start', ['setup']],
  ]);
  expect(bottomUp(['probe', 'other', 'start', 'setup'], calls)).toEqual(['setup', 'start', 'probe', 'other']);
});

test('functions that call each other all have their turn', () => {
  const calls = new Map([
    ['even', ['odd']],
    ['odd', ['even']],
    ['self', ['self']],
  ]);
  expect(bottomUp(['even', 'odd', 'self'], calls)).toEqual(['odd', 'even', 'self']);
});
