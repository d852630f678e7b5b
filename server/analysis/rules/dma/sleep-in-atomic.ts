import { causeNote, showCause } from '../contexts.js';
import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux kernel/sched/core.c (6.12): __might_sleep() says "sleeping function called from invalid context". The flags of an
// allocation decide whether it may: include/linux/gfp_types.h.
export const sleepInAtomic: Rule = {
  id: 'dma/sleep-in-atomic',
  category: 'context',
  level: 'error',
  onByDefault: true,
  summary: 'A call that may sleep is made where nothing may',
  cwe: 833,
  on: {
    SLEEPS_IN_ATOMIC({ at, name, byFlags, cause }, report) {
      const reason = byFlags ? ' with these flags' : '';
      report({ at, message: `${code(name)} may sleep${reason} ${showCause(cause)}`, notes: [causeNote(cause)] });
    },
  },
};
