// A load or store by kernel or user code, from the address to the bytes.

import { physAddr, type KernelVa } from '../address/spaces.js';
import { checkCpuAccess } from '../contract/ownership.js';
import { isLinear, kernelToPhys } from '../memory/linear-map.js';
import { objectAt } from '../memory/objects.js';
import { pageDescriptorOf, reservedMemory } from '../memory/zones.js';
import type { CpuAccess, UserAccess } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import { isCoherent } from '../platforms/platform.js';
import type { MachineState } from '../state/machine-state.js';
import type { CoherentAllocation, MapRecord } from '../state/map-record.js';
import type { WriteRef } from '../state/write-ref.js';
import { loadRun } from './load.js';
import { storeRun } from './store.js';
import { type AccessRun, translateKernel, translateUser, userMappingsIn } from './translate.js';

export function cpuAccess(state: MachineState, op: CpuAccess): StepResult {
  const now = begin(state);
  const access = op.kind === 'cpu-load' ? 'load' : 'store';
  if (op.va === 0) {
    raise(now, { id: 'ALLOC_NULL_UNCHECKED', use: 'cpu' });
    return finish(now);
  }
  const allocation = findCookie(state, op.va);
  if (allocation !== undefined) {
    raise(now, { id: 'COOKIE_DEREF', allocation, access });
    return finish(now);
  }
  reportUnportable(now, op.va);
  const translation = translateKernel(state, op.va, op.size);
  if (translation.kind === 'fault') {
    raise(now, { id: 'CPU_TRANSLATION_FAULT', va: translation.va });
    return finish(now);
  }
  for (const run of translation.runs) accessRun(now, run, access);
  return finish(now);
}

export function userAccess(state: MachineState, op: UserAccess): StepResult {
  const now = begin(state);
  const translation = translateUser(state, op.va, op.size);
  if (translation.kind === 'fault') {
    raise(now, { id: 'CPU_TRANSLATION_FAULT', va: translation.va });
    return finish(now);
  }
  reportFreedBacking(now, op);
  for (const run of translation.runs) accessRun(now, run, op.kind === 'user-load' ? 'load' : 'store');
  return finish(now);
}

function accessRun(now: Transition, run: AccessRun, access: 'load' | 'store'): void {
  checkCpuAccess(now, run, access);
  const write: WriteRef = { by: 'cpu', step: now.state.step };
  // On a coherent machine every view is cached whatever it asked for, as far as hazards go.
  const effective: AccessRun = isCoherent(now.state.platform) ? { ...run, type: 'write-alloc' } : run;
  if (access === 'load') loadRun(now, effective);
  else storeRun(now, effective, write);
}

/** The allocation whose cookie the address points into: kernel metadata, not memory for the driver. */
function findCookie(state: MachineState, va: KernelVa): CoherentAllocation | undefined {
  const { platform } = state;
  if (!isLinear(platform, va)) return undefined;
  const pa = kernelToPhys(platform, va);
  const { pageDescriptors, tables } = reservedMemory(platform);
  const isDescriptor = pageDescriptors <= pa && pa < tables;
  const list = objectAt(state, pa);
  if (!isDescriptor && list?.region !== 'page-list') return undefined;
  const cookies = [...state.mappings.values()].filter((it): it is CoherentAllocation => isCookie(it));
  return cookies.find((it) => (isDescriptor ? hasDescriptorAt(state, it, pa) : it.cpuAddress === list?.va));
}

function isCookie(record: MapRecord): boolean {
  return record.kind === 'coherent' && record.isCookie;
}

function hasDescriptorAt(state: MachineState, { runs, size }: CoherentAllocation, pa: number): boolean {
  const [run] = runs;
  if (run === undefined) return false;
  const first = pageDescriptorOf(state.platform, run.start);
  return first <= pa && pa < pageDescriptorOf(state.platform, physAddr(run.start + Math.max(size, run.length)));
}

/** Where the attribute is ignored, the returned address works; elsewhere the same code is broken. */
function reportUnportable(now: Transition, va: KernelVa): void {
  if (now.state.platform.noKernelMapping === 'cookie') return;
  const allocation = [...now.state.mappings.values()].find(
    (it) =>
      it.kind === 'coherent' &&
      it.attrs.includes('no-kernel-mapping') &&
      it.cpuAddress <= va &&
      va < it.cpuAddress + it.size,
  );
  if (allocation?.kind === 'coherent') raise(now, { id: 'UNPORTABLE_COOKIE', allocation });
}

function reportFreedBacking(now: Transition, { va, size }: UserAccess): void {
  for (const { of, insertion, pa } of userMappingsIn(now.state, va, size)) {
    if (now.state.mappings.has(of)) continue;
    const freedAt = now.state.freed.at(pa)?.step ?? now.state.step;
    const id = insertion === 'pfn' ? 'USER_MAPPING_OF_FREED_PAGE' : 'USE_AFTER_FREE_VISIBLE';
    raise(now, { id, va, of, freedAt });
  }
}
