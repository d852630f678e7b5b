import { invariant } from '../../data/invariant.js';
import type { FormatQuirks } from './format-quirk.js';
import type { LpaeEncoding, LpaeRegime } from './lpae-words.js';
import type { Level, TableLevel, TableTree } from './table-records.js';

/** What a driver asks of Linux drivers/iommu/io-pgtable-arm.c (6.12). */
export interface LpaeConfig {
  readonly name: string;
  readonly regime: LpaeRegime;
  /** Linux `ARM_32_LPAE_…` and `ARM_64_LPAE_…`; a Mali counts as 32. 32: the 4 KiB granule only, and narrower addresses. */
  readonly width: 32 | 64;
  /** The hardware's page sizes in bytes, ascending; they decide about the granule. */
  readonly offeredPageSizes: readonly number[];
  readonly inputBits: number;
  readonly outputBits: number;
  /** Linux `IO_PGTABLE_QUIRK_ARM_NS`, stage 1 only. */
  readonly isNonSecure: boolean;
  readonly isWalkCoherent: boolean;
  /** Which hardware tells of faults. */
  readonly reporter: 'smmu' | 'smmu-v3' | 'mali';
  readonly kernelQuirks: FormatQuirks;
}

/** The shape of the tables that follows from a configuration. */
export interface LpaeShape {
  readonly encoding: LpaeEncoding;
  readonly pageSizes: readonly number[];
  readonly inputBits: number;
  readonly outputBits: number;
  readonly tree: TableTree;
  /** Words of every table but the root; of a root made of concatenated tables, the words of each. */
  readonly tableWords: number;
}

const cpuPageBytes = 0x1000;
/** Larger pages besides the granule itself; 4 TiB blocks only with addresses of more than 48 bits. */
const blockSizes: ReadonlyMap<number, readonly number[]> = new Map([
  [0x1000, [0x200000, 0x40000000]],
  [0x4000, [0x2000000]],
  [0x10000, [0x20000000]],
]);
const hugeBlock = 2 ** 42;
const largeGranule = 0x10000;
const mostConcatenatedTables = 16;
const wordBytes = 8;

export function shapeOf(config: LpaeConfig): LpaeShape {
  const { regime, isNonSecure, isWalkCoherent } = config;
  const isWithinLimits = config.width === 64 || (config.inputBits <= limitOf(regime) && config.outputBits <= 40);
  invariant(isWithinLimits, '32-bit formats have narrower addresses');
  invariant(!isNonSecure || regime === 'stage-1', 'only stage 1 has a non-secure bit');

  const granule = config.width === 32 ? cpuPageBytes : granuleOf(config.offeredPageSizes);
  const mostBits = granule === largeGranule ? 52 : 48;
  const inputBits = Math.min(config.inputBits, mostBits);
  const outputBits = Math.min(config.outputBits, mostBits);
  const supported = [granule, ...(blockSizes.get(granule) ?? []), ...(48 < outputBits ? [hugeBlock] : [])];
  return {
    encoding: { regime, granule, isNonSecure, isWalkCoherent },
    pageSizes: config.offeredPageSizes.filter((it) => supported.includes(it)),
    inputBits,
    outputBits,
    tree: treeOf(regime, granule, inputBits),
    tableWords: granule / wordBytes,
  };
}

function limitOf(regime: LpaeRegime): number {
  return { 'stage-1': 32, 'stage-2': 40, mali: 48 }[regime];
}

/** The CPU's page size if offered, else the largest smaller size, else the smallest larger one. */
function granuleOf(offered: readonly number[]): number {
  const granule = offered.includes(cpuPageBytes)
    ? cpuPageBytes
    : (offered.filter((it) => it < cpuPageBytes).at(-1) ?? offered[0]);
  invariant(granule !== undefined && blockSizes.has(granule), 'a granule of 4, 16 or 64 KiB is offered');
  return granule;
}

function treeOf(regime: LpaeRegime, granule: number, inputBits: number): TableTree {
  const granuleBits = Math.log2(granule);
  const bitsPerLevel = granuleBits - Math.log2(wordBytes);
  const levels = Math.ceil((inputBits - granuleBits) / bitsPerLevel);
  let start = 4 - levels;
  let rootBits = inputBits - granuleBits - bitsPerLevel * (levels - 1);
  if (regime === 'mali' && 0 < start) {
    // Mali walks four levels whatever the address width.
    start = 0;
    rootBits = 0;
  } else if (regime === 'stage-2' && start === 0 && 2 ** rootBits <= mostConcatenatedTables) {
    start = 1;
    rootBits += bitsPerLevel;
  }
  const levelAt = (level: number, bits: number): TableLevel => {
    return { level: asLevel(level), entryBytes: 2 ** (granuleBits + bitsPerLevel * (3 - level)), words: 2 ** bits };
  };
  const below = [1, 2, 3].filter((level) => start < level).map((level) => levelAt(level, bitsPerLevel));
  return [levelAt(start, rootBits), ...below];
}

function asLevel(level: number): Level {
  invariant(level === 0 || level === 1 || level === 2 || level === 3, 'LPAE has levels 0 to 3');
  return level;
}
