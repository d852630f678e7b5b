// Whether memory may be mapped for DMA at all, and what lies next to it.

import { alignDown, alignUp } from '../address/align.js';
import { physAddr, type KernelVa, type PhysAddr } from '../address/spaces.js';
import { virtToPhys } from '../contract/debug-track.js';
import { debugVersion } from '../contract/debug-version.js';
import { recordsAtPhys } from '../contract/records.js';
import { isLinear, isVmalloc, kernelToPhys } from '../memory/linear-map.js';
import { findNeighbor, objectAt } from '../memory/objects.js';
import { reservedMemory } from '../memory/zones.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Printed } from '../ops/event-base.js';
import type { BadMemoryId } from '../ops/event-protocol.js';
import { isCoherent } from '../platforms/platform.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapRecord } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';

/** What `dma_map_single` makes of a pointer: the bytes it will map, or a refusal. */
export function resolvePointer(now: Transition, device: DeviceId, va: KernelVa): PhysAddr | 'refused' {
  const { platform } = now.state;
  if (isLinear(platform, va)) return kernelToPhys(platform, va);
  if (isVmalloc(platform, va)) {
    raise(now, { id: vmallocMisuse(now, va), device, address: va, kernelMessage: 'none' });
    // Older kernels map whatever the arithmetic gives; newer ones refuse before the checker sees the call.
    if (platform.profile !== 'k612') return kernelToPhys(platform, va);
    raise(now, { id: 'KERNEL_WARN', site: 'rejecting DMA map of vmalloc memory' });
    return 'refused';
  }
  const id: BadMemoryId = va < userSpaceEnd(now.state) ? 'BAD_MEMORY_USER' : 'BAD_MEMORY_INVALID';
  raise(now, { id, device, address: va, kernelMessage: debugVersion(platform).checksPointer ? 'D17' : 'none' });
  return kernelToPhys(platform, va);
}

function vmallocMisuse(now: Transition, va: KernelVa): BadMemoryId {
  const pa = virtToPhys(now.state, va);
  if (pa === undefined) return 'BAD_MEMORY_VMALLOC';
  reportCoherent(now, recordsAtPhys(now.state, pa));
  const { ramBase, ramBytes } = now.state.platform.memory;
  if (pa < ramBase || ramBase + ramBytes <= pa) return 'BAD_MEMORY_IOMEM';
  return objectAt(now.state, pa)?.region === 'stack' ? 'BAD_MEMORY_STACK' : 'BAD_MEMORY_VMALLOC';
}

/** User addresses end where modules begin: 16 MiB below the linear map. Linux arch/arm/include/asm/memory.h (6.12). */
function userSpaceEnd({ platform }: MachineState): number {
  return platform.memory.linearBase - 16 * 1024 * 1024;
}

/** Checks the memory of a mapping that was made; the pointer of `dma_map_single` was looked at before. */
export function checkMemoryKind(now: Transition, device: DeviceId, run: PhysRun, isPointer: boolean): void {
  const { start } = run;
  const id = memoryMisuse(now.state, run);
  if (id === 'BAD_MEMORY_IOMEM' && isPointer) return;
  if (id !== undefined) raise(now, { id, device, address: start, kernelMessage: printedFor[id] ?? 'none' });
  reportCoherent(now, recordsAtPhys(now.state, start));
}

const printedFor: Readonly<Partial<Record<BadMemoryId, Printed>>> = { BAD_MEMORY_STACK: 'D19', BAD_MEMORY_TEXT: 'D20' };

function memoryMisuse(state: MachineState, { start, length }: PhysRun): BadMemoryId | undefined {
  const { ramBase, ramBytes } = state.platform.memory;
  const { image, imageEnd, tables } = reservedMemory(state.platform);
  const object = objectAt(state, start);
  if (object?.region === 'stack') return 'BAD_MEMORY_STACK';
  if (object?.region === 'page-list' || (imageEnd <= start && start < tables)) return 'BAD_MEMORY_COOKIE';
  if (image < start + length && start < imageEnd) return 'BAD_MEMORY_TEXT';
  return ramBase <= start && start < ramBase + ramBytes ? undefined : 'BAD_MEMORY_IOMEM';
}

function reportCoherent(now: Transition, records: readonly MapRecord[]): void {
  const allocation = records.find((it) => it.kind === 'coherent');
  if (allocation?.kind === 'coherent') raise(now, { id: 'COHERENT_STREAMED', allocation });
}

/** Says what else lives in the first and last line of a buffer the device writes. */
export function checkEdges(now: Transition, record: MapRecord, run: PhysRun): void {
  const { platform } = now.state;
  // A snooping device takes single bytes out of a line.
  if (isCoherent(platform)) return;
  const lineBytes = platform.cachelineBytes;
  const end = run.start + run.length;
  const [first, last] = [alignDown(run.start as number, lineBytes), alignUp(end, lineBytes)];
  const own = { object: now.state.owners.at(run.start), part: now.state.parts.at(run.start) };
  const before = first < run.start ? findNeighbor(now.state, first, run.start, own) : undefined;
  const after = end < last ? findNeighbor(now.state, end, last, own) : undefined;
  if (before !== undefined) {
    const line = { start: physAddr(first), length: lineBytes };
    raise(now, { id: 'CACHELINE_SHARED', record, line, neighbor: before });
  }
  if (after !== undefined) {
    const line = { start: physAddr(last - lineBytes), length: lineBytes };
    raise(now, { id: 'CACHELINE_SHARED', record, line, neighbor: after });
  }
}
