// The bits of Exynos SYSMMU words.
// Source: drivers/iommu/exynos-iommu.c (6.12), SYSMMU_LV1_PROT, SYSMMU_V5_LV1_PROT and the macros below them.

import { alignDown } from '../../address/align.js';
import type { PhysAddr } from '../../address/spaces.js';
import { physAddr } from '../../address/spaces.js';
import type { Protection } from './format.js';
import { lowWord } from './tables.js';
import { type Permissions, plainLeaf, readWrite, type WordMeaning } from './word-meaning.js';

/**
 * `plain`: versions 1 to 3, a 32-bit physical address in place.
 * `shifted`: version 5 on, a 36-bit address moved right by four.
 * `unprotected`: versions 1 to 3 as Linux 3.10 wrote them, before the permission bits were in use.
 */
export type SysmmuEncoding = 'plain' | 'shifted' | 'unprotected';

/** Level 1 words are sections or links, level 2 words pages. */
export type SysmmuLevel = 1 | 2;

export const sectionBytes = 0x100000;
export const largePageBytes = 0x10000;
export const smallPageBytes = 0x1000;

const kindMask = 0x3;
const tableKind = 0x1;
const sectionKind = 0x2;
const smallPageBit = 0x2;
const largePageKind = 0x1;

/** Physical address bits a word has room for. */
export const physicalBits = { plain: 32, unprotected: 32, shifted: 36 } as const;

/** `plain` words: one bit opens the page at all, another takes writing away; write-only does not exist. */
const openBit = { 1: 1 << 10, 2: 1 << 4 } as const;
const readOnlyBit = { 1: 1 << 15, 2: 1 << 9 } as const;
/** `shifted` words: reading and writing have a bit each. */
const readBit = { 1: 1 << 4, 2: 1 << 2 } as const;
const writeBit = { 1: 1 << 5, 2: 1 << 3 } as const;

/** Bits 5:0 of a link are not part of the table's address, whatever the encoding. */
const linkAddressMask = 0xffffffc0;

export function linkWord(encoding: SysmmuEncoding, table: PhysAddr): number {
  return (encodeAddress(encoding, table) | tableKind) >>> 0;
}

export function sectionWord(encoding: SysmmuEncoding, pa: PhysAddr, protection: Protection): number {
  return (encodeAddress(encoding, pa) | permissionBits(encoding, protection, 1) | sectionKind) >>> 0;
}

export function pageWord(encoding: SysmmuEncoding, pa: PhysAddr, size: number, protection: Protection): number {
  const kind = size === smallPageBytes ? smallPageBit : largePageKind;
  return (encodeAddress(encoding, pa) | permissionBits(encoding, protection, 2) | kind) >>> 0;
}

export function meaningOf(encoding: SysmmuEncoding, word: number, level: SysmmuLevel): WordMeaning {
  const kind = word & kindMask;
  if (level === 1) {
    if (kind === tableKind) return { kind: 'table', at: decodeAddress(encoding, (word & linkAddressMask) >>> 0, 64) };
    return kind === sectionKind ? leaf(encoding, word, 1, sectionBytes) : { kind: 'nothing' };
  }
  if ((word & smallPageBit) !== 0) return leaf(encoding, word, 2, smallPageBytes);
  return kind === largePageKind ? leaf(encoding, word, 2, largePageBytes) : { kind: 'nothing' };
}

function leaf(encoding: SysmmuEncoding, word: number, level: SysmmuLevel, size: number): WordMeaning {
  const pa = decodeAddress(encoding, word, size);
  return plainLeaf(pa, size, permissionsOf(encoding, word, level));
}

function permissionBits(encoding: SysmmuEncoding, protection: Protection, level: SysmmuLevel): number {
  const reads = protection.includes('read');
  const writes = protection.includes('write');
  switch (encoding) {
    case 'plain':
      if (writes) return openBit[level];
      return reads ? openBit[level] | readOnlyBit[level] : 0;
    case 'shifted':
      return (reads ? readBit[level] : 0) | (writes ? writeBit[level] : 0);
    case 'unprotected':
      return 0;
  }
}

function permissionsOf(encoding: SysmmuEncoding, word: number, level: SysmmuLevel): Permissions {
  switch (encoding) {
    case 'plain': {
      const isOpen = (word & openBit[level]) !== 0;
      return readWrite(isOpen, isOpen && (word & readOnlyBit[level]) === 0);
    }
    case 'shifted':
      return readWrite((word & readBit[level]) !== 0, (word & writeBit[level]) !== 0);
    case 'unprotected':
      return readWrite(true, true);
  }
}

/** What fits, `physicalBits` of it. */
function encodeAddress(encoding: SysmmuEncoding, pa: PhysAddr): number {
  return lowWord(physAddr(Math.floor(pa / addressUnit(encoding))));
}

function decodeAddress(encoding: SysmmuEncoding, word: number, granule: number): PhysAddr {
  return physAddr(alignDown(word * addressUnit(encoding), granule));
}

function addressUnit(encoding: SysmmuEncoding): number {
  return encoding === 'shifted' ? 16 : 1;
}
