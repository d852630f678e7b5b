// Memory set aside at boot or for one device: contiguous areas, pools. All of them hand out first fit.

import { alignUp } from '../address/align.js';
import { offsetBy, physAddr, type PhysAddr } from '../address/spaces.js';
import { change, type Transition } from '../ops/transition.js';
import type { AreaState, ZoneName } from '../state/allocator-state.js';
import type { MachineState } from '../state/machine-state.js';
import { freshArea, zonelist } from './zones.js';

export function takeFromArea(now: Transition, name: string, length: number, alignment: number): PhysAddr | undefined {
  const area = now.state.areas.get(name);
  if (area === undefined) return undefined;
  const start = findRoom(now.state, area, length, alignment);
  if (start === undefined) return undefined;
  const taken = area.taken.set(start, start + length, true);
  change(now, { areas: now.state.areas.set(name, { ...area, taken }) });
  return start;
}

export function returnToArea(now: Transition, name: string, start: PhysAddr, length: number): void {
  const area = now.state.areas.get(name);
  if (area === undefined) return;
  const taken = area.taken.clear(start, start + length);
  change(now, { areas: now.state.areas.set(name, { ...area, taken }) });
}

/** Cuts an area from the end of what a zone never handed out; Linux reserves such memory at boot. */
export function setAside(now: Transition, name: string, bytes: number, wanted: ZoneName): void {
  const { zones, areas, platform } = now.state;
  const zone = zonelist(platform, wanted).find((it) => zones[it].next + bytes <= zones[it].end);
  if (zone === undefined) return;
  const { end } = zones[zone];
  const start = offsetBy(end, 0 - bytes);
  change(now, {
    zones: { ...zones, [zone]: { ...zones[zone], end: start } },
    areas: areas.set(name, freshArea(start, end)),
  });
}

/** The area a physical address lies in. There are only a few. */
export function areaAt(state: MachineState, pa: PhysAddr): string | undefined {
  for (const [name, { start, end }] of state.areas) {
    if (start <= pa && pa < end) return name;
  }
  return undefined;
}

export interface Room {
  readonly free: number;
  readonly largestHole: number;
}

/** What is left between the taken parts of [start, end). */
export function roomBetween(taken: AreaState['taken'], start: number, end: number): Room {
  const holes = taken
    .sections(start, end, undefined)
    .filter((section) => section.value === undefined)
    .map((section) => section.end - section.start);
  return { free: holes.reduce((sum, hole) => sum + hole, 0), largestHole: Math.max(0, ...holes) };
}

/** A trace may have placed an object in an area by address; such bytes are passed over. */
function findRoom(
  { owners }: MachineState,
  { start, end, taken }: AreaState,
  length: number,
  alignment: number,
): PhysAddr | undefined {
  let candidate = alignUp(start as number, alignment);
  while (candidate + length <= end) {
    const last = candidate + length;
    const blocked = taken.slices(candidate, last).at(-1)?.end ?? owners.slices(candidate, last).at(-1)?.end;
    if (blocked === undefined) return physAddr(candidate);
    candidate = alignUp(blocked, alignment);
  }
  return undefined;
}
