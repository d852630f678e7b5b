import type { MapFunction } from '../api/api-function.js';
import { checkBuffer } from '../contract/check-buffer.js';
import { mapEntry } from '../contract/map.js';
import { type ApiCall, argumentOf } from '../contract/world.js';
import type { Region } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import { type ExecContext, worldOf } from './context.js';
import { type Path, record, setLocal } from './path.js';
import { resultSymbol } from './call-unknown.js';
import { storeValue } from './memory.js';
import { valueIn } from './places.js';
import type { Call } from './step-call.js';
import { mappingError } from './values.js';

/** `dma_map_*`: a result of its own, and a new entry. */
export function stepMap(cx: ExecContext, path: Path, call: Call, api: ApiCall & { readonly row: MapFunction }): Path {
  const world = worldOf(cx, path);
  for (const argument of api.arguments) {
    if (argument.role === 'cpu-address' || argument.role === 'page') checkBuffer(world, api, argument);
  }
  return api.row.family === 'sg' ? mapScatterlist(cx, path, call, api) : mapSingle(cx, path, call, api);
}

function mapSingle(cx: ExecContext, path: Path, call: Call, api: ApiCall & { readonly row: MapFunction }): Path {
  // Not bounded by 32 bits: `dma_addr_t` has 64 with LPAE.
  const handle = resultSymbol(cx, path, call, api.row.name, { kind: 'dma-address', isPointer: false });
  const failed = mappingError(cx, handle);
  const entry = mapEntry(worldOf(cx, path), api, { value: handle, dma: handle, failed, buffer: bufferOf(cx, api) });
  return finish(cx, path, call, entry, handle);
}

function mapScatterlist(cx: ExecContext, path: Path, call: Call, api: ApiCall & { readonly row: MapFunction }): Path {
  const table = argumentOf(api, 'sg-table');
  const isSgTable = api.row.returns === 'zero-or-negative' && table !== undefined;
  const result = resultSymbol(cx, path, call, api.row.name, { kind: 'map-result' });
  const zero = cx.terms.number(0);
  const failed =
    api.row.returns === 'entries-mapped'
      ? cx.terms.binary('==', result, zero)
      : api.row.returns === 'count-or-negative'
        ? cx.terms.binary('<', result, zero)
        : cx.terms.binary('!=', result, zero);
  const entry = mapEntry(worldOf(cx, path), api, { value: result, dma: undefined, failed, buffer: undefined });
  const list = argumentOf(api, 'scatterlist', 'sg-table')?.term;
  const heldIn = list === undefined ? [] : placesOf(cx, list);
  if (!isSgTable) return finish(cx, path, call, { ...entry, heldIn }, result);
  // `dma_map_sgtable()` maps sgt->sgl with sgt->orig_nents and leaves the count in sgt->nents:
  // Linux kernel/dma/mapping.c (6.12).
  const inside = cx.terms.pointee(table.term);
  const field = (name: string): Region => cx.terms.field(inside, name);
  const sgl = valueIn(cx, path, field('sgl'), { kind: 'pointer', to: { kind: 'struct', tag: 'scatterlist' } });
  const entries = valueIn(cx, path, field('orig_nents'), { kind: 'integer', name: 'unsigned int' });
  const mapped = cx.terms.symbol(`nents:${api.key}`, {
    name: 'nents', bits: 32, signed: false, isPointer: false, kind: 'map-result',
  });
  const counted = storeValue(cx, path, field('nents'), mapped, api.at);
  return finish(cx, counted, call, { ...entry, heldIn, cpu: sgl, size: entries, mapped }, result);
}

/** Where others find a list: in the object it lies in, and in the field its address was read from. */
function placesOf(cx: ExecContext, list: Term): readonly Region[] {
  const readFrom = cx.readFrom.get(list);
  const behind = cx.terms.pointee(list);
  return readFrom === undefined ? [behind] : [behind, readFrom];
}

function finish(cx: ExecContext, path: Path, call: Call, entry: ReturnType<typeof mapEntry>, result: Term): Path {
  const made = { ...path, contract: [...path.contract.filter((old) => old.id !== entry.id), entry] };
  const recorded = record(made, { kind: 'api', at: entry.origin.at, name: entry.origin.name, entry, does: 'map' });
  cx.observer.site(entry.origin.at, entry, recorded);
  return call.instr.target === undefined ? recorded : setLocal(recorded, call.instr.target, result);
}

function bufferOf(cx: ExecContext, api: ApiCall): Region | undefined {
  const cpu = argumentOf(api, 'cpu-address');
  if (cpu !== undefined) return cx.terms.pointee(cpu.term);
  const page = argumentOf(api, 'page')?.term;
  if (page === undefined) return undefined;
  const address = page.kind === 'apply' && page.name === 'page-of' ? page.args[0] : cx.terms.apply('address-of-page', [page]);
  // Behind a page and an offset only the start of the page is known.
  return address === undefined ? undefined : cx.terms.pointee(address);
}
