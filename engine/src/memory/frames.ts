import { offsetBy, type PhysAddr } from '../address/spaces.js';
import { pageBytes } from '../address/align.js';
import { change, type Transition } from '../ops/transition.js';
import type { ZoneName } from '../state/allocator-state.js';
import { putPages, takePages } from './page-allocator.js';
import { zoneOf } from './zones.js';

/** Takes `pages` adjacent frames of a zone, or `undefined` when there are none. */
export function takeFrames(now: Transition, zone: ZoneName, pages: number): PhysAddr | undefined {
  for (;;) {
    const taken = takePages(now.state.zones[zone], pages);
    if (taken === undefined) return undefined;
    change(now, { zones: { ...now.state.zones, [zone]: taken.zone } });
    // A trace may have placed an object there by address; such frames are passed over.
    if (!now.state.owners.touches(taken.at, offsetBy(taken.at, pages * pageBytes))) return taken.at;
  }
}

export function returnFrames(now: Transition, at: PhysAddr, pages: number): void {
  const zone = zoneOf(now.state.zones, at);
  if (zone === undefined) return;
  change(now, { zones: { ...now.state.zones, [zone]: putPages(now.state.zones[zone], at, pages) } });
}
