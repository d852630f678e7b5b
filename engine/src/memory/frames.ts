import { pageBytes } from '../address/align.js';
import { offsetBy, type PhysAddr } from '../address/spaces.js';
import { change, type Transition } from '../ops/transition.js';
import type { ZoneName } from '../state/allocator-state.js';
import { areaAt, returnToArea } from './areas.js';
import { giveUpFrames } from './page-references.js';
import { putPages, takePages } from './page-allocator.js';
import { zonelist, zoneOf } from './zones.js';

/** Takes `pages` adjacent frames of a zone or one it falls back to, or `undefined` when there are none. */
export function takeFrames(now: Transition, wanted: ZoneName, pages: number): PhysAddr | undefined {
  for (const zone of zonelist(now.state.platform, wanted)) {
    const taken = takeFrom(now, zone, pages);
    if (taken !== undefined) return taken;
  }
  return undefined;
}

function takeFrom(now: Transition, zone: ZoneName, pages: number): PhysAddr | undefined {
  for (;;) {
    const taken = takePages(now.state.zones[zone], pages);
    if (taken === undefined) return undefined;
    change(now, { zones: { ...now.state.zones, [zone]: taken.zone } });
    // A trace may have placed an object there by address; such frames are passed over.
    if (!now.state.owners.touches(taken.at, offsetBy(taken.at, pages * pageBytes))) return taken.at;
  }
}

/** Gives frames back to the zone or area they are part of; those user space still has follow later. */
export function returnFrames(now: Transition, at: PhysAddr, pages: number): void {
  for (const { start, length } of giveUpFrames(now, { start: at, length: pages * pageBytes })) {
    freeFrames(now, start, length / pageBytes);
  }
}

function freeFrames(now: Transition, at: PhysAddr, pages: number): void {
  const zone = zoneOf(now.state.zones, at);
  if (zone !== undefined) {
    change(now, { zones: { ...now.state.zones, [zone]: putPages(now.state.zones[zone], at, pages) } });
    return;
  }
  const area = areaAt(now.state, at);
  if (area !== undefined) returnToArea(now, area, at, pages * pageBytes);
}
