// For every format: after any sequence of maps and unmaps, walking the words finds what a list of intervals says, byte
// for byte. The sequences keep away from the mistakes formats are known for: nothing is mapped over what is mapped
// (quirks Q15, Q21, silent overwriting), an entry is unmapped in part only where splitting it works (quirks Q14, Q23,
// SYSMMU refusals), and addresses fit the words (quirk Q25).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshTables } from '../../../../test/support/format-rig.js';
import { iova, physAddr } from '../../address/spaces.js';
import { mapRange, unmapRange } from '../map-range.js';
import type { PageTableFormat, Protection } from './format.js';
import { type FormatName, formatByName, formatNames } from './index.js';
import type { Tables } from './tables.js';

const runsInAll = 10_000;
const page = 0x1000;
const windowBytes = 0x2000000;
/** Inside the aperture of the GART; the directories of PA-RISC cover the first GiB only. */
const windowStart = (name: FormatName): number => (name.startsWith('parisc') ? 0x2000000 : 0x58000000);

/** A mapping before it is known where the window is and what fits. */
interface MapSource {
  readonly kind: 'map';
  readonly unit: number;
  readonly count: number;
  readonly slot: number;
  readonly physicalUnit: number;
  readonly physicalSlot: number;
  readonly protection: Protection;
}

interface UnmapSource {
  readonly kind: 'unmap';
  readonly which: number;
  /** In thousandths of the mapping, for formats that can unmap a part. */
  readonly from: number;
  readonly to: number;
}

const units = [page, page, page, 0x10000, 0x10000, 0x100000, 0x200000, 0x1000000];
const slot = fc.nat({ max: 0x1fff });
const thousandths = fc.nat({ max: 1000 });
const source = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record<MapSource>({
      kind: fc.constant('map'),
      unit: fc.constantFrom(...units),
      count: fc.integer({ min: 1, max: 18 }),
      slot,
      physicalUnit: fc.constantFrom(...units),
      physicalSlot: slot,
      protection: fc.constantFrom<Protection>(['read'], ['read', 'write']),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record<UnmapSource>({
      kind: fc.constant('unmap'),
      which: fc.nat({ max: 20 }),
      from: thousandths,
      to: thousandths,
    }),
  },
);

/** What is mapped, by the reference. */
interface Mapping {
  readonly at: number;
  readonly pa: number;
  readonly size: number;
  readonly isWritable: boolean;
}

interface Played {
  readonly tables: Tables;
  readonly mappings: readonly Mapping[];
}

/** Formats that split an entry correctly, or have pages of one size only. */
const splitting: readonly FormatName[] = formatNames.filter((name) => /^(lpae|mali|tegra|rockchip|parisc)/.test(name));
/** With small words only, a large mapping would be nothing but slow. */
const mostBytes = (name: FormatName): number => (/^(tegra|rockchip|parisc)/.test(name) ? 0x40000 : windowBytes);

const granuleOf = (name: FormatName): number => Math.min(...formatByName(name).pageSizes);

function place(name: FormatName, { count, slot: at, physicalSlot, protection, ...asked }: MapSource): Mapping {
  const unit = Math.max(asked.unit, granuleOf(name));
  const physicalUnit = Math.max(asked.physicalUnit, granuleOf(name));
  const size = Math.min(unit * (page < unit ? 1 + (count % 3) : count), mostBytes(name));
  return {
    at: windowStart(name) + ((at * unit) % windowBytes),
    pa: 0x10000000 + ((physicalSlot * physicalUnit) % 0x40000000),
    size,
    isWritable: formatByName(name).expresses === 'nothing' || protection.includes('write'),
  };
}

function overlaps(left: Mapping, right: Mapping): boolean {
  return left.at < right.at + right.size && right.at < left.at + left.size;
}

function playMap(name: FormatName, { tables, mappings }: Played, from: MapSource): Played {
  const mapping = place(name, from);
  const isOutside = windowStart(name) + windowBytes < mapping.at + mapping.size;
  if (isOutside || mappings.some((it) => overlaps(it, mapping))) return { tables, mappings };
  const { at, pa, size } = mapping;
  const range = { iova: iova(at), pa: physAddr(pa), size, protection: from.protection };
  const outcome = mapRange(formatByName(name), tables, range);
  expect(outcome).toMatchObject({ error: undefined, mapped: size, warnings: [], strayWrites: [], truncations: [] });
  return { tables: outcome.tables, mappings: [...mappings, mapping] };
}

