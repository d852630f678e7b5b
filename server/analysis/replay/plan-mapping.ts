// From entries of the contract to the ops that make them.
import { alignDown, bytes, physAddr } from '#engine';
import { type ContractEntry, isStreaming } from '../contract/entry.js';
import { code, nameOf } from '../rules/words.js';
import type { Constraints } from '../symbolic/constraints.js';
import { decide } from '../symbolic/solve.js';
import { showTerm } from '../symbolic/term.js';
import { kernelAddress, physicalAddress, sized } from './buffers.js';
import { dmaAddressOf } from './dma-addresses.js';
import {
  add,
  assume,
  describeMapping,
  type Make,
  objectOf,
  type PlannedMapping,
  type Planner,
  placeObject,
} from './planner.js';

/** The page size of every platform here. */
export const pageSize = 4096;
/** Lists longer than this show nothing new. */
const mostListed = 4;

/** A call that makes an entry; it fails where the path says it did. */
interface Making {
  readonly entry: ContractEntry;
  readonly fails: boolean;
}

/** Before it is known what the path found out about it. */
type MadeMapping = Omit<PlannedMapping, 'isTested'>;

export function planMake(planner: Planner, facts: Constraints, entry: ContractEntry): void {
  const failed = entry.failed === undefined ? 'no' : decide(planner.facts.terms, facts, entry.failed);
  const planned = planCall(planner, { entry, fails: entry.state === 'failed' || failed === 'yes' });
  if (planned === undefined) return;
  const isTested = failed === 'no' && entry.failed !== undefined;
  const mapping: PlannedMapping = { ...planned, isTested };
  planner.mappings.set(entry.id, mapping);
  planner.transferred.delete(entry.id);
  if (isTested && (entry.family === 'single' || entry.family === 'resource')) {
    add(planner, `check ${mapping.made}`, (results) => {
      const address = dmaAddressOf(results, mapping);
      return address === undefined ? undefined : { kind: 'check-mapping-error', device: mapping.device, address };
    });
  }
}

/** What another function mapped is mapped before its first use here, as that use says it was. */
export function mappingOf(planner: Planner, facts: Constraints, entry: ContractEntry): PlannedMapping | undefined {
  const known = planner.mappings.get(entry.id);
  if (known !== undefined || entry.madeHere) return known;
  assume(planner, entry, `${nameOf(entry)} was mapped before as it is used here`);
  planMake(planner, facts, entry);
  return planner.mappings.get(entry.id);
}

function planCall(planner: Planner, making: Making): MadeMapping | undefined {
  const { entry } = making;
  switch (entry.family) {
    case 'single':
      return planSingle(planner, making);
    case 'sg':
      return planList(planner, making);
    case 'coherent':
      return planCoherent(planner, making);
    case 'noncoherent':
      return planNoncoherent(planner, making);
    case 'pool':
      return entry.dma === undefined
        ? skip(planner, entry, 'a pool itself maps nothing')
        : planPoolBlock(planner, making);
    case 'resource':
      return planResource(planner, making);
    case 'noncontiguous':
      return planNoncontiguous(planner, making);
    // The calls themselves are played: `plan-shared.ts`.
    case 'dma-buf':
    case 'attachment':
    case 'attachment-table':
    case 'iommu-domain':
    case 'iommu-attachment':
      return undefined;
    default:
      return entry.family satisfies never;
  }
}

function addCall(planner: Planner, { entry, fails }: Making, key: string, make: Make): number {
  const of = isStreaming(entry) ? 'map' : 'alloc';
  if (fails) add(planner, `fail ${of}`, () => ({ kind: 'inject-failure', of }));
  return add(planner, key, make, fails);
}

function skip(planner: Planner, entry: ContractEntry, why: string): undefined {
  planner.skipped.set(`${nameOf(entry)} is left out: ${why}`, entry.id);
  return undefined;
}

function planSingle(planner: Planner, making: Making): MadeMapping {
  const { entry } = making;
  const about = describeMapping(planner, entry);
  const object = objectOf(planner, entry, about.size);
  const buffer = placeObject(planner, object);
  const { device, size, direction, attrs } = about;
  const isPage = entry.origin.name.includes('page');
  const call = `${device} ${buffer.position}+${buffer.offset} ${size} ${direction} ${attrs.join()}`;
  const made = addCall(planner, making, `${isPage ? 'map-page' : 'map-single'} ${call}`, (results) => {
    const common = { device, size: sized(size), direction, attrs };
    if (!isPage) {
      const va = kernelAddress(results, buffer);
      return va === undefined ? undefined : { kind: 'map-single', va, ...common };
    }
    const pa = physicalAddress(results, buffer);
    if (pa === undefined) return undefined;
    const page = alignDown(pa, pageSize);
    return { kind: 'map-page', page, offset: pa - page, ...common };
  });
  return { ...about, made, buffers: [buffer], object };
}

