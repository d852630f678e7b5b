// Page-table words, return codes, invalidations and translations that a real kernel produced,
// compared with the engine's. The kernel is right: a difference is a defect of the engine.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Iova, iova, physAddr } from '../engine/src/address/spaces.js';
import type { Invalidation, MapError, PageTableFormat, Protection } from '../engine/src/iommu/formats/format.js';
import { type FormatName, formatByName } from '../engine/src/iommu/formats/index.js';
import { type Tables, wordAddress } from '../engine/src/iommu/formats/tables.js';
import { v7sFormat } from '../engine/src/iommu/formats/v7s.js';
import type { V7sQuirk } from '../engine/src/iommu/formats/v7s-words.js';
import { allocIova, createIovaBitmap } from '../engine/src/iommu/iova-bitmap.js';
import { mapRange } from '../engine/src/iommu/map-range.js';
import { iovaToPhys } from '../engine/src/iommu/walk.js';

type Hex = string;

interface RecordedMap {
  readonly op: 'map';
  readonly iova: Hex;
  readonly pa: Hex;
  readonly size: Hex;
  readonly count: number;
  readonly prot: Protection;
  readonly rc: number;
  readonly mapped: Hex;
}

interface RecordedUnmap {
  readonly op: 'unmap';
  readonly iova: Hex;
  readonly size: Hex;
  readonly count: number;
  readonly unmapped: Hex;
}

interface RecordedFlush {
  /** Index of the op that asked for it. */
  readonly after: number;
  readonly what: 'page' | 'walk';
  readonly iova: Hex;
  readonly size: Hex;
  readonly granule?: Hex;
  /** Neighboring pages flushed one after the other. */
  readonly count?: number;
}

interface RecordedTable {
  readonly pa: Hex;
  readonly level: number;
  /** First index, number of words, first word, difference from word to word. */
  readonly words: readonly (readonly [number, number, Hex, Hex?])[];
}

interface Vector {
  readonly host: string;
  readonly fmt: string;
  readonly regime: string;
  readonly name: string;
  readonly quirks: readonly string[];
  readonly ias: number;
  readonly oas: number;
  readonly pgsizes: readonly Hex[];
  readonly coherentWalk: boolean;
  readonly ops: readonly (RecordedMap | RecordedUnmap)[];
  readonly tlb: readonly RecordedFlush[];
  readonly regs: Readonly<Record<string, Hex>>;
  readonly root: { readonly pa: Hex };
  readonly tables: readonly RecordedTable[];
  readonly queries: readonly (readonly [Hex, Hex])[];
}

interface VendorVector {
  readonly variant: keyof typeof formatOfVariant;
  readonly ops: readonly Omit<RecordedMap, 'count' | 'mapped'>[];
  readonly root: { readonly tableBaseRegister: Hex; readonly pa: Hex; readonly emptyL1Word: Hex };
  readonly tables: readonly RecordedTable[];
  readonly queries: readonly (readonly [Hex, Hex])[];
  readonly pgsizes: readonly Hex[];
  /** A 12000-byte DMA_FROM_DEVICE mapping made through the DMA API before the ops. */
  readonly dmaApi: { readonly dma: Hex; readonly phys: Hex };
}

interface VectorFile {
  readonly vectors: readonly Vector[];
  readonly vendor: readonly VendorVector[];
}

const file = JSON.parse(readFileSync(new URL('./data/pgtable-vectors.json', import.meta.url), 'utf8')) as VectorFile;

const queryCount = [...file.vectors, ...file.vendor].reduce((sum, it) => sum + it.queries.length, 0);

describe(`${file.vectors.length} recorded io-pgtable runs, ${file.vendor.length} of the real exynos driver`, () => {
  test.each(file.vectors)('$host $regime $name', (vector) => {
    const format = v7sFormat(configOf(vector));
    expect(format.pageSizes).toEqual(vector.pgsizes.map(Number));

    let tables = format.create({ root: physAddr(Number(vector.root.pa)), level2: recordedSupply(vector.tables) });
    for (const [index, op] of vector.ops.entries()) {
      const outcome = play(format, tables, op);
      tables = outcome.tables;
      expect(outcome.answer, `op ${index}`).toEqual(recordedAnswer(op));
      expect(outcome.invalidations, `op ${index}`).toEqual(recordedFlushes(vector, index));
    }

    expect(imageOf(tables)).toEqual(recordedImage(vector.tables));
    expect([...tables.level2.keys()].map(hex)).toEqual([...addressesOf(vector.tables.slice(1))].sort());
    expect(registersOf(format, tables)).toEqual(vector.regs);
    for (const [at, pa] of vector.queries) expect(answerOf(format, tables, iovaOf(at)), at).toBe(pa);
  });

  test.each(file.vendor)('exynos $variant', (vector) => {
    const format = formatByName(formatOfVariant[vector.variant]);
    expect(format.pageSizes).toEqual(vector.pgsizes.map(Number));

    const alwaysEmpty = tableOfLink(format, Number(vector.root.emptyL1Word));
    const { free, next } = recordedSupply(vector.tables);
    const level2 = { free: [alwaysEmpty, ...free], next };
    let tables = format.create({ root: physAddr(Number(vector.root.pa)), level2 });
    expect(tables.root.initialWord).toBe(Number(vector.root.emptyL1Word));

    // The DMA API mapping: 12000 bytes are three pages, of the mapping object Linux makes for every
    // device behind an IOMMU (base 0, 4 GiB).
    const allocated = allocIova(createIovaBitmap({ base: iova(0), size: 2 ** 32 }), 12000);
    expect(allocated?.iova).toBe(Number(vector.dmaApi.dma));
    const buffer = { iova: iovaOf(vector.dmaApi.dma), pa: physAddr(Number(vector.dmaApi.phys)), size: 3 * 4096 };
    tables = mapRange(format, tables, { ...buffer, protection: ['write'] }).tables;

    for (const op of vector.ops) {
      const range = { iova: iovaOf(op.iova), pa: physAddr(Number(op.pa)), size: Number(op.size), protection: op.prot };
      const outcome = mapRange(format, tables, range);
      expect(returnCode(outcome.error)).toBe(op.rc);
      tables = outcome.tables;
    }

    expect(imageOf(tables)).toEqual(recordedImage(vector.tables));
    expect(format.registers(tables)).toEqual([{ name: 'table-base', value: Number(vector.root.tableBaseRegister) }]);
    for (const [at, pa] of vector.queries) expect(answerOf(format, tables, iovaOf(at)), at).toBe(pa);
  });

  test(`nothing in the file stays uncompared, ${queryCount} translations included`, () => {
    expect(new Set(file.vectors.map((it) => it.fmt))).toEqual(new Set(['ARM_V7S']));
    expect(new Set(file.vendor.map((it) => it.variant))).toEqual(new Set(Object.keys(formatOfVariant)));
    expect(file.vectors.every((it) => 0 < it.queries.length)).toBe(true);
  });
});

