// The engine's page tables against a real kernel's, word for word. The kernel is right: a difference is a defect of the
// engine. Nothing of the file is left out, which the last test counts.
import { describe, expect, test } from 'vitest';
import { iova, physAddr } from '../engine/src/address/spaces.js';
import type { PageTableFormat } from '../engine/src/iommu/formats/format.js';
import { everyFormatQuirk } from '../engine/src/iommu/formats/format-quirk.js';
import { type FormatName, formatByName } from '../engine/src/iommu/formats/index.js';
import { type LpaeConfig, lpaeFormat } from '../engine/src/iommu/formats/lpae.js';
import type { Tables } from '../engine/src/iommu/formats/tables.js';
import { v7sFormat } from '../engine/src/iommu/formats/v7s.js';
import type { V7sQuirk } from '../engine/src/iommu/formats/v7s-words.js';
import { mapRange } from '../engine/src/iommu/map-range.js';
import { iovaToPhys } from '../engine/src/iommu/walk.js';
import {
  emptyTally,
  hex,
  type Hex,
  iovaOf,
  loadVectors,
  physOf,
  type RecordedMap,
  type RecordedUnmap,
  recordedFlushes,
  recordedImage,
  recordedLevels,
  recordedSupply,
  returnCode,
  tallyOf,
  type Vector,
  type VendorRun,
} from './support/pgtable-vectors.js';

const file = loadVectors();
const compared = emptyTally();

describe('recorded runs of the common page-table code', () => {
  test.each(file.vectors)('$host $regime $name', (vector) => {
    const format = formatOf(vector);
    expect(format.pageSizes).toEqual(vector.pgsizes.map(Number));

    let tables = format.create({ root: physOf(vector.root.pa), lower: recordedSupply(vector.tables) });
    expect(tables.root.level).toBe(vector.root.level);
    for (const [index, op] of vector.ops.entries()) {
      const outcome = play(format, tables, op);
      tables = outcome.tables;
      expect(outcome.answer, `op ${index}`).toEqual(recordedAnswer(op));
      const flushes = recordedFlushes(vector, index);
      expect(outcome.invalidations, `op ${index}`).toEqual(flushes);
      compared.ops += 1;
      compared.invalidations += flushes.length;
    }

    compareTables(tables, vector.tables);
    const registers = Object.entries(vector.regs).map(([name, value]) => [name, hex(BigInt(value))]);
    expect(format.registers(tables).map(({ name, value }) => [name, hex(value)])).toEqual(registers);
    compared.registers += registers.length;
    compareQueries(format, tables, vector.queries);
    compared.runs += 1;
  });
});

describe('recorded runs of vendors’ drivers', () => {
  test.each(file.vendor)('$driver $variant', (run) => {
    const format = formatByName(formatOfVariant(run));
    expect(format.pageSizes).toEqual(run.pgsizes.map(Number));

    const emptyWord = Number(run.root.emptyL1Word);
    const { free, next } = recordedSupply(run.tables);
    const lower = { free: [...alwaysEmptyTable(format, emptyWord), ...free], next };
    let tables = format.create({ root: physOf(run.root.pa), lower });
    expect(tables.root.initialWord).toBe(emptyWord);

    // The DMA API mapping: 12000 bytes are three pages, at the first IOVA there is.
    expect(Number(run.dmaApi.dma)).toBe(0);
    const buffer = { iova: iova(0), pa: physOf(run.dmaApi.phys), size: 3 * 4096 };
    tables = mapRange(format, tables, { ...buffer, protection: ['write'] }).tables;

    for (const op of run.ops) {
      const range = { iova: iovaOf(op.iova), pa: physOf(op.pa), size: Number(op.size), protection: op.prot };
      const outcome = mapRange(format, tables, range);
      expect(returnCode(outcome.error)).toBe(op.rc);
      tables = outcome.tables;
      compared.ops += 1;
    }

    compareTables(tables, run.tables);
    const tableBase = { name: 'table-base', value: Number(run.root.tableBaseRegister) };
    expect(format.registers(tables)).toEqual([tableBase]);
    compared.registers += 1;
    compareQueries(format, tables, run.queries);
    compared.runs += 1;
  });
});

test('nothing in the file stays uncompared', () => {
  expect(compared).toEqual(tallyOf(file));
});

