// The bits of OMAP IOMMU words.
// Source: drivers/iommu/omap-iopgtable.h, omap-iommu.h and omap-iommu.c get_iopte_attr (6.12).

import { alignDown } from '../../address/align.js';
import type { PhysAddr } from '../../address/spaces.js';
import { physAddr } from '../../address/spaces.js';
import { lowWord } from './tables.js';
import { plainLeaf, readWrite, type WordMeaning } from './word-meaning.js';

/** What the bus does to data on its way. Linux always asks for little endian, 8 bits, not mixed. */
export interface OmapAttributes {
  readonly isMixed: boolean;
  readonly isBigEndian: boolean;
  readonly elementSize: 8 | 16 | 32 | 'none';
}

export const plainAttributes: OmapAttributes = { isMixed: false, isBigEndian: false, elementSize: 8 };

export type OmapLevel = 1 | 2;

export const sectionBytes = 0x100000;
export const supersectionBytes = 0x1000000;
export const smallPageBytes = 0x1000;
export const largePageBytes = 0x10000;
/** Words that repeat one large page or supersection. */
export const repeats = 16;

const kindMask = 0x3;
const tableKind = 0x1;
const sectionKind = 0x2;
const supersectionBit = 1 << 18;
const smallPageBit = 0x2;
const largePageKind = 0x1;
const tableMask = 0xfffffc00;

const mixedBit = 1 << 11;
const bigEndianBit = 1 << 9;
const elementSizeShift = 4;
const elementSizes: readonly OmapAttributes['elementSize'][] = [8, 16, 32, 'none'];
/** Level 1 words keep the attributes six bits higher. */
const level1AttributeShift = 6;

export function tableWord(table: PhysAddr): number {
  return (lowWord(table) | tableKind) >>> 0;
}

export function leafWord(attributes: OmapAttributes, pa: PhysAddr, size: number): number {
  const address = alignDown(lowWord(pa), size);
  return (address | attributeBits(attributes, size < sectionBytes ? 2 : 1) | kindBits(size)) >>> 0;
}

function kindBits(size: number): number {
  switch (size) {
    case smallPageBytes:
      return smallPageBit;
    case largePageBytes:
      return largePageKind;
    case sectionBytes:
      return sectionKind;
    default:
      return supersectionBit | sectionKind;
  }
}

function attributeBits({ isMixed, isBigEndian, elementSize }: OmapAttributes, level: OmapLevel): number {
  const size = elementSizes.indexOf(elementSize) << elementSizeShift;
  const bits = (isMixed ? mixedBit : 0) | (isBigEndian ? bigEndianBit : 0) | size;
  return level === 1 ? bits << level1AttributeShift : bits;
}

/** Where the driver looks for a level 2 table, whatever kind of word it is (quirk Q15). */
export function tableOf(word: number): PhysAddr {
  return physAddr((word & tableMask) >>> 0);
}

export function meaningOf(word: number, level: OmapLevel): WordMeaning {
  const kind = word & kindMask;
  if (level === 1) {
    if (kind === tableKind) return { kind: 'table', at: tableOf(word) };
    if (kind !== sectionKind) return { kind: 'nothing' };
    return leaf(word, (word & supersectionBit) === 0 ? sectionBytes : supersectionBytes);
  }
  if ((word & smallPageBit) !== 0) return leaf(word, smallPageBytes);
  return kind === largePageKind ? leaf(word, largePageBytes) : { kind: 'nothing' };
}

function leaf(word: number, size: number): WordMeaning {
  return plainLeaf(physAddr(alignDown(word, size)), size, readWrite(true, true));
}
