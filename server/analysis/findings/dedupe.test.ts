import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dedupe, type DraftFinding } from './dedupe.js';
import { byPlace } from './rank.js';

const branch = { at: { start: 50, end: 54 }, message: '`err` is not zero' };
const mapped = { at: { start: 10, end: 24 }, message: 'mapped here' };

function finding(overrides: Partial<DraftFinding> = {}): DraftFinding {
  return {
    rule: 'dma/leak-on-error-path',
    level: 'error',
    confidence: 'high',
    heuristics: [],
    functionName: 'f',
    at: { start: 100, end: 106 },
    message: 'leaves without unmapping',
    notes: [mapped],
    assumptions: [],
    consequence: undefined,
    origin: mapped.at,
    ...overrides,
  };
}

describe('one finding per place and cause', () => {
  test('keeps the shortest witness', () => {
    const short = finding();
    expect(dedupe([finding({ notes: [mapped, branch] }), short])).toEqual([short]);
  });

  test('prefers a proof to a short witness', () => {
    const proven = finding({ notes: [mapped, branch] });
    expect(dedupe([finding({ confidence: 'medium', level: 'warning' }), proven])).toEqual([proven]);
  });

  test('two mappings that leak at one return are two', () => {
    const other = finding({ origin: { start: 30, end: 44 }, message: '`other` stays mapped' });
    expect(dedupe([finding(), other])).toHaveLength(2);
  });

  test('one sentence is not said twice at one place', () => {
    const longer = finding({ origin: { start: 30, end: 44 }, notes: [mapped, branch] });
    expect(dedupe([longer, finding()])).toEqual([finding()]);
  });

  test('two rules at one place are two', () => {
    expect(dedupe([finding(), finding({ rule: 'dma/double-unmap' })])).toHaveLength(2);
  });
});

test('neither choice nor order depend on the order of the input', () => {
  const some = fc.record({
    notes: fc.array(fc.constantFrom(mapped, branch), { maxLength: 3 }),
    confidence: fc.constantFrom('high' as const, 'medium' as const),
    at: fc.constantFrom({ start: 1, end: 2 }, { start: 100, end: 106 }),
    message: fc.constantFrom('a', 'b'),
  });
  fc.assert(
    fc.property(fc.array(some), (drafts) => {
      const findings = drafts.map((draft) => finding(draft));
      const ordered = [...dedupe(findings)].sort(byPlace);
      expect([...dedupe([...findings].reverse())].sort(byPlace)).toEqual(ordered);
    }),
  );
});