function playUnmap(name: FormatName, { tables, mappings }: Played, { which, from, to }: UnmapSource): Played {
  const mapping = mappings[which % Math.max(mappings.length, 1)];
  if (mapping === undefined) return { tables, mappings };
  const granule = granuleOf(name);
  const inPages = (part: number): number => Math.floor((part * mapping.size) / granule / 1000) * granule;
  const [start, end] = splitting.includes(name)
    ? [inPages(Math.min(from, to)), inPages(Math.max(from, to))]
    : [0, mapping.size];
  if (start === end) return { tables, mappings };
  const outcome = unmapRange(formatByName(name), tables, { iova: iova(mapping.at + start), size: end - start });
  expect(outcome).toMatchObject({ unmapped: end - start, warnings: [], strayWrites: [], uncleanedWords: [] });
  const before = { ...mapping, size: start };
  const after = { ...mapping, at: mapping.at + end, pa: mapping.pa + end, size: mapping.size - end };
  const left = [before, after].filter((it) => 0 < it.size);
  return { tables: outcome.tables, mappings: [...mappings.filter((it) => it !== mapping), ...left] };
}

/** Everything the words translate in the window, in address order. */
function translated(name: FormatName, format: PageTableFormat, tables: Tables): readonly Mapping[] {
  const found: Mapping[] = [];
  const start = windowStart(name);
  for (let at = start; at < start + windowBytes; ) {
    const result = format.walk(tables, iova(at), { kind: 'lookup' });
    if (result.kind === 'translated') {
      const { pa, remaining, entry } = result;
      found.push({ at, pa, size: remaining, isWritable: entry.permissions.write });
      at += remaining;
    } else {
      at += emptyBytes(name, tables, at, result.visited);
    }
  }
  return found;
}

/** Bytes to the end of what the empty word would translate. */
function emptyBytes(
  name: FormatName,
  tables: Tables,
  at: number,
  visited: readonly { readonly level: number; readonly word: number | bigint }[],
): number {
  const [first] = visited;
  const isUnusedLink = first?.word === tables.root.initialWord;
  const level = isUnusedLink ? first.level : (visited.at(-1)?.level ?? 0);
  const bytes = entryBytes(name, level);
  return bytes - (at % bytes);
}

function entryBytes(name: FormatName, level: number): number {
  const granule = granuleOf(name);
  if (/^(lpae|mali)/.test(name)) return granule * (granule / 8) ** (3 - level);
  if (level === 2 || /^(parisc|tegra20-gart)/.test(name)) return page;
  return /^(tegra|rockchip)/.test(name) ? 0x400000 : 0x100000;
}

/** In address order, with neighbors that continue each other in one. */
function merged(mappings: readonly Mapping[]): readonly Mapping[] {
  const all: Mapping[] = [];
  for (const mapping of [...mappings].sort((left, right) => left.at - right.at)) {
    const last = all.at(-1);
    const continues =
      last?.at === mapping.at - (last?.size ?? 0) &&
      last.pa + last.size === mapping.pa &&
      last.isWritable === mapping.isWritable;
    if (last !== undefined && continues) all[all.length - 1] = { ...last, size: last.size + mapping.size };
    else all.push(mapping);
  }
  return all;
}

test.each(formatNames)('%s translates exactly what is mapped', (name) => {
  const format = formatByName(name);
  const fresh = freshTables(format);
  fc.assert(
    fc.property(fc.array(source, { minLength: 1, maxLength: 8 }), (sources) => {
      let played: Played = { tables: fresh, mappings: [] };
      for (const it of sources) played = it.kind === 'map' ? playMap(name, played, it) : playUnmap(name, played, it);
      expect(merged(translated(name, format, played.tables))).toEqual(merged(played.mappings));
    }),
    { numRuns: Math.ceil(runsInAll / formatNames.length) },
  );
});
