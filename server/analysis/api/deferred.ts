import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const workqueue = 'include/linux/workqueue.h (6.12)';
const timer = 'include/linux/timer.h (6.12)';
const hrtimer = 'include/linux/hrtimer.h (6.12)';
const interrupt = 'include/linux/interrupt.h (6.12)';
const completion = 'include/linux/completion.h (6.12)';
const wait = 'include/linux/wait.h (6.12)';
const jiffies = 'include/linux/jiffies.h (6.12)';
const ktime = 'include/linux/ktime.h (6.12)';
const truth = { returns: 'boolean' } as const;
const failing = { returns: 'zero-or-negative' } as const;
const pure = { returns: 'value', pure: true } as const;

/** Code that runs later, and time. A queued item is reachable by its handler from then on. */
export const deferredFunctions: readonly ApiFunction[] = [
  ...plain(workqueue, ['ignored', 'ignored'], 'INIT_WORK INIT_DELAYED_WORK INIT_WORK_ONSTACK'),
  ...plain(workqueue, ['shared'], 'schedule_work', truth),
  ...plain(workqueue, ['shared', 'ignored'], 'schedule_delayed_work', truth),
  ...plain(workqueue, ['ignored', 'shared'], 'queue_work', truth),
  ...plain(workqueue, ['ignored', 'shared', 'ignored'], 'queue_delayed_work mod_delayed_work', truth),
  ...plain(workqueue, ['ignored', 'ignored', 'shared'], 'queue_work_on', truth),
  ...plain(workqueue, ['ignored'], 'cancel_work cancel_delayed_work work_pending delayed_work_pending', truth),
  ...plain(workqueue, ['ignored'], 'to_delayed_work', { returns: 'pointer', pure: true }),
  ...plain(workqueue, ['ignored', 'ignored', 'ignored'], 'alloc_workqueue', {
    returns: 'pointer-or-null',
    rest: 'ignored',
    sleeps: true,
  }),
  ...plain(workqueue, ['ignored', 'ignored'], 'alloc_ordered_workqueue', {
    returns: 'pointer-or-null',
    rest: 'ignored',
    sleeps: true,
  }),
  ...plain(workqueue, ['ignored'], 'create_singlethread_workqueue create_workqueue', {
    returns: 'pointer-or-null',
    sleeps: true,
  }),
  ...plain(workqueue, ['kept'], 'destroy_workqueue', { returns: 'nothing', sleeps: true }),

  ...plain(timer, ['ignored', 'ignored', 'ignored'], 'timer_setup timer_setup_on_stack'),
  ...plain(timer, ['shared', 'ignored'], 'mod_timer', { returns: 'value' }),
  ...plain(timer, ['shared'], 'add_timer'),
  ...plain(timer, ['ignored'], 'del_timer timer_delete timer_pending try_to_del_timer_sync', { returns: 'value' }),
  ...plain(hrtimer, ['ignored', 'ignored', 'ignored'], 'hrtimer_init'),
  ...plain(hrtimer, ['shared', 'ignored', 'ignored'], 'hrtimer_start'),
  ...plain(hrtimer, ['ignored'], 'hrtimer_try_to_cancel', { returns: 'value' }),
  ...plain(hrtimer, ['ignored'], 'hrtimer_active', truth),

  ...plain(interrupt, ['ignored', 'ignored'], 'tasklet_setup'),
  ...plain(interrupt, ['ignored', 'ignored', 'ignored'], 'tasklet_init'),
  ...plain(interrupt, ['shared'], 'tasklet_schedule tasklet_hi_schedule'),
  ...plain(interrupt, ['ignored'], 'tasklet_enable enable_irq disable_irq_nosync'),
  ...plain(interrupt, ['ignored', 'ignored', 'ignored', 'ignored', 'shared'], 'request_irq', failing),
  ...plain(
    interrupt,
    ['ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'shared'],
    'request_threaded_irq',
    failing,
  ),
  ...plain(interrupt, ['ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'shared'], 'devm_request_irq', failing),
  ...plain(
    interrupt,
    ['ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'shared'],
    'devm_request_threaded_irq',
    failing,
  ),
  ...plain(interrupt, ['ignored', 'ignored'], 'free_irq', { effect: 'wait', sleeps: true }),
  ...plain(interrupt, ['ignored', 'ignored', 'ignored'], 'devm_free_irq', { effect: 'wait', sleeps: true }),
  ...plain(interrupt, ['ignored', 'ignored'], 'irq_set_affinity_hint irq_update_affinity_hint', failing),
  ...plain(interrupt, ['ignored', 'ignored'], 'irq_set_affinity_and_hint', failing),
  ...plain(interrupt, ['ignored'], 'enable_irq_wake disable_irq_wake', failing),
  ...plain('include/linux/irqreturn.h (6.12)', ['ignored'], 'IRQ_RETVAL', pure),
  ...plain('include/linux/irq.h (6.12)', ['ignored', 'ignored'], 'irq_set_irq_type', failing),
  ...plain('include/linux/irqdomain.h (6.12)', ['ignored', 'ignored'], 'irq_create_mapping', { returns: 'value' }),
  ...plain('include/linux/irqdomain.h (6.12)', ['ignored'], 'irq_dispose_mapping'),
  ...plain('include/linux/of_irq.h (6.12)', ['ignored', 'ignored'], 'irq_of_parse_and_map of_irq_get', {
    returns: 'value',
  }),

  ...plain(completion, ['ignored'], 'init_completion reinit_completion complete complete_all'),
  ...plain(
    wait,
    ['ignored'],
    'init_waitqueue_head wake_up wake_up_all wake_up_interruptible wake_up_interruptible_all wake_up_sync',
  ),
  ...plain(wait, ['ignored'], 'waitqueue_active', { returns: 'value' }),
  ...plain(wait, ['ignored', 'ignored'], 'add_wait_queue remove_wait_queue finish_wait wake_up_poll'),
  ...plain(wait, ['ignored', 'ignored', 'ignored'], 'prepare_to_wait'),
  ...plain('include/linux/sched.h (6.12)', ['ignored'], 'set_current_state __set_current_state'),
  ...plain('include/linux/sched.h (6.12)', ['ignored'], 'wake_up_process', { returns: 'value' }),
  ...plain('include/linux/sched/signal.h (6.12)', ['ignored'], 'signal_pending fatal_signal_pending', {
    returns: 'boolean',
  }),
  ...plain('include/linux/poll.h (6.12)', ['ignored', 'ignored', 'ignored'], 'poll_wait'),
  ...plain('include/linux/kthread.h (6.12)', [], 'kthread_should_stop', truth),
  ...plain('include/linux/kthread.h (6.12)', ['ignored', 'shared', 'ignored', 'ignored'], 'kthread_create_on_node', {
    returns: 'error-pointer',
    rest: 'ignored',
    sleeps: true,
  }),
  ...plain('include/linux/kthread.h (6.12)', ['ignored', 'ignored'], 'kthread_bind kthread_init_work'),
  ...plain('include/linux/kthread.h (6.12)', ['ignored', 'shared'], 'kthread_queue_work', truth),
  ...plain('include/linux/kthread.h (6.12)', ['ignored', 'ignored'], 'kthread_create_worker', {
    returns: 'error-pointer',
    rest: 'ignored',
    sleeps: true,
  }),
  ...plain('include/linux/kthread.h (6.12)', ['kept'], 'kthread_destroy_worker', { returns: 'nothing', sleeps: true }),
  ...plain('include/linux/irq_poll.h (6.12)', ['shared'], 'irq_poll_sched'),
  ...plain('include/linux/kthread.h (6.12)', ['ignored', 'shared', 'ignored'], 'kthread_run kthread_create', {
    returns: 'error-pointer',
    rest: 'ignored',
    sleeps: true,
  }),

  ...plain(
    jiffies,
    ['ignored'],
    'msecs_to_jiffies usecs_to_jiffies jiffies_to_msecs jiffies_to_usecs nsecs_to_jiffies',
    pure,
  ),
  ...plain(jiffies, ['ignored', 'ignored'], 'time_after time_before time_after_eq time_before_eq', truth),
  ...plain(jiffies, ['ignored'], 'time_is_before_jiffies time_is_after_jiffies', truth),
  ...plain('include/linux/timer.h (6.12)', ['ignored'], 'round_jiffies round_jiffies_relative', { returns: 'value' }),
  ...plain('include/linux/timekeeping.h (6.12)', [], 'ktime_get ktime_get_ns ktime_get_real ktime_get_seconds', {
    returns: 'value',
  }),
  ...plain('include/linux/timekeeping.h (6.12)', [], 'ktime_get_real_seconds ktime_get_boottime_ns', {
    returns: 'value',
  }),
  ...plain('include/linux/timekeeping.h (6.12)', ['cpu-write'], 'ktime_get_real_ts64'),
  ...plain(
    ktime,
    ['ignored', 'ignored'],
    'ktime_sub ktime_add ktime_add_us ktime_add_ns ktime_us_delta ktime_ms_delta',
    pure,
  ),
  ...plain(ktime, ['ignored', 'ignored'], 'ktime_compare ktime_after ktime_before ktime_set', pure),
  ...plain(ktime, ['ignored'], 'ktime_to_ns ktime_to_us ktime_to_ms ns_to_ktime ms_to_ktime', pure),
  ...plain('include/linux/sched/clock.h (6.12)', [], 'sched_clock local_clock', { returns: 'value' }),
];
