import { describe, expect, test } from 'vitest';
import { markedFindings } from '../../test/support/lsp-session.js';
import { visibleFindings } from './later-call.js';

const rulesIn = (text: string, typing: boolean, shown: readonly string[] = []) => {
  const { findings, heldBack } = visibleFindings(markedFindings({ path: 'f.c', text }), typing, new Set(shown));
  return { rules: findings.map((finding) => finding.rule), heldBack };
};

describe('findings about a missing later call', () => {
  const leak = 'FIND(dma/leak-on-error-path)';
  const both = `${leak} FIND(dma/map-stack)`;

  test('are shown in a pause', () => {
    expect(rulesIn(both, false)).toEqual({ rules: ['dma/leak-on-error-path', 'dma/map-stack'], heldBack: 0 });
  });

  test('wait while somebody types', () => {
    expect(rulesIn(both, true)).toEqual({ rules: ['dma/map-stack'], heldBack: 1 });
  });

  test('stay while somebody types once they were shown', () => {
    expect(rulesIn(leak, true, ['dma/leak-on-error-path'])).toEqual({ rules: ['dma/leak-on-error-path'], heldBack: 0 });
  });

  test('are never said about a function that could not be read, and do not wait for it', () => {
    expect(rulesIn(`BROKEN(f) ${both}`, true)).toEqual({ rules: ['dma/map-stack'], heldBack: 0 });
    expect(rulesIn(`BROKEN(f) ${both}`, false)).toEqual({ rules: ['dma/map-stack'], heldBack: 0 });
  });
});
