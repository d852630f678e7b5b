// Drivers that keep every rule, as generators: each yields the next op and is told what the machine answered. Several
// of them run interleaved on one machine. One that is refused something gives up, and gives back what it has.

import fc from 'fast-check';
import { type Frame, type MachineState, step } from '#engine';
import {
  allocationPlans,
  type AllocationPlans,
  shareCoherent,
  shareNoncontiguous,
  sharePages,
  sharePool,
} from './legal-allocation.js';
import { cycleVideo, exportMemory, sharingPlans, type SharingPlans } from './legal-sharing.js';
import { stream, streamHighmem, streamingPlans, type StreamingPlans, streamList } from './legal-streaming.js';
import type { Driver, Look } from './legal-transfer.js';

export type DriverPlan = StreamingPlans | AllocationPlans | SharingPlans;

/** What a driver may want, each with everything it takes to do it right. */
export const driverPlan: fc.Arbitrary<DriverPlan> = fc.oneof(...streamingPlans, ...allocationPlans, ...sharingPlans);

function startDriver(plan: DriverPlan, look: Look): Driver {
  switch (plan.kind) {
    case 'streaming':
      return stream(plan);
    case 'list':
      return streamList(plan);
    case 'highmem':
      return streamHighmem(plan);
    case 'coherent':
      return shareCoherent(plan);
    case 'pool':
      return sharePool(plan);
    case 'pages':
      return sharePages(plan, look);
    case 'noncontiguous':
      return shareNoncontiguous(plan);
    case 'export':
      return exportMemory(plan);
    case 'video':
      return cycleVideo(plan, look);
  }
}

/**
 * Runs drivers interleaved: each number of `schedule` lets one of them do its next op; then the rest finish in turn.
 */
export function playDrivers(
  start: MachineState,
  plans: readonly DriverPlan[],
  schedule: readonly number[],
): readonly Frame[] {
  const frames: Frame[] = [];
  let state = start;
  let running = plans.map((plan) => {
    const driver = startDriver(plan, () => state);
    return { driver, next: driver.next() };
  });
  const turns = schedule.values();
  while (0 < running.length) {
    const turn = turns.next();
    const chosen = running[(turn.done === true ? 0 : turn.value) % running.length];
    if (chosen === undefined || chosen.next.done === true) {
      running = running.filter((it) => it !== chosen);
      continue;
    }
    const op = chosen.next.value;
    const result = step(state, op);
    frames.push({ op, ...result });
    state = result.state;
    chosen.next = chosen.driver.next(result.result);
  }
  return frames;
}