const formatOfVariant = { 'SysMMU v3.3': 'sysmmu-v3', 'SysMMU v5.0': 'sysmmu-v5' } as const satisfies Record<
  string,
  FormatName
>;

const quirkNames: Readonly<Record<string, V7sQuirk>> = {
  ARM_NS: 'arm-ns',
  NO_PERMS: 'no-perms',
  ARM_MTK_EXT: 'mtk-ext',
  ARM_MTK_TTBR_EXT: 'mtk-ttbr-ext',
};

function configOf(vector: Vector) {
  const quirks = vector.quirks.map((name) => {
    const quirk = quirkNames[name];
    if (quirk === undefined) throw new Error(`unknown quirk ${name}`);
    return quirk;
  });
  const bits = { inputBits: vector.ias, outputBits: vector.oas };
  return { name: vector.regime, ...bits, quirks, isWalkCoherent: vector.coherentWalk };
}

/** Level 2 tables come from where the kernel put them, so words with addresses agree as they are. */
function recordedSupply(tables: readonly RecordedTable[]) {
  return { free: tables.slice(1).map((it) => physAddr(Number(it.pa))), next: physAddr(0x7000_0000) };
}

function play(format: PageTableFormat, tables: Tables, op: RecordedMap | RecordedUnmap) {
  const pages = { iova: iovaOf(op.iova), pageSize: Number(op.size), count: op.count };
  if (op.op === 'unmap') {
    const { unmapped, ...outcome } = format.unmap(tables, pages);
    return { ...outcome, answer: { unmapped: hex(unmapped) } };
  }
  const { mapped, error, ...outcome } = format.map(tables, {
    ...pages,
    pa: physAddr(Number(op.pa)),
    protection: op.prot,
  });
  return { ...outcome, answer: { rc: returnCode(error), mapped: hex(mapped) } };
}

function recordedAnswer(op: RecordedMap | RecordedUnmap) {
  return op.op === 'map' ? { rc: op.rc, mapped: op.mapped } : { unmapped: op.unmapped };
}

/** Linux include/uapi/asm-generic/errno-base.h and errno.h (6.12). */
const returnCodes: Readonly<Record<MapError, number>> = {
  ENOMEM: -12,
  EEXIST: -17,
  EINVAL: -22,
  ERANGE: -34,
  EADDRINUSE: -98,
};

function returnCode(error: MapError | undefined): number {
  return error === undefined ? 0 : returnCodes[error];
}

function recordedFlushes(vector: Vector, op: number): readonly Invalidation[] {
  return vector.tlb
    .filter((it) => it.after === op)
    .flatMap(({ what, iova: at, size: length, granule, count = 1 }): readonly Invalidation[] => {
      const size = Number(length);
      if (what === 'walk') return [{ kind: 'walk', iova: iovaOf(at), size, granule: Number(granule) }];
      return Array.from({ length: count }, (_, page) => ({ kind: 'page', iova: iova(Number(at) + page * size), size }));
    });
}

/** Every word that is not initial, by address. */
function imageOf(tables: Tables): readonly string[] {
  return [...tables.words].map(([address, word]) => `${hex(address)}: ${hex(word)}`).sort();
}

function recordedImage(tables: readonly RecordedTable[]): readonly string[] {
  const lines = tables.flatMap(({ pa, words }) =>
    words.flatMap(([index, count, first, step = '0x0']) =>
      Array.from({ length: count }, (_, offset) => {
        const address = wordAddress(physAddr(Number(pa)), index + offset);
        return `${hex(address)}: ${hex(Number(first) + offset * Number(step))}`;
      }),
    ),
  );
  return lines.sort();
}

function addressesOf(tables: readonly RecordedTable[]): readonly string[] {
  return tables.map((it) => hex(Number(it.pa)));
}

function registersOf(format: PageTableFormat, tables: Tables): Readonly<Record<string, Hex>> {
  return Object.fromEntries(format.registers(tables).map((it) => [it.name, hex(it.value)]));
}

/** The kernel answers 0 for "not mapped" and for physical address 0 alike. */
function answerOf(format: PageTableFormat, tables: Tables, at: Iova): Hex {
  return hex(iovaToPhys(format, tables, at) ?? 0);
}

function tableOfLink(format: PageTableFormat, link: number) {
  const addressUnit = format.name === 'sysmmu-v5' ? 16 : 1;
  return physAddr((link - (link % 2)) * addressUnit);
}

function iovaOf(text: Hex): Iova {
  return iova(Number(text));
}

function hex(value: number): Hex {
  return `0x${value.toString(16)}`;
}
