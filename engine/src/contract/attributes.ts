import type { MachineOp } from '../ops/op.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Profile } from '../platforms/profile.js';
import type { DmaAttr } from '../state/map-record.js';

/** The kernels that have an attribute; include/linux/dma-attrs.h (2.6.39, 3.10), include/linux/dma-mapping.h (6.12). */
const known: Readonly<Record<DmaAttr, readonly Profile[]>> = {
  'weak-ordering': ['k2639', 'k310', 'k612'],
  'write-combine': ['k310', 'k612'],
  'no-kernel-mapping': ['k310', 'k612'],
  'skip-cpu-sync': ['k310', 'k612'],
  'force-contiguous': ['k310', 'k612'],
  'alloc-single-pages': ['k612'],
  'no-warn': ['k612'],
  privileged: ['k612'],
};

/** Says which attributes of a call mean nothing to this kernel. */
export function reportUnknownAttrs(now: Transition, op: MachineOp): void {
  if (!('attrs' in op) || !('device' in op)) return;
  const { profile } = now.state.platform;
  for (const attr of op.attrs) {
    if (!known[attr].includes(profile)) raise(now, { id: 'UNKNOWN_ATTR', device: op.device, attr, profile });
  }
}
