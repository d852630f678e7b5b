import { withEach } from '../contract/entry.js';
import type { AllocateFunction } from '../api/api-function.js';
import { allocationEntry } from '../contract/map.js';
import { type ApiCall, argumentOf } from '../contract/world.js';
import { rootOf } from '../symbolic/region.js';
import { type ExecContext, worldOf } from './context.js';
import { resultSymbol } from './call-unknown.js';
import { storeValue } from './memory.js';
import { type Path, record, setLocal, pathWith } from './path.js';
import type { Call } from './call.js';

/** `dma_alloc_*`: memory of its own behind a pointer that may be NULL, and a DMA address where the caller wants it. */
export function stepAllocate(
  cx: ExecContext,
  path: Path,
  call: Call,
  api: ApiCall & { readonly row: AllocateFunction },
): Path {
  const pointer = resultSymbol(cx, path, call, api.row.name, { kind: 'allocation', isPointer: true });
  const buffer = rootOf(cx.terms.pointee(pointer));
  // Zeroed on every backend since 5.0: Linux kernel/dma/direct.c, dma_direct_alloc() (6.12). A pool block is what its last
  // user left.
  const zeroed = api.row.zeroed ?? (api.row.family === 'coherent' || api.row.family === 'noncoherent');
  cx.memory.set(buffer, {
    kind: 'coherent',
    allocator: api.row.name,
    at: api.at,
    zeroed,
    fails: 'null',
    isHigh: false,
    managed: api.row.managed ?? false,
    madeInLoop: api.isInLoop,
  });
  const out = argumentOf(api, 'dma-address-out');
  const dma =
    out === undefined
      ? undefined
      : cx.terms.symbol(`dma:${api.key}`, {
          name: 'DMA address',
          bits: 64,
          signed: false,
          isPointer: false,
          kind: 'dma-address',
        });
  const failed = cx.terms.binary('==', pointer, cx.terms.number(0));
  const entry = allocationEntry(worldOf(cx, path), api, { value: pointer, dma, failed, buffer });
  const made = pathWith(path, { contract: [...path.contract.filter((old) => old.id !== entry.id), entry] });
  const stored =
    out === undefined || dma === undefined ? made : storeValue(cx, made, cx.terms.pointee(out.term), dma, api.at);
  const latest = stored.contract.find((it) => it.id === entry.id) ?? entry;
  // Only the call's own store wrote the address: nobody else was told of it yet.
  const unpublished = { ...latest, published: undefined, heldIn: entry.heldIn };
  const after = pathWith(stored, {
    contract: withEach(stored.contract, (it) => (it.id === entry.id ? unpublished : it)),
  });
  const recorded = record(after, {
    kind: 'api',
    at: api.at,
    name: api.row.name,
    entry: unpublished,
    does: 'allocate',
    part: undefined,
  });
  cx.observer.site(api.at, unpublished, recorded);
  return call.instr.target === undefined ? recorded : setLocal(recorded, call.instr.target, pointer);
}
