// The ends of a driver's life, and what it left behind.

import { entriesOf } from '../contract/debug-entries.js';
import { reportSharingLeaks } from '../contract/sharing-checks.js';
import type { LeakExit } from '../ops/event-base.js';
import type { PoolEvent } from '../ops/event-pool.js';
import type { LeakEvent } from '../ops/event-protocol.js';
import type { Bind, ForgetHandle, ProbeFailed, Unbind } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, change, finish, raise, type Transition } from '../ops/transition.js';
import type { DeviceId, MapId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapRecord } from '../state/map-record.js';
import type { DmaPool } from '../state/pool-state.js';
import { deviceOf } from './devices.js';
import { releaseManaged } from './managed.js';

export function bind(state: MachineState, { device, driver }: Bind): StepResult {
  const now = begin(state);
  change(now, { driver: { ...state.driver, drivers: state.driver.drivers.set(device, driver) } });
  return finish(now);
}

/**
 * The driver leaves; whatever is still mapped is lost. The kernel looks once the managed resources are
 * released, and only on buses that registered for it: PCI among them and the platform bus not.
 */
export function unbind(state: MachineState, { device }: Unbind): StepResult {
  const now = begin(state);
  releaseManaged(now, device);
  reportLeaks(now, device, 'driver unbound', deviceOf(state, device).bus === 'pci');
  leave(now, device);
  return finish(now);
}

/** As `unbind`, except that no bus is told of a driver that never was bound. */
export function probeFailed(state: MachineState, { device }: ProbeFailed): StepResult {
  const now = begin(state);
  releaseManaged(now, device);
  reportLeaks(now, device, 'probe failed', false);
  leave(now, device);
  return finish(now);
}

function leave(now: Transition, device: DeviceId): void {
  change(now, { driver: { ...now.state.driver, drivers: now.state.driver.drivers.delete(device) } });
}

/** Nothing can release the mapping any more, whatever the driver goes on to do. */
export function forgetHandle(state: MachineState, { mapping }: ForgetHandle): StepResult {
  const now = begin(state);
  const record = state.mappings.get(mapping);
  if (record === undefined) return finish(now);
  raise(now, { id: leakId(record), record, exit: 'handle overwritten', kernelMessage: 'none' });
  return finish(now);
}

function reportLeaks(now: Transition, device: DeviceId, exit: LeakExit, isWatched: boolean): void {
  const leaks = leaksOf(now.state, device, exit);
  // One message counts all entries, and shows the last one of the table.
  const shown = isWatched ? entriesOf(now.state, device).at(-1) : undefined;
  const told =
    shown === undefined ? undefined : (leaks.find(({ ids }) => ids.some((id) => id === shown.of)) ?? leaks[0]);
  for (const leak of leaks) raise(now, { ...leak.event, kernelMessage: leak === told ? 'D23' : 'none' });
  reportSharingLeaks(now, device);
}

interface Leak {
  /** The mappings and allocations that are lost with it. */
  readonly ids: readonly MapId[];
  readonly event: Omit<LeakEvent, 'kernelMessage'> | Omit<PoolLeak, 'kernelMessage'>;
}

type PoolLeak = Extract<PoolEvent, { id: 'LEAK_POOL' }>;

/** What a device still has; the memory of a pool goes with its pool. */
function leaksOf({ mappings, pool }: MachineState, device: DeviceId, exit: LeakExit): readonly Leak[] {
  const pools = [...pool.pools.values()].filter((it) => it.device === device);
  const chunks = new Set(pools.flatMap(chunksOf));
  const records = [...mappings.values()].filter((it) => it.device === device && !chunks.has(it.id));
  return [
    ...records.map((record): Leak => ({ ids: [record.id], event: { id: leakId(record), record, exit } })),
    ...pools.map((it): Leak => ({ ids: chunksOf(it), event: poolLeak(it, exit) })),
  ];
}

function chunksOf({ chunks }: DmaPool): readonly MapId[] {
  return chunks.map((chunk) => chunk.allocation);
}

function poolLeak({ id: pool, name, createdAt, used }: DmaPool, exit: LeakExit): Leak['event'] {
  return { id: 'LEAK_POOL', pool, name, createdAt, blocks: used.size, exit };
}

function leakId({ kind }: MapRecord): 'LEAK_ALLOCATION' | 'LEAK_MAPPING' {
  return kind === 'coherent' || kind === 'noncoherent' ? 'LEAK_ALLOCATION' : 'LEAK_MAPPING';
}
