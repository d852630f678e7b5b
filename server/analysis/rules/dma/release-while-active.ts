import type { StillActive } from '../../written/event.js';
import type { Rule } from '../rule.js';
import { code } from '../words.js';

export const releaseWhileActive: Rule = {
  id: 'dma/release-while-active',
  category: 'lifecycle',
  level: 'warning',
  onByDefault: true,
  summary: 'DMA memory is released while the device or a handler may still be using it',
  cwe: 416,
  on: {
    RELEASED_WHILE_ACTIVE({ at, what, isFreed, ...active }, report) {
      const done = isFreed ? 'freed' : 'unmapped';
      const { reason, note } = explain(active);
      report({ at, message: `${code(what)} is ${done} ${reason}`, notes: [{ at: active.byAt, message: note }] });
    },
    LEFT_RUNNING({ at, channel, functionName, startedAt }, report) {
      report({
        at,
        message: `the transfer on ${code(channel)} goes on when ${code(functionName)} fails, in memory that is taken back then`,
        notes: [{ at: startedAt, message: 'started here' }],
      });
    },
  },
};

function explain(active: StillActive): { readonly reason: string; readonly note: string } {
  const by = code(active.by);
  switch (active.why) {
    case 'late-stop':
      return { reason: `before ${by} keeps the device from it`, note: 'stopped here' };
    case 'late-wait':
      return {
        reason: `before ${code(active.stop)} waits for ${by}, a ${active.kind} that uses it`,
        note: 'waits here',
      };
    case 'no-wait':
      return { reason: `while ${by} may still use it: nothing waits for this ${active.kind}`, note: 'used in here' };
    case 'async-stop':
      return { reason: `after ${by}, which does not wait until the transfer is over`, note: 'stopped here' };
    case 'timeout':
      return { reason: 'after a wait for the device timed out, and nothing stops it', note: 'waits here' };
  }
}