function formatOf(vector: Vector): PageTableFormat {
  const { fmt, regime: name, ias: inputBits, oas: outputBits, coherentWalk: isWalkCoherent } = vector;
  const common = { name, inputBits, outputBits, isWalkCoherent, kernelQuirks: everyFormatQuirk };
  if (fmt === 'ARM_V7S') return v7sFormat({ ...common, quirks: vector.quirks.map(v7sQuirk), flushesAfterMap: false });
  const kind = lpaeKinds[fmt];
  if (kind === undefined) throw new Error(`unknown format ${fmt}`);
  const isNonSecure = vector.quirks.includes('ARM_NS');
  expect(vector.quirks).toEqual(isNonSecure ? ['ARM_NS'] : []);
  return lpaeFormat({ ...common, ...kind, offeredPageSizes: vector.pgsizes.map(Number), isNonSecure });
}

const lpaeKinds: Readonly<Record<string, Pick<LpaeConfig, 'regime' | 'width' | 'reporter'>>> = {
  ARM_32_LPAE_S1: { regime: 'stage-1', width: 32, reporter: 'smmu' },
  ARM_32_LPAE_S2: { regime: 'stage-2', width: 32, reporter: 'smmu' },
  ARM_64_LPAE_S1: { regime: 'stage-1', width: 64, reporter: 'smmu' },
  ARM_64_LPAE_S2: { regime: 'stage-2', width: 64, reporter: 'smmu' },
  ARM_MALI_LPAE: { regime: 'mali', width: 32, reporter: 'mali' },
};

const v7sQuirks: Readonly<Record<string, V7sQuirk>> = {
  ARM_NS: 'arm-ns',
  NO_PERMS: 'no-perms',
  ARM_MTK_EXT: 'mtk-ext',
  ARM_MTK_TTBR_EXT: 'mtk-ttbr-ext',
};

function v7sQuirk(name: string): V7sQuirk {
  const quirk = v7sQuirks[name];
  if (quirk === undefined) throw new Error(`unknown quirk ${name}`);
  return quirk;
}

function formatOfVariant({ variant }: VendorRun): FormatName {
  const name = variants[variant];
  if (name === undefined) throw new Error(`unknown variant ${variant}`);
  return name;
}

const variants: Readonly<Record<string, FormatName>> = {
  'SysMMU v3.3': 'sysmmu-v3',
  'SysMMU v5.0': 'sysmmu-v5',
  'v1 ("rockchip,iommu")': 'rockchip-v1',
  'ti,omap4-iommu (6.12 file with an of_xlate added)': 'omap4',
};

/** What a SYSMMU links where nothing is; other formats leave the word 0. */
function alwaysEmptyTable(format: PageTableFormat, emptyWord: number) {
  if (emptyWord === 0) return [];
  const addressUnit = format.name === 'sysmmu-v5' ? 16 : 1;
  return [physAddr((emptyWord - (emptyWord % 2)) * addressUnit)];
}

function play(format: PageTableFormat, tables: Tables, op: RecordedMap | RecordedUnmap) {
  const pages = { iova: iovaOf(op.iova), pageSize: Number(op.size), count: op.count };
  if (op.op === 'unmap') {
    const { unmapped, ...outcome } = format.unmap(tables, pages);
    return { ...outcome, answer: { unmapped: hex(unmapped) } };
  }
  const { mapped, error, ...outcome } = format.map(tables, { ...pages, pa: physOf(op.pa), protection: op.prot });
  return { ...outcome, answer: { rc: returnCode(error), mapped: hex(mapped) } };
}

function recordedAnswer(op: RecordedMap | RecordedUnmap) {
  return op.op === 'map' ? { rc: op.rc, mapped: op.mapped } : { unmapped: op.unmapped };
}

/** Every word that is not initial, and every table: nothing more, nothing less. */
function compareTables({ root, lower, words, uncleaned }: Tables, recorded: Vector['tables']): void {
  const image = recordedImage(recorded, root.wordBytes);
  expect([...words].map(([address, word]) => `${hex(address)}: ${hex(word)}`).sort()).toEqual([...image].sort());
  // A root without a word is not recorded. A SYSMMU has one more table, which is always empty.
  const expected = recordedLevels(recorded.slice(1));
  const found = [...lower.values()].map(({ address, level }) => `${hex(address)}: ${level}`);
  expect(found).toEqual(expect.arrayContaining([...expected]));
  expect(found).toHaveLength(expected.length + (BigInt(root.initialWord) === 0n ? 0 : 1));
  expect(uncleaned.size).toBe(0);
  compared.words += image.length;
}

/** The kernel answers 0 for "not mapped" and for physical address 0 alike. */
function compareQueries(format: PageTableFormat, tables: Tables, queries: readonly (readonly [Hex, Hex])[]): void {
  for (const [at, pa] of queries) {
    expect(hex(iovaToPhys(format, tables, iovaOf(at)) ?? 0), at).toBe(pa);
    compared.queries += 1;
  }
}
