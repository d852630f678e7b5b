import { readNumber } from './places.js';
import { deviceId } from '../state/ids.js';
import type { Verbs } from './verb.js';

export const worldVerbs: Verbs = {
  /** `device DEVICE [pci]` */
  device: (_cx, { words }) => {
    return { kind: 'add-device', device: deviceId(words[0] ?? ''), bus: words.includes('pci') ? 'pci' : 'platform' };
  },
  /** `set-mask DEVICE BITS [streaming|coherent]` */
  'set-mask': (_cx, { words: [device = '', bits = '', mask] }) => {
    const which = mask === 'streaming' || mask === 'coherent' ? mask : 'both';
    return { kind: 'set-mask', device: deviceId(device), mask: which, bits: readNumber(bits) };
  },
  'set-max-segment': (_cx, { words: [device = '', size = ''] }) => {
    return { kind: 'set-max-segment', device: deviceId(device), bytes: readNumber(size) };
  },
  /** `context process|softirq|hardirq [irqs-disabled] [locked]` */
  context: (_cx, { words }) => {
    const level = words.find((word) => word === 'softirq' || word === 'hardirq') ?? 'process';
    const locksHeld = words.includes('locked') ? 1 : 0;
    return { kind: 'set-context', context: { level, irqsDisabled: words.includes('irqs-disabled'), locksHeld } };
  },
  /** `fail map|alloc`: the next call of that kind. */
  fail: (_cx, { words }) => ({ kind: 'inject-failure', of: words.includes('alloc') ? 'alloc' : 'map' }),
  unbind: (_cx, { words }) => ({ kind: 'unbind', device: deviceId(words[0] ?? '') }),
};
