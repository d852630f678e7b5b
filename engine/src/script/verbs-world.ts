import type { InjectFailure } from '../ops/op.js';
import { deviceId } from '../state/ids.js';
import type { Verbs } from './verb.js';

export const worldVerbs: Verbs = {
  /** `context process|softirq|hardirq [irqs-disabled] [locked]` */
  context: (_cx, { words }) => {
    const level = words.find((word) => word === 'softirq' || word === 'hardirq') ?? 'process';
    const locksHeld = words.includes('locked') ? 1 : 0;
    return { kind: 'set-context', context: { level, irqsDisabled: words.includes('irqs-disabled'), locksHeld } };
  },
  /** `fail map|alloc|fd`: the next call of that kind. */
  fail: (_cx, { words }) => ({ kind: 'inject-failure', of: failingIn(words) }),
  unbind: (_cx, { words }) => ({ kind: 'unbind', device: deviceId(words[0] ?? '') }),
};

function failingIn(words: readonly string[]): InjectFailure['of'] {
  return words.find((word) => word === 'alloc' || word === 'fd') ?? 'map';
}
