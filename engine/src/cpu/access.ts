// A load or store by the kernel, from the address to the bytes.

import type { KernelVa, PhysAddr } from '../address/spaces.js';
import { rememberFlag } from '../cache/read-ordering.js';
import { checkCpuAccess } from '../contract/ownership.js';
import { recordsAtPhys } from '../contract/records.js';
import { checkQueued } from '../contract/sharing-checks.js';
import { isLinear, kernelToPhys } from '../memory/linear-map.js';
import { objectAt } from '../memory/objects.js';
import { pageOfDescriptor, reservedMemory } from '../memory/zones.js';
import type { CpuAccess } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import { isCoherent, type Platform } from '../platforms/platform.js';
import type { MachineState } from '../state/machine-state.js';
import type { CoherentAllocation, MapRecord } from '../state/map-record.js';
import { reportIncongruent } from './incongruent.js';
import { loadRun } from './load.js';
import { storeRun } from './store.js';
import { type AccessRun, translateKernel } from './translate.js';

export function cpuAccess(state: MachineState, op: CpuAccess): StepResult {
  const now = begin(state);
  const access = op.kind === 'cpu-store' ? 'store' : 'load';
  if (op.va === 0) {
    raise(now, { id: 'ALLOC_NULL_UNCHECKED', use: 'cpu' });
    return finish(now);
  }
  const allocation = findCookie(state, op.va);
  if (allocation !== undefined) {
    raise(now, { id: 'COOKIE_DEREF', allocation, access });
    return finish(now);
  }
  const translation = translateKernel(state, op.va, op.size);
  if (translation.kind === 'fault') {
    raise(now, { id: 'CPU_TRANSLATION_FAULT', va: translation.va });
    return finish(now);
  }
  const [first] = translation.runs;
  if (first === undefined) return finish(now);
  if (access === 'store' && isReadOnly(state, first.start)) {
    raise(now, { id: 'CPU_PERMISSION_FAULT', va: op.va, access });
    return finish(now);
  }
  reportUnportable(now, op.va, first.start);
  for (const run of translation.runs) {
    checkQueued(now, run, access, 'kernel');
    accessRun(now, run, access);
  }
  if (op.kind === 'cpu-load-flag') rememberFlag(now, first);
  return finish(now);
}

/** One contiguous part of an access: whose bytes they are, then what the hardware makes of it. */
export function accessRun(now: Transition, run: AccessRun, access: 'load' | 'store'): void {
  checkCpuAccess(now, run, access);
  reportIncongruent(now, run);
  // On a coherent machine every view is cached whatever it asked for, as far as hazards go.
  const effective: AccessRun = isCoherent(now.state.platform) ? { ...run, type: 'write-alloc' } : run;
  if (access === 'load') loadRun(now, effective);
  else storeRun(now, effective);
}

/** Kernel text, where the kernel write-protects it. */
function isReadOnly(state: MachineState, pa: PhysAddr): boolean {
  return hasReadOnlyText(state.platform) && objectAt(state, pa)?.region === 'text';
}

/** Linux arch/Kconfig (6.12), STRICT_KERNEL_RWX: always on x86-64 and arm64, by default on ARMv7; 3.10 had none on ARM. */
function hasReadOnlyText({ profile, architecture }: Platform): boolean {
  return profile === 'k612' && ['armv7', 'arm64', 'x86-64'].includes(architecture);
}

/** The allocation whose cookie the address points into: kernel metadata, not memory for the driver. */
function findCookie(state: MachineState, va: KernelVa): CoherentAllocation | undefined {
  const { platform } = state;
  if (!isLinear(platform, va)) return undefined;
  const pa = kernelToPhys(platform, va);
  const { pageDescriptors, tables } = reservedMemory(platform);
  if (pageDescriptors <= pa && pa < tables) {
    return recordsAtPhys(state, pageOfDescriptor(platform, pa)).find(isCookie);
  }
  const list = objectAt(state, pa);
  if (list?.region !== 'page-list') return undefined;
  // Nothing leads from the list to its allocation, but to look at a list is rare and always a bug.
  return state.mappings
    .values()
    .filter(isCookie)
    .find((it) => it.cpuAddress === list.va);
}

function isCookie(record: MapRecord): record is CoherentAllocation {
  return record.kind === 'coherent' && record.isCookie;
}

/** Where the attribute is ignored, the returned address works; elsewhere the same code is broken. */
function reportUnportable(now: Transition, va: KernelVa, pa: PhysAddr): void {
  if (now.state.platform.noKernelMapping === 'cookie') return;
  const allocation = recordsAtPhys(now.state, pa).find(
    (it) => it.kind === 'coherent' && it.attrs.includes('no-kernel-mapping') && isWithin(it, va),
  );
  if (allocation?.kind === 'coherent') raise(now, { id: 'UNPORTABLE_COOKIE', allocation });
}

function isWithin({ cpuAddress, size }: CoherentAllocation, va: KernelVa): boolean {
  return cpuAddress <= va && va < cpuAddress + size;
}
