import { describe, expect, test } from 'vitest';
import { freshTables, phys, unmap, walked } from '../../../../test/support/format-rig.js';
import { iova, physAddr } from '../../address/spaces.js';
import { mapRange } from '../map-range.js';
import type { PageTableFormat, Protection } from './format.js';
import { formatByName } from './index.js';

const sba = formatByName('parisc-sba');
const ccio = formatByName('parisc-ccio');
const ccio32 = formatByName('parisc-ccio-32');

interface Buffer {
  readonly pa?: number;
  readonly pages?: number;
  readonly protection?: Protection;
  readonly coherenceIndex?: number;
  readonly sharesLines?: boolean;
}

function mapped(format: PageTableFormat, buffer: Buffer = {}) {
  const { pa = 0x12345000, pages = 1, protection = ['read', 'write'] } = buffer;
  const { coherenceIndex = 0x00abc000, sharesLines = false } = buffer;
  const range = { iova: iova(0x5000), pa: physAddr(pa), size: pages * 0x1000, protection };
  return mapRange(format, freshTables(format), { ...range, snoop: { coherenceIndex, sharesLines } }).tables;
}

describe('SBA directory words', () => {
  test('valid bit, page and eight bits of coherence index', () => {
    expect(walked(sba, mapped(sba), 0x5000)).toEqual(['1[0x5] 0x80000000123450bc']);
  });

  test('the coherence index goes up with the address', () => {
    const tables = mapped(sba, { pages: 2 });
    expect(walked(sba, tables, 0x6000)).toEqual(['1[0x6] 0x80000000123460bd']);
    const found = sba.walk(tables, iova(0x6010), { kind: 'write', isPrivileged: false });
    expect(found).toMatchObject({ pa: 0x12346010, visited: [{ meaning: { coherenceIndex: 0xbd000 } }] });
  });

  test('unmapping clears the byte with the valid bit, and leaves the rest', () => {
    const gone = unmap(sba, mapped(sba), 0x5000, 0x1000);
    expect(walked(sba, gone.tables, 0x5000)).toEqual(['1[0x5] 0x00000000123450bc']);
    expect(phys(sba, gone.tables, 0x5000)).toBeUndefined();
    expect(gone.invalidations).toEqual([{ kind: 'entry', iova: 0x5000, pages: 1 }]);
  });
});

describe('CCIO directory words', () => {
  test.each([
    [['read', 'write'], false, '3'],
    [['read'], false, '11'],
    [['write'], false, '1'],
    [['read'], true, '13'],
    [['write'], true, '3'],
  ] as const)('%j, shared lines: %s', (protection, sharesLines, hints) => {
    const low = `12345${hints.padStart(3, '0')}`;
    const buffer = { protection, sharesLines };
    expect(walked(ccio, mapped(ccio, buffer), 0x5000)).toEqual([`1[0x5] 0x0abc0000${low}`]);
  });

  test('a 64-bit kernel adds the upper address bits around the index', () => {
    const high = { pa: 0x5_4321_1234_5000 };
    expect(walked(ccio, mapped(ccio, high), 0x5000)).toEqual(['1[0x5] 0x5abc432112345003']);
    expect(phys(ccio, mapped(ccio, high), 0x5000)).toBe(0x5_4321_1234_5000);
    expect(walked(ccio32, mapped(ccio32, high), 0x5000)).toEqual(['1[0x5] 0x0abc000012345003']);
  });

  test('unmapping clears the byte with all hints', () => {
    const gone = unmap(ccio, mapped(ccio), 0x5000, 0x1000).tables;
    expect(walked(ccio, gone, 0x5000)).toEqual(['1[0x5] 0x0abc000012345000']);
    expect(phys(ccio, gone, 0x5000)).toBeUndefined();
  });
});
