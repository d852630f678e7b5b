// The bits of LPAE descriptors as Linux writes them.
// Source: drivers/iommu/io-pgtable-arm.c (6.12); ARM DDI 0406C, B3.6 names the bits.

import type { PhysAddr } from '../../address/spaces.js';
import { physAddr } from '../../address/spaces.js';
import type { Protection } from './format.js';
import type { Level } from './table-records.js';
import type { LeafMeaning, Permissions, WordMeaning } from './word-meaning.js';

/** Whose words: the two stages of an ARM SMMU, or a Mali GPU's own MMU, which mixes both. */
export type LpaeRegime = 'stage-1' | 'stage-2' | 'mali';

/** What the encoding depends on. */
export interface LpaeEncoding {
  readonly regime: LpaeRegime;
  /** Bytes of the smallest page: 4 KiB, 16 KiB or 64 KiB. */
  readonly granule: number;
  readonly isNonSecure: boolean;
  readonly isWalkCoherent: boolean;
}

const typeMask = 3n;
const blockType = 1n;
const tableType = 3n;
const pageType = 3n;

const addressMask = 0x0000_ffff_ffff_f000n;
/** Bits 51:48 of an address, which a 64 KiB granule keeps in word bits 15:12. */
const highAddressShift = 36n;
const largeGranule = 0x10000;

const executeNever = 3n << 53n;
const dirtyModifier = 1n << 51n;
const accessFlag = 1n << 10n;
const outerShareable = 2n << 8n;
const innerShareable = 3n << 8n;
const nonSecure = 1n << 5n;
const nonSecureTable = 1n << 63n;
/** A software mark on links of a walker that is not coherent: the word was cleaned. */
const cleanedMark = 1n << 55n;

const attributeMask = (0x3ffn << 2n) | executeNever | dirtyModifier;

const notGlobal = 1n << 11n;
const unprivileged = 1n << 6n;
const readOnly = 1n << 7n;
const memoryIndex = { 'non-cacheable': 0n << 2n, cacheable: 1n << 2n, device: 2n << 2n } as const;
const memoryIndexMask = 7n << 2n;

const readable = 1n << 6n;
const writable = 2n << 6n;
const stage2Memory = { 'non-cacheable': 5n << 2n, cacheable: 15n << 2n, device: 1n << 2n } as const;
const stage2MemoryMask = 15n << 2n;

export function isTableWord(word: bigint, level: Level): boolean {
  return level !== 3 && (word & typeMask) === tableType;
}

export function isLeafWord(regime: LpaeRegime, word: bigint, level: Level): boolean {
  return (word & typeMask) === leafType(regime, level);
}

/** Mali's pages are blocks, too. */
function leafType(regime: LpaeRegime, level: Level): bigint {
  return level === 3 && regime !== 'mali' ? pageType : blockType;
}

/** Everything of a leaf word but its type and address. */
export function attributesFor({ regime, isNonSecure }: LpaeEncoding, protection: Protection): bigint {
  const isCached = protection.includes('cache');
  let word = permissionBits(regime, protection) | memoryBits(regime, protection);
  // Mali's inner domain ends at the GPU, so what the CPU shares is the outer one.
  word |= isCached && regime !== 'mali' ? innerShareable : outerShareable;
  if (protection.includes('noexec')) word |= executeNever;
  if (isNonSecure) word |= nonSecure;
  if (regime !== 'mali') word |= accessFlag;
  return word;
}

function permissionBits(regime: LpaeRegime, protection: Protection): bigint {
  const reads = protection.includes('read');
  const writes = protection.includes('write');
  if (regime !== 'stage-1') return (reads ? readable : 0n) | (writes ? writable : 0n);
  // Write-only cannot be said: without the read-only bit a word is read/write.
  return notGlobal | (reads && !writes ? readOnly : 0n) | (protection.includes('priv') ? 0n : unprivileged);
}

function memoryBits(regime: LpaeRegime, protection: Protection): bigint {
  const memory = protection.includes('mmio') ? 'device' : protection.includes('cache') ? 'cacheable' : 'non-cacheable';
  return regime === 'stage-2' ? stage2Memory[memory] : memoryIndex[memory];
}

export function leafWord(encoding: LpaeEncoding, attributes: bigint, pa: PhysAddr, level: Level): bigint {
  return attributes | leafType(encoding.regime, level) | addressBits(pa);
}

export function tableWord({ isNonSecure, isWalkCoherent }: LpaeEncoding, table: PhysAddr): bigint {
  return addressBits(table) | tableType | (isNonSecure ? nonSecureTable : 0n) | (isWalkCoherent ? 0n : cleanedMark);
}

/** What a split keeps of a block's word. */
export function attributesOf(word: bigint): bigint {
  return word & attributeMask;
}

/** Bits below a block's size stay in the word, as Linux leaves them. */
function addressBits(pa: PhysAddr): bigint {
  const address = BigInt(pa);
  return (address | (address >> highAddressShift)) & addressMask;
}

export function addressOf({ granule }: LpaeEncoding, word: bigint): PhysAddr {
  const address = word & addressMask;
  if (granule < largeGranule) return physAddr(Number(address));
  return physAddr(Number((address | (address << highAddressShift)) & (addressMask << 4n)));
}

export function meaningOf(encoding: LpaeEncoding, word: bigint, level: Level, entryBytes: number): WordMeaning {
  if (isTableWord(word, level)) return { kind: 'table', at: addressOf(encoding, word) };
  if (!isLeafWord(encoding.regime, word, level)) return { kind: 'nothing' };
  return {
    kind: 'leaf',
    pa: addressOf(encoding, word),
    size: entryBytes,
    permissions: permissionsOf(encoding.regime, word),
    memory: memoryOf(encoding.regime, word),
    isAccessFlagClear: encoding.regime !== 'mali' && (word & accessFlag) === 0n,
  };
}

function permissionsOf(regime: LpaeRegime, word: bigint): Permissions {
  const execute = (word & executeNever) === 0n;
  if (regime === 'stage-1') {
    return { read: true, write: (word & readOnly) === 0n, execute, privilegedOnly: (word & unprivileged) === 0n };
  }
  const read = (word & readable) !== 0n;
  return { read, write: (word & writable) !== 0n, execute: read && execute, privilegedOnly: false };
}

function memoryOf(regime: LpaeRegime, word: bigint): LeafMeaning['memory'] {
  const [types, mask] = regime === 'stage-2' ? [stage2Memory, stage2MemoryMask] : [memoryIndex, memoryIndexMask];
  if ((word & mask) === types.device) return 'device';
  return (word & mask) === types.cacheable ? 'cacheable' : 'non-cacheable';
}