/** Every entry of the list is a page of its own. */
function planList(planner: Planner, making: Making): MadeMapping {
  const { entry } = making;
  const about = { ...describeMapping(planner, { ...entry, size: undefined }), size: pageSize };
  const count = Math.min(mostListed, Math.max(1, planner.numbers.of(entry.size) ?? 2));
  const { device, direction, attrs, size } = about;
  const name = entry.cpu === undefined ? nameOf(entry) : code(showTerm(entry.cpu));
  assume(planner, entry, `${name} lists ${count} ${count === 1 ? 'page' : 'pages'}`);
  const buffers = Array.from({ length: count }, (_, index) =>
    placeObject(planner, {
      key: `page ${index} of ${entry.id}`,
      name: `page ${index} of ${name}`,
      region: 'pages',
      size,
      offset: 0,
      parts: [],
    }),
  );
  const made = addCall(
    planner,
    making,
    `map-sg ${device} ${buffers.map((it) => it.position).join()} ${direction} ${attrs.join()}`,
    (results) => {
      const entries = buffers.flatMap((buffer) => {
        const page = physicalAddress(results, buffer);
        return page === undefined ? [] : [{ page, offset: 0, length: sized(size) }];
      });
      return entries.length < count ? undefined : { kind: 'map-sg', device, entries, direction, attrs };
    },
  );
  return { ...about, made, buffers, object: undefined };
}

function planCoherent(planner: Planner, making: Making): MadeMapping {
  const { entry } = making;
  const about = describeMapping(planner, entry);
  const { device, size, attrs } = about;
  const made = addCall(planner, making, `alloc ${device} ${size} ${attrs.join()}`, () => ({
    kind: 'alloc-attrs',
    device,
    size: bytes(size),
    gfp: 'kernel',
    attrs,
  }));
  return { ...about, made, buffers: [], object: undefined };
}

function planNoncoherent(planner: Planner, making: Making): MadeMapping {
  const { entry } = making;
  const about = describeMapping(planner, entry);
  const { device, size, direction } = about;
  const made = addCall(planner, making, `alloc-pages ${device} ${size} ${direction}`, () => ({
    kind: 'alloc-pages',
    device,
    size: bytes(size),
    direction,
    gfp: 'kernel',
  }));
  return { ...about, made, buffers: [], object: undefined };
}

/** Registers of another device, somewhere above RAM of the machines here. */
const registers = physAddr(0xfe000000);

function planResource(planner: Planner, making: Making): MadeMapping {
  const { entry } = making;
  const about = describeMapping(planner, entry);
  const { device, size, direction, attrs } = about;
  const made = addCall(planner, making, `map-resource ${device} ${size} ${direction} ${attrs.join()}`, () => ({
    kind: 'map-resource',
    device,
    phys: registers,
    size: bytes(size),
    direction,
    attrs,
  }));
  return { ...about, made, buffers: [], object: undefined };
}

function planNoncontiguous(planner: Planner, making: Making): MadeMapping {
  const { entry } = making;
  const about = describeMapping(planner, entry);
  const { device, size, direction, attrs } = about;
  const made = addCall(planner, making, `alloc-noncontiguous ${device} ${size} ${direction} ${attrs.join()}`, () => ({
    kind: 'alloc-noncontiguous',
    device,
    size: bytes(size),
    direction,
    gfp: 'kernel',
    attrs,
  }));
  return { ...about, made, buffers: [], object: undefined };
}

/** A pool cuts its blocks out of coherent pages: Linux mm/dmapool.c (6.12). */
function planPoolBlock(planner: Planner, making: Making): MadeMapping {
  const { entry } = making;
  assume(planner, entry, `${nameOf(entry)} lies at the start of a page of its pool`);
  const { device } = describeMapping(planner, entry);
  const made = addCall(planner, making, `alloc ${device} ${pageSize} `, () => ({
    kind: 'alloc-attrs',
    device,
    size: bytes(pageSize),
    gfp: 'kernel',
    attrs: [],
  }));
  return { entry, device, size: pageSize, direction: 'bidirectional', attrs: [], made, buffers: [], object: undefined };
}
