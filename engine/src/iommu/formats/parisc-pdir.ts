// I/O page directories of PA-RISC: one flat table whose words also say where the CPU caches a page.
// Source: drivers/parisc/sba_iommu.c and ccio-dma.c (6.12).

import type { PhysAddr } from '../../address/spaces.js';
import { offsetBy, physAddr } from '../../address/spaces.js';
import { directionOf } from './fault.js';
import { flatLevel, flatPageBytes, updateFlatWords } from './flat-table.js';
import type { PageTableFormat, Protection, SnoopHint } from './format.js';
import { TableEdit, type WordCoding } from './tables.js';
import { treeFormat } from './tree-format.js';
import { words64 } from './word.js';
import { plainLeaf, readWrite, type WordMeaning } from './word-meaning.js';

export interface PdirConfig {
  readonly name: string;
  readonly layout: PdirLayout;
  /** Bytes of IOVAs the directory covers. */
  readonly iovaBytes: number;
}

/** `ccio-32`: as a 32-bit kernel writes it, without the address bits above 31. */
export type PdirLayout = 'sba' | 'ccio-32' | 'ccio-64';

interface PdirWords {
  readonly encode: (pa: PhysAddr, protection: Protection, snoop: SnoopHint) => bigint;
  /** The driver clears one byte and leaves the rest for a debugger. */
  readonly invalidated: (word: bigint) => bigint;
  readonly describe: (word: bigint) => WordMeaning;
}

export function paRiscPdirFormat({ name, layout, iovaBytes }: PdirConfig): PageTableFormat {
  const level = flatLevel(iovaBytes);
  const words: PdirWords = layout === 'sba' ? sbaWords : ccioWords(layout);
  const coding: WordCoding<bigint> = { ...words64, describe: (_level, word) => words.describe(word) };
  return {
    ...treeFormat([level], coding, iovaBytes),
    name,
    pageSizes: [flatPageBytes],
    expresses: 'nothing',
    flushesAfterMap: false,
    /** Writes over whatever is there: the drivers trust their allocator. */
    map(tables, { iova, pa, count, protection, snoop = noHint }) {
      const edit = new TableEdit(tables, coding);
      updateFlatWords(edit, level, iova, count, (_old, index) => {
        const offset = index * flatPageBytes;
        const hint = { ...snoop, coherenceIndex: snoop.coherenceIndex + offset };
        return words.encode(offsetBy(pa, offset), protection, hint);
      });
      return { ...edit.finish(), mapped: count * flatPageBytes, error: undefined };
    },
    unmap(tables, { iova, count }) {
      const edit = new TableEdit(tables, coding);
      updateFlatWords(edit, level, iova, count, words.invalidated);
      edit.invalidate({ kind: 'entry', iova, pages: count });
      return { ...edit.finish(), unmapped: count * flatPageBytes };
    },
    registers: ({ root }) => [{ name: 'table-base', value: root.address }],
    // An invalid word ends in a machine check, which tells neither the address nor the device.
    faultStatus: ({ fault }, access) => {
      return fault === 'translation' ? { direction: directionOf(access), registers: [] } : undefined;
    },
  };
}

const noHint: SnoopHint = { coherenceIndex: 0, sharesLines: false };

const pageMask = 0xffff_ffff_ffff_f000n;
const indexShift = 12;

/** The 64 bits are little endian, so the byte that is cleared is the highest. */
const sbaWords: PdirWords = {
  encode: (pa, _protection, { coherenceIndex }) =>
    sbaValid | (BigInt(pa) & pageMask) | indexBits(coherenceIndex, 0xffn),
  invalidated: (word) => word & 0x00ff_ffff_ffff_ffffn,
  describe(word) {
    if ((word & sbaValid) === 0n) return { kind: 'nothing' };
    const pa = physAddr(Number(word & sbaAddress));
    return { ...openLeaf(pa), coherenceIndex: Number(word & 0xffn) * 2 ** indexShift };
  },
};
const sbaValid = 1n << 63n;
/** Bits 43:12. */
const sbaAddress = 0x0000_0fff_ffff_f000n;

/** Two words of 32 bits, the high one first; the byte that is cleared is the lowest, with all hints. */
function ccioWords(layout: 'ccio-32' | 'ccio-64'): PdirWords {
  return {
    encode(pa, protection, snoop) {
      const address = BigInt(pa);
      const low = (address & 0xffff_f000n) | ccioHints(protection, snoop);
      const index = indexBits(snoop.coherenceIndex, 0xfffn) << 16n;
      if (layout === 'ccio-32') return (index << 32n) | low;
      const middle = (address >> 32n) & 0xffffn;
      const top = ((address >> 48n) & 0xfn) << 28n;
      return ((top | index | middle) << 32n) | low;
    },
    invalidated: (word) => word & ~0xffn,
    describe(word) {
      if ((word & ccioValid) === 0n) return { kind: 'nothing' };
      const high = word >> 32n;
      const upper = ((high >> 28n) << 48n) | ((high & 0xffffn) << 32n);
      const pa = physAddr(Number(upper | (word & 0xffff_f000n)));
      return { ...openLeaf(pa), coherenceIndex: Number((high >> 16n) & 0xfffn) * 2 ** indexShift };
    },
  };
}

const ccioValid = 1n << 0n;
/** Partial lines are read, changed and written back. */
const ccioSafe = 1n << 1n;
const ccioPrefetch = 1n << 4n;

function ccioHints(protection: Protection, { sharesLines }: SnoopHint): bigint {
  const isRead = protection.includes('read');
  const isWritten = protection.includes('write');
  const direction = isRead && isWritten ? ccioSafe : isRead ? ccioPrefetch : 0n;
  return ccioValid | direction | (sharesLines ? ccioSafe : 0n);
}

function indexBits(coherenceIndex: number, mask: bigint): bigint {
  return (BigInt(coherenceIndex) >> BigInt(indexShift)) & mask;
}

function openLeaf(pa: PhysAddr) {
  return plainLeaf(pa, flatPageBytes, readWrite(true, true));
}
