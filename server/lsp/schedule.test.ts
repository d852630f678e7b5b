import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDebouncer, waitBeforeAnalysis } from './schedule.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('only the newest task of a key runs, each key for itself', () => {
  const debouncer = createDebouncer();
  const ran: string[] = [];
  debouncer.schedule('a', 100, () => ran.push('a, first'));
  debouncer.schedule('b', 100, () => ran.push('b'));
  vi.advanceTimersByTime(60);
  debouncer.schedule('a', 100, () => ran.push('a, second'));
  vi.advanceTimersByTime(60);
  expect(ran).toEqual(['b']);
  vi.advanceTimersByTime(60);
  expect(ran).toEqual(['b', 'a, second']);
});

test('what was cancelled or disposed of does not run', () => {
  const debouncer = createDebouncer();
  const task = vi.fn();
  debouncer.schedule('a', 10, task);
  debouncer.cancel('a');
  debouncer.schedule('b', 10, task);
  debouncer.dispose();
  vi.advanceTimersByTime(100);
  expect(task).not.toHaveBeenCalled();
});

test('a cheap analysis is repeated at once, a dear one waits as long as it takes, up to the usual pause', () => {
  expect([undefined, 10, 120, 5000].map(waitBeforeAnalysis)).toEqual([0, 0, 120, 400]);
});
