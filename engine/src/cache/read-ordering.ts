// Loads out of order. A driver reads a flag to learn that the device is done and then what the
// device wrote; without a read barrier in between the CPU may do the second load first.

import { physAddr } from '../address/spaces.js';
import { readOracle } from '../memory/contents.js';
import { change, raise, type Transition } from '../ops/transition.js';
import type { Platform } from '../platforms/platform.js';
import type { PhysRun } from '../state/memory-object.js';

/** Whether loads overtake loads: ARMv6 and later. Older cores load in order, and x86 promises to look as if it did. */
function reordersLoads({ architecture }: Platform): boolean {
  return architecture === 'armv6' || architecture === 'armv7' || architecture === 'arm64';
}

/** The CPU has read a flag that says whose the memory is. */
export function rememberFlag(now: Transition, { start }: PhysRun): void {
  const { platform, cpu, step } = now.state;
  if (reordersLoads(platform)) change(now, { cpu: { ...cpu, looseFlag: { pa: start, since: step } } });
}

/** A read barrier: what is loaded from here on is loaded after the flag. */
export function forgetFlag(now: Transition): void {
  const { cpu } = now.state;
  if (cpu.looseFlag !== undefined) change(now, { cpu: { ...cpu, looseFlag: undefined } });
}

/** A load of what a device wrote while nothing keeps it behind the flag; said once per flag. */
export function reportEarlyLoad(now: Transition, { start, length }: PhysRun): void {
  const { looseFlag } = now.state.cpu;
  if (looseFlag === undefined || (start <= looseFlag.pa && looseFlag.pa < start + length)) return;
  const [data] = readOracle(now.state, start, start + length).filter((slice) => slice.value.by === 'device');
  if (data === undefined) return;
  const bytes = { start: physAddr(data.start), length: data.end - data.start };
  const mapping = now.state.lastMapped.at(data.start);
  raise(now, { id: 'READ_ORDERING', certainty: 'may', bytes, mapping, flagLoadedAt: looseFlag.since });
  forgetFlag(now);
}
