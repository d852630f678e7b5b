// Free blocks of a pool are the pool's own: whoever touches one breaks it.

import { change, raise, type Transition } from '../ops/transition.js';
import type { DeviceId } from '../state/ids.js';
import type { PhysRun } from '../state/memory-object.js';

/** Holds an access to physical bytes against the free blocks of all pools. */
export function checkPoolAccess(now: Transition, run: PhysRun, by: 'CPU' | DeviceId, access: 'read' | 'write'): void {
  for (const { start, end, value } of now.state.pool.free.slices(run.start, run.start + run.length)) {
    const { pool, cpuAddress: block, freedAt } = value;
    const name = now.state.pool.pools.get(pool)?.name ?? '';
    raise(now, { id: 'POOL_CORRUPTION', pool, name, block, seen: { at: 'access', by, access, freedAt } });
    if (access === 'read') continue;
    const free = now.state.pool.free.set(start, end, { ...value, writtenAt: now.state.step });
    change(now, { pool: { ...now.state.pool, free } });
  }
}
