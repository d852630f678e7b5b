import { describe, expect, test } from 'vitest';
import { confidenceOf, isAtLeast, isSureEnough, shownLevel } from './confidence.js';

test('confidence falls with every heuristic of its own', () => {
  expect(confidenceOf([])).toBe('high');
  expect(confidenceOf(['field-protocol'])).toBe('medium');
  expect(confidenceOf(['field-protocol', 'field-protocol'])).toBe('medium');
  expect(confidenceOf(['field-protocol', 'no-owner-found'])).toBe('low');
});

describe('the level that is shown', () => {
  test('is an error only when everything is proven', () => {
    expect(shownLevel({ own: 'error', confidence: 'high', set: undefined })).toBe('error');
    expect(shownLevel({ own: 'error', confidence: 'medium', set: undefined })).toBe('warning');
    expect(shownLevel({ own: 'info', confidence: 'low', set: undefined })).toBe('info');
  });

  test('is what somebody set, whatever the confidence', () => {
    expect(shownLevel({ own: 'warning', confidence: 'low', set: 'error' })).toBe('error');
    expect(shownLevel({ own: 'error', confidence: 'high', set: 'info' })).toBe('info');
  });
});

test('filters include their own step', () => {
  expect(isAtLeast('warning', 'warning')).toBe(true);
  expect(isAtLeast('info', 'warning')).toBe(false);
  expect(isSureEnough('medium', 'medium')).toBe(true);
  expect(isSureEnough('low', 'medium')).toBe(false);
});
