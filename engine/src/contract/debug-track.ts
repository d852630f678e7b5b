// What the kernel's checker notes down when something is mapped. Source: kernel/dma/debug.c (6.12).

import { offsetIn, pageBytes } from '../address/align.js';
import { offsetBy, physAddr, type KernelVa, type PhysAddr } from '../address/spaces.js';
import { isLinear, isVmalloc, kernelToPhys } from '../memory/linear-map.js';
import type { Transition } from '../ops/transition.js';
import type { DebugEntry } from '../state/debug-entry.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapRecord } from '../state/map-record.js';
import { debugType, freshMapError } from './debug-version.js';

/** The entries of a new mapping or allocation: one, or one per segment of a list, or none. */
export function debugEntriesFor(now: Transition, record: MapRecord): readonly DebugEntry[] {
  const { device, address, size, id } = record;
  const base = { device, address, size, sgCallEnts: 0, sgMappedEnts: 0, of: id };
  const { platform } = now.state;
  switch (record.kind) {
    case 'sg':
      return segmentEntries(record);
    case 'coherent': {
      if (isNeverTracked(now.state, record)) return [];
      const paddr = virtToPhys(now.state, record.cpuAddress) ?? physAddr(0);
      return [{ ...base, type: 'coherent', direction: 'bidirectional', paddr, mapError: 'not-applicable' }];
    }
    case 'noncoherent':
    case 'streaming': {
      const type = debugType(platform, record.kind === 'noncoherent' ? 'noncoherent' : record.call);
      const paddr = record.runs[0]?.start ?? physAddr(0);
      return [{ ...base, type, direction: record.direction, paddr, mapError: freshMapError(platform, type) }];
    }
  }
}

function segmentEntries(record: Extract<MapRecord, { kind: 'sg' }>): readonly DebugEntry[] {
  return record.segments.slice(0, record.nents).map(({ address, length }, index) => ({
    device: record.device,
    address,
    size: length,
    type: 'sg',
    direction: record.direction,
    paddr: record.entries[index]?.start ?? physAddr(0),
    sgCallEnts: record.entries.length,
    sgMappedEnts: record.nents,
    mapError: 'not-applicable',
    of: record.id,
  }));
}

/** Memory of a device's own pool never reaches the checker, nor does a cookie that is no address. */
export function isNeverTracked(state: MachineState, record: MapRecord): boolean {
  if (record.kind !== 'coherent') return false;
  return record.allocator === 'device-pool' || !isKernelAddress(state, record.cpuAddress);
}

/** Whether the checker looks at an allocation with this address: cookies may be anything. */
export function isKernelAddress({ platform }: MachineState, va: KernelVa): boolean {
  return isLinear(platform, va) || isVmalloc(platform, va);
}

/** Linux `virt_to_paddr`: through the page table for vmalloc addresses, by arithmetic for linear ones. */
export function virtToPhys(state: MachineState, va: KernelVa): PhysAddr | undefined {
  if (isLinear(state.platform, va)) return kernelToPhys(state.platform, va);
  const mapping = isVmalloc(state.platform, va) ? state.kernelMap.at(va) : undefined;
  if (mapping === undefined) return undefined;
  const page = offsetBy(mapping.pa, va - offsetIn(va, pageBytes) - mapping.va);
  return offsetBy(page, offsetIn(va, pageBytes));
}
