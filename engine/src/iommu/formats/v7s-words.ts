// The bits of ARM short-descriptor words as Linux writes them.
// Source: drivers/iommu/io-pgtable-arm-v7s.c (6.12); ARM DDI 0406C, B3.5 names the bits.

import type { PhysAddr } from '../../address/spaces.js';
import { physAddr } from '../../address/spaces.js';
import type { Protection } from './format.js';
import { lowWord } from './tables.js';
import type { Permissions, WordMeaning } from './word-meaning.js';

/** Linux include/linux/io-pgtable.h (6.12), the `IO_PGTABLE_QUIRK_` of the same names. */
export type V7sQuirk = 'arm-ns' | 'no-perms' | 'mtk-ext' | 'mtk-ttbr-ext';

/** Level 1 words are sections or links, level 2 words pages. */
export type V7sLevel = 1 | 2;

/** Bytes one word translates. */
export const entryBytes = { 1: 0x100000, 2: 0x1000 } as const;
/** Words that repeat one large page or supersection. */
export const repeats = 16;

const kindMask = 0x3;
const tableKind = 0x1;
/** A section at level 1, a small page at level 2. */
const leafKind = 0x2;
const largePageKind = 0x1;

const bufferable = 1 << 2;
const cacheable = 1 << 3;
const nonSecureTable = 1 << 3;
const nonSecureSection = 1 << 19;
const supersection = 1 << 18;
const executeNever = { 1: 1 << 4, 2: 1 << 0 } as const;

/** Eight attribute bits sit together, at [17:10] in level 1 and at [11:4] in level 2. */
const attributeShift = { 1: 10, 2: 4 } as const;
const accessFlag = 1 << 0;
const unprivileged = 1 << 1;
const typeExtension = 1 << 2;
const typeExtensionMask = 0x7 << 2;
const readOnly = 1 << 5;
const shareable = 1 << 6;
const notGlobal = 1 << 7;

/** A large page holds XN and TEX elsewhere than a small page: bit 0 moves to 15, bits 8:6 to 14:12. */
const largeExecuteNeverShift = 15;
const largeTypeShift = 6;
const smallTypeMask = 0x7 << 6;

export function isValid(word: number): boolean {
  return (word & kindMask) !== 0;
}

export function isTable(word: number, level: V7sLevel): boolean {
  return level === 1 && (word & kindMask) === tableKind;
}

/** Whether the word is one of sixteen that repeat a large page or a supersection. */
export function isRepeated(word: number, level: V7sLevel): boolean {
  if (level === 2) return (word & leafKind) === 0;
  return !isTable(word, level) && (word & supersection) !== 0;
}

export function leafWord(quirks: readonly V7sQuirk[], protection: Protection, level: V7sLevel): number {
  const checksPermissions = !quirks.includes('no-perms');
  const isDevice = protection.includes('mmio');
  let attributes = notGlobal | shareable;
  if (!isDevice) attributes |= typeExtension;
  if (checksPermissions) {
    attributes |= accessFlag;
    if (!protection.includes('priv')) attributes |= unprivileged;
    // Write-only cannot be said: without this bit a word is read/write.
    if (!protection.includes('write')) attributes |= readOnly;
  }
  let word = (attributes << attributeShift[level]) | leafKind;
  if (checksPermissions && protection.includes('noexec')) word |= executeNever[level];
  if (isDevice) word |= bufferable;
  else if (protection.includes('cache')) word |= bufferable | cacheable;
  if (level === 1 && quirks.includes('arm-ns')) word |= nonSecureSection;
  return word >>> 0;
}

/** The protection a leaf was made with, as far as the word still tells it. */
export function protectionOf(word: number, level: V7sLevel): Protection {
  const attributes = word >>> attributeShift[level];
  const flags: Protection = [
    'read',
    ...((attributes & readOnly) === 0 ? (['write'] as const) : []),
    ...((attributes & unprivileged) === 0 ? (['priv'] as const) : []),
    ...((word & executeNever[level]) === 0 ? [] : (['noexec'] as const)),
  ];
  if ((attributes & typeExtensionMask) === 0) return [...flags, 'mmio'];
  return (word & cacheable) === 0 ? flags : [...flags, 'cache'];
}

