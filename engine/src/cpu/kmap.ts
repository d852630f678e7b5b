// Kernel addresses for highmem pages. Linux mm/highmem.c and arch/arm/include/asm/highmem.h (6.12).

import { pageBytes } from '../address/align.js';
import { bytes, kernelVa, offsetBy, type KernelVa, type PhysAddr } from '../address/spaces.js';
import { flushAt } from '../cache/maintenance.js';
import { aliasIndex } from '../memory/alias-index.js';
import { isLowmem, physToKernel } from '../memory/linear-map.js';
import { mapKernel, unmapKernel } from '../memory/vmalloc.js';
import type { MapHighPage, UnmapHighPage } from '../ops/op.js';
import type { OpResult, StepResult } from '../ops/step-result.js';
import { begin, change, finish, type Transition } from '../ops/transition.js';
import type { AliasIndex } from '../state/cache-level.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';

/** PKMAP_BASE is 2 MiB below the linear map; the first of 512 pages is never used. */
const pkmapBelowLinear = 0x200000;
const pkmapPages = 512;
/** The topmost page of the fixmap that `kmap_local_page` uses; deeper ones follow below. */
const firstLocalKmap = kernelVa(0xffefe000);

/** `kmap` keeps the address until all of them are used up, which is not modeled; `kmap_local` until it is undone. */
export function mapHighPage(state: MachineState, { kind, page }: MapHighPage): StepResult {
  const now = begin(state);
  const existing = permanentVa(state, page);
  if (existing !== undefined) return finish(now, mapped(existing));
  return finish(now, kind === 'kmap' ? mapForLong(now, page) : mapLocally(now, page));
}

export function unmapHighPage(state: MachineState, { va }: UnmapHighPage): StepResult {
  const now = begin(state);
  const { cpu, platform } = state;
  const local = cpu.localKmaps.find((it) => it.va === va);
  if (local === undefined) return finish(now);
  if (platform.l1 === 'vivt') flushAt(now, aliasIndex(platform, va, local.page), pageRun(local.page));
  unmapKernel(now, va, pageBytes);
  change(now, { cpu: { ...now.state.cpu, localKmaps: cpu.localKmaps.filter((it) => it !== local) } });
  return finish(now);
}

/** Which lines a page under `kmap` has. */
export function kmapIndexOf({ platform, cpu }: MachineState, page: PhysAddr): AliasIndex | undefined {
  const above = cpu.kmaps.at(page);
  return above === undefined ? undefined : aliasIndex(platform, kernelVa(page + above), page);
}

function permanentVa({ platform, cpu }: MachineState, page: PhysAddr): KernelVa | undefined {
  if (isLowmem(platform, page)) return physToKernel(platform, page);
  const above = cpu.kmaps.at(page);
  return above === undefined ? undefined : kernelVa(page + above);
}

function mapForLong(now: Transition, page: PhysAddr): OpResult {
  const { platform, kernelMap } = now.state;
  const base = offsetBy(platform.memory.linearBase, -pkmapBelowLinear);
  for (let slot = 1; slot < pkmapPages; slot += 1) {
    const va = offsetBy(base, slot * pageBytes);
    if (kernelMap.at(va) !== undefined) continue;
    mapKernel(now, va, [pageRun(page)], 'write-alloc');
    const { cpu } = now.state;
    change(now, { cpu: { ...cpu, kmaps: cpu.kmaps.set(page, page + pageBytes, va - page) } });
    return mapped(va);
  }
  return { kind: 'out-of-memory' };
}

function mapLocally(now: Transition, page: PhysAddr): OpResult {
  const { cpu } = now.state;
  // Every task has slots of its own, which it gives back in order; here all tasks share them.
  let va = firstLocalKmap;
  while (cpu.localKmaps.some((it) => it.va === va)) va = offsetBy(va, -pageBytes);
  mapKernel(now, va, [pageRun(page)], 'write-alloc');
  change(now, { cpu: { ...now.state.cpu, localKmaps: [...cpu.localKmaps, { va, page }] } });
  return mapped(va);
}

function pageRun(page: PhysAddr): PhysRun {
  return { start: page, length: pageBytes };
}

function mapped(va: KernelVa): OpResult {
  return { kind: 'kernel-mapped', va, size: bytes(pageBytes) };
}
