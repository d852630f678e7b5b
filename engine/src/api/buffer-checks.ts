// Whether memory may be mapped for DMA at all, and what lies next to it.

import { alignDown, alignUp } from '../address/align.js';
import { physAddr, type KernelVa, type PhysAddr } from '../address/spaces.js';
import { recordsAtPhys } from '../contract/records.js';
import { isLinear, isVmalloc, kernelToPhys } from '../memory/linear-map.js';
import { findNeighbor, objectAt } from '../memory/objects.js';
import { reservedMemory } from '../memory/zones.js';
import { raise, type Transition } from '../ops/transition.js';
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
    const id = vmallocMisuse(now, va);
    // Newer kernels refuse before dma-debug sees the call, so D18 and D19 stay silent.
    const isRefused = platform.profile === 'k612';
    raise(now, { id, device, address: va, kernelMessage: isRefused ? 'none' : 'D18' });
    if (!isRefused) return kernelToPhys(platform, va);
    raise(now, { id: 'KERNEL_WARN', site: 'rejecting DMA map of vmalloc memory' });
    return 'refused';
  }
  const id: BadMemoryId = va < userSpaceEnd(now.state) ? 'BAD_MEMORY_USER' : 'BAD_MEMORY_INVALID';
  raise(now, { id, device, address: va, kernelMessage: 'D17' });
  return kernelToPhys(platform, va);
}

function vmallocMisuse(now: Transition, va: KernelVa): BadMemoryId {
  const mapping = now.state.kernelMap.at(va);
  const object = mapping === undefined ? undefined : objectAt(now.state, physAddr(mapping.pa + (va - mapping.va)));
  reportCoherent(now, mapping === undefined ? [] : recordsAtPhys(now.state, mapping.pa));
  return object?.region === 'stack' ? 'BAD_MEMORY_STACK' : 'BAD_MEMORY_VMALLOC';
}

/** User addresses end where modules begin: 16 MiB below the linear map. Linux arch/arm/include/asm/memory.h (6.12). */
function userSpaceEnd({ platform }: MachineState): number {
  return platform.memory.linearBase - 16 * 1024 * 1024;
}

/** Checks the page a mapping starts with, as `map_page` callers must have. */
export function checkMemoryKind(now: Transition, device: DeviceId, run: PhysRun): void {
  const { platform } = now.state;
  const { imageEnd, tables } = reservedMemory(platform);
  const { start } = run;
  const object = objectAt(now.state, start);
  if (object?.region === 'stack') {
    raise(now, { id: 'BAD_MEMORY_STACK', device, address: start, kernelMessage: 'D19' });
  } else if (object?.region === 'page-list' || (imageEnd <= start && start < tables)) {
    raise(now, { id: 'BAD_MEMORY_COOKIE', device, address: start, kernelMessage: 'none' });
  } else if (platform.memory.ramBase <= start && start < imageEnd) {
    raise(now, { id: 'BAD_MEMORY_TEXT', device, address: start, kernelMessage: 'D20' });
  }
  reportCoherent(now, recordsAtPhys(now.state, start));
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

/** Another live mapping the device writes over the same lines; the kernel only looks at first lines. */
export function checkOverlap(now: Transition, record: MapRecord, run: PhysRun): void {
  const lineBytes = now.state.platform.cachelineBytes;
  const [first, last] = [alignDown(run.start as number, lineBytes), alignUp(run.start + run.length, lineBytes)];
  const ids = new Set(now.state.mappedBytes.slices(first, last).flatMap((slice) => slice.value));
  for (const id of ids) {
    const other = now.state.mappings.get(id);
    if (other === undefined || !isWrittenByDevice(other)) continue;
    const isFirstLine = other.runs.some(({ start }) => alignDown(start as number, lineBytes) === first);
    const isSkipped = record.attrs.includes('skip-cpu-sync');
    raise(now, {
      id: 'OVERLAPPING_MAPPINGS',
      first: other,
      second: record,
      line: { start: physAddr(first), length: last - first },
      kernelMessage: isFirstLine && !isSkipped ? 'D21' : 'none',
    });
  }
}

export function isWrittenByDevice(record: MapRecord): boolean {
  return record.kind === 'coherent' || record.direction !== 'to-device';
}
