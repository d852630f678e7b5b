import type { MapFunction } from '../api/api-function.js';
import { checkCookie } from '../contract/access.js';
import { checkBuffer } from '../contract/check-buffer.js';
import { checkListChange } from '../contract/check-freed.js';
import { checkOverlap } from '../contract/check-overlap.js';
import { mapEntry } from '../contract/map.js';
import { type ApiCall, argumentOf } from '../contract/world.js';
import { assume } from '../symbolic/constraints.js';
import { maxErrno } from '../symbolic/interval.js';
import { write } from '../symbolic/store.js';
import type { Region } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import { type ExecContext, worldOf } from './context.js';
import { type Path, record, setLocal, pathWith } from './path.js';
import { resultSymbol } from './call-unknown.js';
import { noteList } from './field-notes.js';
import { storeValue } from './memory.js';
import { addressOfPage } from './pages.js';
import type { Call } from './call.js';
import { mappingError } from './values.js';

/** `dma_map_*`: a result of its own, and a new entry. */
export function stepMap(cx: ExecContext, path: Path, call: Call, api: ApiCall & { readonly row: MapFunction }): Path {
  const world = worldOf(cx, path);
  for (const argument of api.arguments) {
    if (argument.role !== 'cpu-address' && argument.role !== 'page') continue;
    checkBuffer(world, api, argument);
    checkCookie(world, path.contract, argument, api.row.name);
  }
  return api.row.family === 'sg' ? mapScatterlist(cx, path, call, api) : mapSingle(cx, path, call, api);
}

function mapSingle(cx: ExecContext, path: Path, call: Call, api: ApiCall & { readonly row: MapFunction }): Path {
  // `dma_addr_t`, whatever it goes to: not bounded by 32 bits, it has 64 with LPAE, and `(u64)` changes nothing.
  const handle = resultSymbol(cx, path, call, api.row.name, { kind: 'dma-address', isPointer: false, signed: false });
  const failed = mappingError(cx, handle);
  const entry = mapEntry(worldOf(cx, path), api, { value: handle, dma: handle, failed, buffer: bufferOf(cx, api) });
  checkOverlap(worldOf(cx, path), path.contract, entry);
  return finish(cx, path, call, entry, handle);
}

function mapScatterlist(cx: ExecContext, path: Path, call: Call, api: ApiCall & { readonly row: MapFunction }): Path {
  checkListChange(worldOf(cx, path), path.contract, api, 'mapped');
  const zero = cx.terms.number(0);
  const isErrorNumber = api.row.returns === 'zero-or-negative';
  const range = isErrorNumber ? { minimum: -maxErrno, maximum: 0 } : {};
  const result = resultSymbol(cx, path, call, api.row.name, { kind: 'map-result', ...range });
  const failed = cx.terms.binary(failureRelation[api.row.returns], result, zero);
  const list = argumentOf(api, 'scatterlist');
  const listed = list === undefined ? undefined : listSegment(cx, path, api, list.term);
  const entry = mapEntry(worldOf(cx, path), api, { value: result, dma: listed?.dma, failed, buffer: undefined });
  const heldIn = list === undefined ? [] : placesOf(cx, list.term);
  const after = listed?.path ?? path;
  const table = argumentOf(api, 'sg-table');
  if (isErrorNumber && table !== undefined) {
    // The count is left in sgt->nents: Linux kernel/dma/mapping.c (6.12).
    const info = { name: 'nents', bits: 32, signed: false, isPointer: false, kind: 'map-result' } as const;
    const mapped = cx.terms.symbol(`nents:${api.key}`, info);
    const counted = storeValue(cx, after, cx.terms.field(cx.terms.pointee(table.term), 'nents'), mapped, api.at);
    return finish(cx, counted, call, { ...entry, heldIn, mapped }, result);
  }
  return finish(cx, withBoundedCount(cx, after, result, entry.size), call, { ...entry, heldIn }, result);
}

/** The mapping writes the address of each segment into the list; the first one stands for all. */
function listSegment(
  cx: ExecContext,
  path: Path,
  api: ApiCall,
  list: Term,
): { readonly path: Path; readonly dma: Term } {
  const info = { name: 'sg_dma_address()', bits: 64, signed: false, isPointer: false, kind: 'dma-address' } as const;
  const dma = cx.terms.symbol(`segment:${api.key}`, info);
  const place = cx.terms.field(cx.terms.pointee(list), 'dma_address');
  return { path: pathWith(path, { store: write(cx.terms, path.store, place, dma) }), dma };
}

const failureRelation = {
  'dma-address': '==',
  'entries-mapped': '==',
  'count-or-negative': '<',
  'zero-or-negative': '!=',
} as const satisfies Record<MapFunction['returns'], string>;

/** Segments may merge, never multiply. */
function withBoundedCount(cx: ExecContext, path: Path, count: Term, entries: Term | undefined): Path {
  if (entries === undefined) return path;
  const facts = assume(cx.terms, path.facts, cx.terms.binary('<=', count, entries), true);
  return facts === undefined ? path : pathWith(path, { facts });
}

/** Where others find a list: in the object it lies in, and in the field its address was read from. */
function placesOf(cx: ExecContext, list: Term): readonly Region[] {
  const readFrom = cx.readFrom.get(list);
  const behind = cx.terms.pointee(list);
  return readFrom === undefined ? [behind] : [behind, readFrom];
}

function finish(cx: ExecContext, path: Path, call: Call, entry: ReturnType<typeof mapEntry>, result: Term): Path {
  const made = pathWith(path, { contract: [...path.contract.filter((old) => old.id !== entry.id), entry] });
  const recorded = record(made, {
    kind: 'api',
    at: entry.origin.at,
    name: entry.origin.name,
    entry,
    does: 'map',
    part: undefined,
  });
  cx.observer.site(entry.origin.at, entry, recorded);
  if (entry.family === 'sg') noteList(cx.fieldNotes, recorded, entry);
  return call.instr.target === undefined ? recorded : setLocal(recorded, call.instr.target, result);
}

function bufferOf(cx: ExecContext, api: ApiCall): Region | undefined {
  const cpu = argumentOf(api, 'cpu-address');
  if (cpu !== undefined) return cx.terms.pointee(cpu.term);
  const page = argumentOf(api, 'page')?.term;
  // Behind a page and an offset only the start of the page is known.
  return page === undefined ? undefined : cx.terms.pointee(addressOfPage(cx, page));
}
