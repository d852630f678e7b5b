import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const completion = 'include/linux/completion.h (6.12)';
const wait = 'include/linux/wait.h (6.12)';
const iopoll = 'include/linux/iopoll.h (6.12)';
const delay = 'include/linux/delay.h (6.12)';
const asmDelay = 'arch/arm/include/asm/delay.h (6.12)';
const interrupt = 'include/linux/interrupt.h (6.12)';
const waits = { effect: 'wait', returns: 'nothing', sleeps: true } as const;
const waitsForValue = { effect: 'wait', returns: 'value', sleeps: true } as const;
const waitsOrFails = { effect: 'wait', returns: 'zero-or-negative', sleeps: true } as const;
const polls = { effect: 'wait', returns: 'zero-or-negative' } as const;

/** Where the device may have gone on by the time the call is back. */
export const waitingFunctions: readonly ApiFunction[] = [
  ...plain(completion, ['ignored'], 'wait_for_completion wait_for_completion_io', waits),
  ...plain(
    completion,
    ['ignored', 'ignored'],
    'wait_for_completion_timeout wait_for_completion_io_timeout',
    waitsForValue,
  ),
  ...plain(completion, ['ignored'], 'wait_for_completion_interruptible wait_for_completion_killable', waitsOrFails),
  ...plain(
    completion,
    ['ignored', 'ignored'],
    'wait_for_completion_interruptible_timeout wait_for_completion_killable_timeout',
    waitsForValue,
  ),
  ...plain(completion, ['ignored'], 'try_wait_for_completion completion_done', { effect: 'wait', returns: 'boolean' }),

  ...plain(wait, ['ignored', 'ignored'], 'wait_event wait_event_freezable', waits),
  ...plain(wait, ['ignored', 'ignored', 'ignored'], 'wait_event_timeout wait_event_freezable_timeout', waitsForValue),
  ...plain(wait, ['ignored', 'ignored'], 'wait_event_interruptible wait_event_killable', waitsOrFails),
  ...plain(
    wait,
    ['ignored', 'ignored', 'ignored'],
    'wait_event_interruptible_timeout wait_event_killable_timeout',
    waitsForValue,
  ),
  // These drop the lock they are given while they sleep.
  ...plain(wait, ['ignored', 'ignored', 'ignored'], 'wait_event_lock_irq', { ...waits, sleeps: false }),
  ...plain(wait, ['ignored', 'ignored', 'ignored'], 'wait_event_interruptible_lock_irq', {
    ...waitsOrFails,
    sleeps: false,
  }),
  ...plain(wait, ['ignored', 'ignored', 'ignored', 'ignored'], 'wait_event_lock_irq_timeout', {
    ...waitsForValue,
    sleeps: false,
  }),

  // The macro assigns the value it reads to its second argument.
  ...plain(
    iopoll,
    ['ignored', 'assigned', 'ignored', 'ignored', 'ignored'],
    'readl_poll_timeout readl_relaxed_poll_timeout readw_poll_timeout readb_poll_timeout readq_poll_timeout',
    waitsOrFails,
  ),
  ...plain(
    iopoll,
    ['ignored', 'assigned', 'ignored', 'ignored', 'ignored'],
    `readl_poll_timeout_atomic readl_relaxed_poll_timeout_atomic readw_poll_timeout_atomic readb_poll_timeout_atomic
    readq_poll_timeout_atomic`,
    polls,
  ),
  ...plain(
    iopoll,
    ['ignored', 'ignored', 'assigned', 'ignored', 'ignored', 'ignored'],
    'readx_poll_timeout',
    waitsOrFails,
  ),
  ...plain(
    iopoll,
    ['ignored', 'ignored', 'assigned', 'ignored', 'ignored', 'ignored'],
    'readx_poll_timeout_atomic',
    polls,
  ),
  ...plain(iopoll, ['ignored', 'assigned', 'ignored', 'ignored', 'ignored', 'ignored'], 'read_poll_timeout', {
    ...waitsOrFails,
    rest: 'ignored',
  }),
  ...plain(iopoll, ['ignored', 'assigned', 'ignored', 'ignored', 'ignored', 'ignored'], 'read_poll_timeout_atomic', {
    ...polls,
    rest: 'ignored',
  }),
  ...plain(
    'include/linux/regmap.h (6.12)',
    ['ignored', 'ignored', 'assigned', 'ignored', 'ignored', 'ignored'],
    'regmap_read_poll_timeout',
    waitsOrFails,
  ),

  ...plain(delay, ['ignored'], 'msleep ssleep fsleep', waits),
  ...plain(delay, ['ignored'], 'msleep_interruptible', waitsForValue),
  ...plain(delay, ['ignored', 'ignored'], 'usleep_range', waits),
  ...plain(asmDelay, ['ignored'], 'udelay', { effect: 'wait', returns: 'nothing' }),
  ...plain(delay, ['ignored'], 'mdelay ndelay', { effect: 'wait', returns: 'nothing' }),
  ...plain('arch/arm/include/asm/vdso/processor.h (6.12)', [], 'cpu_relax', { effect: 'wait', returns: 'nothing' }),
  ...plain(
    'include/linux/sched.h (6.12)',
    ['ignored'],
    'schedule_timeout schedule_timeout_interruptible schedule_timeout_uninterruptible',
    waitsForValue,
  ),
  ...plain('include/linux/sched.h (6.12)', [], 'schedule yield', waits),
  ...plain('include/linux/sched.h (6.12)', [], 'cond_resched', { returns: 'value', sleeps: true }),

  // After these no handler runs: what it would have done may have been done.
  ...plain('include/linux/hardirq.h (6.12)', ['ignored'], 'synchronize_irq', waits),
  ...plain(interrupt, ['ignored'], 'disable_irq', waits),
  ...plain(interrupt, ['ignored'], 'tasklet_kill tasklet_disable', waits),
  ...plain('include/linux/timer.h (6.12)', ['ignored'], 'del_timer_sync timer_delete_sync timer_shutdown_sync', {
    effect: 'wait',
    returns: 'value',
  }),
  ...plain('include/linux/hrtimer.h (6.12)', ['ignored'], 'hrtimer_cancel', { effect: 'wait', returns: 'value' }),
  ...plain(
    'include/linux/workqueue.h (6.12)',
    ['ignored'],
    'cancel_work_sync cancel_delayed_work_sync flush_work flush_delayed_work',
    { effect: 'wait', returns: 'boolean', sleeps: true },
  ),
  ...plain('include/linux/workqueue.h (6.12)', ['ignored'], 'flush_workqueue drain_workqueue', waits),
  ...plain('include/linux/rcupdate.h (6.12)', [], 'synchronize_rcu', waits),
  ...plain('include/linux/rcutree.h (6.12)', [], 'rcu_barrier', waits),
  ...plain('include/linux/kthread.h (6.12)', ['ignored'], 'kthread_stop', waitsForValue),
  ...plain('include/linux/kthread.h (6.12)', ['ignored'], 'kthread_flush_work kthread_flush_worker', {
    effect: 'wait',
    returns: 'nothing',
    sleeps: true,
  }),

  ...plain('include/linux/mmc/core.h (6.12)', ['ignored', 'changed'], 'mmc_wait_for_req', waits),
  ...plain('include/linux/mmc/core.h (6.12)', ['ignored', 'changed', 'ignored'], 'mmc_wait_for_cmd', waitsOrFails),
];