export function repeatedWord(word: number, level: V7sLevel): number {
  if (level === 1) return (word | supersection) >>> 0;
  const never = word & executeNever[2];
  const type = word & smallTypeMask;
  const rest = word & ~(never | type | leafKind);
  return (rest | (never << largeExecuteNeverShift) | (type << largeTypeShift) | largePageKind) >>> 0;
}

export function singleWord(word: number, level: V7sLevel): number {
  if (level === 1) return (word & ~supersection) >>> 0;
  const never = word & (executeNever[2] << largeExecuteNeverShift);
  const type = word & (smallTypeMask << largeTypeShift);
  const rest = word & ~(never | type | largePageKind);
  return (rest | (never >>> largeExecuteNeverShift) | (type >>> largeTypeShift) | leafKind) >>> 0;
}

/** The address bits of a leaf word. Bits below the level's entry size are dropped. */
export function addressBits(quirks: readonly V7sQuirk[], pa: PhysAddr, level: V7sLevel): number {
  const low = lowWord(pa) & ~(entryBytes[level] - 1);
  return (quirks.includes('mtk-ext') ? low | mediatekBits(pa) : low) >>> 0;
}

export function tableWord(quirks: readonly V7sQuirk[], at: PhysAddr): number {
  let word = lowWord(at) | tableKind;
  if (quirks.includes('mtk-ttbr-ext')) word |= mediatekBits(at);
  if (quirks.includes('arm-ns')) word |= nonSecureTable;
  return word >>> 0;
}

/** The address in a word: of the next table, or of the entry with all its repetitions. */
export function addressOf(quirks: readonly V7sQuirk[], word: number, level: V7sLevel): PhysAddr {
  const granule = isTable(word, level) ? level2TableBytes : leafSize(word, level);
  const low = (word & ~(granule - 1)) >>> 0;
  return physAddr(quirks.includes('mtk-ext') ? low + mediatekHigh(word) : low);
}

export function leafSize(word: number, level: V7sLevel): number {
  return isRepeated(word, level) ? entryBytes[level] * repeats : entryBytes[level];
}

export function meaningOf(quirks: readonly V7sQuirk[], word: number, level: V7sLevel): WordMeaning {
  if (!isValid(word)) return { kind: 'nothing' };
  const pa = addressOf(quirks, word, level);
  if (isTable(word, level)) return { kind: 'table', at: pa };
  const single = isRepeated(word, level) ? singleWord(word, level) : word;
  const flags = protectionOf(single, level);
  return {
    kind: 'leaf',
    pa,
    size: leafSize(word, level),
    permissions: quirks.includes('no-perms') ? everythingAllowed : permissionsOf(flags),
    memory: flags.includes('mmio') ? 'device' : flags.includes('cache') ? 'cacheable' : 'non-cacheable',
    isAccessFlagClear: !quirks.includes('no-perms') && (single & (accessFlag << attributeShift[level])) === 0,
  };
}

const level2TableBytes = 1024;

const everythingAllowed: Permissions = { read: true, write: true, execute: true, privilegedOnly: false };

function permissionsOf(flags: Protection): Permissions {
  return {
    read: true,
    write: flags.includes('write'),
    execute: !flags.includes('noexec'),
    privilegedOnly: flags.includes('priv'),
  };
}

/** MediaTek keeps physical address bits 32, 33 and 34 in word bits 9, 4 and 5. */
function mediatekBits(pa: PhysAddr): number {
  const high = Math.floor(pa / 2 ** 32);
  return ((high & 1) << 9) | ((high & 2) << 3) | ((high & 4) << 3);
}

function mediatekHigh(word: number): number {
  return (((word >>> 9) & 1) + ((word >>> 3) & 2) + ((word >>> 3) & 4)) * 2 ** 32;
}
