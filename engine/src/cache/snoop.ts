// What a device sees of the caches.

import { kernelVa, type KernelVa, type PhysAddr, type UserVa } from '../address/spaces.js';
import type { Slice } from '../data/interval-map.js';
import { aliasIndex, hasAliases, linearIndex } from '../memory/alias-index.js';
import { physToKernel } from '../memory/linear-map.js';
import { readDram } from '../memory/contents.js';
import { change, type Transition } from '../ops/transition.js';
import { hasOuterCache, isCoherent } from '../platforms/platform.js';
import type { AliasIndex } from '../state/cache-level.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import type { WriteRef } from '../state/write-ref.js';
import {
  cacheAt,
  type CachePlace,
  changeCache,
  inner,
  innerPlacesOf,
  outer,
  placesOf,
  readBelow,
  setAll,
} from './lookup.js';

/** Which inner lines a device access is checked against: one index where the hardware is told an index. */
export type Snoop = 'none' | 'all' | { readonly index: AliasIndex };

/**
 * How a device snoops the bytes from `pa` on. An aliasing cache is asked for the lines of the address
 * that the mapping is coherent with: the linear one unless another was designated. PA-RISC does so
 * by the coherence index in its I/O page directory: Linux drivers/parisc/sba_iommu.c (6.12), `lci`.
 */
export function snoopOf({ platform, cpu }: MachineState, { snoops }: Pick<Device, 'snoops'>, pa: PhysAddr): Snoop {
  if (isCoherent(platform)) return 'all';
  if (!snoops) return 'none';
  if (!hasAliases(platform)) return 'all';
  const above = cpu.designated.at(pa);
  return { index: above === undefined ? linearIndex(platform) : aliasIndex(platform, kernelVa(pa + above), pa) };
}

/** From here on, devices that snoop by index are coherent with the bytes of `run` at `va`. */
export function designate(now: Transition, run: PhysRun, va: KernelVa | UserVa): void {
  const { cpu } = now.state;
  const designated = cpu.designated.set(run.start, run.start + run.length, va - run.start);
  change(now, { cpu: { ...cpu, designated } });
}

/** The address that devices which snoop by index are coherent with. */
export function designatedVa({ platform, cpu }: MachineState, pa: PhysAddr): KernelVa | UserVa {
  const above = cpu.designated.at(pa);
  return above === undefined ? physToKernel(platform, pa) : kernelVa(pa + above);
}

/** What a device reads: the dirty lines it snoops, else what is below the inner cache, or below all. */
export function readSnooping(
  state: MachineState,
  snoop: Snoop,
  { start, length }: PhysRun,
): readonly Slice<WriteRef>[] {
  const end = start + length;
  if (snoop === 'none') return readDram(state, start, end);
  return placesSnooped(state, snoop).reduce<readonly Slice<WriteRef>[]>(
    (slices, place) => slices.flatMap((slice) => withDirty(state, place, slice)),
    readBelow(state, inner(0), start, end),
  );
}

function withDirty(state: MachineState, place: CachePlace, slice: Slice<WriteRef>): readonly Slice<WriteRef>[] {
  const { copies, dirty } = cacheAt(state, place);
  return dirty.sections(slice.start, slice.end, undefined).flatMap(({ start, end, value }) => {
    return value === undefined ? [{ ...slice, start, end }] : copies.slices(start, end);
  });
}

/** A device write that the caches hear of: their copies take it and are clean. */
export function updateCopies(now: Transition, snoop: Snoop, { start, length }: PhysRun, write: WriteRef): void {
  if (snoop === 'none') return;
  const end = start + length;
  const outerPlaces = hasOuterCache(now.state.platform) ? [outer] : [];
  for (const place of [...placesSnooped(now.state, snoop), ...outerPlaces]) {
    const { copies, dirty } = cacheAt(now.state, place);
    const merged = copies.slices(start, end).map((slice) => ({ ...slice, value: write }));
    changeCache(now, place, { copies: setAll(copies, merged), dirty: dirty.clear(start, end) });
  }
}

/** The lines a device access passes by. */
export function placesPassed(state: MachineState, snoop: Snoop): readonly CachePlace[] {
  if (snoop === 'none') return placesOf(state);
  if (snoop === 'all') return [];
  return innerPlacesOf(state).filter((place) => place.level === 'l1' && place.index !== snoop.index);
}

function placesSnooped(state: MachineState, snoop: Exclude<Snoop, 'none'>): readonly CachePlace[] {
  return snoop === 'all' ? innerPlacesOf(state) : [inner(snoop.index)];
}
