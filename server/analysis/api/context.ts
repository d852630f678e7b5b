import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const spinlock = 'include/linux/spinlock.h (6.12)';
const rwlock = 'include/linux/rwlock.h (6.12)';
const irqflags = 'include/linux/irqflags.h (6.12)';
const mutex = 'include/linux/mutex.h (6.12)';
const semaphore = 'include/linux/semaphore.h (6.12)';
const rwsem = 'include/linux/rwsem.h (6.12)';
const enters = { returns: 'nothing', context: 'enters-atomic' } as const;
const leaves = { returns: 'nothing', context: 'leaves-atomic' } as const;
const masks = { returns: 'nothing', context: 'disables-irqs' } as const;
const unmasks = { returns: 'nothing', context: 'enables-irqs' } as const;
const asks = { returns: 'boolean', context: 'asks' } as const;
const sleeps = { returns: 'nothing', sleeps: true } as const;

/** Locks and interrupt state: they decide what may sleep, and change nothing the locked code works on. */
export const contextFunctions: readonly ApiFunction[] = [
  ...plain(spinlock, ['ignored'], 'spin_lock spin_lock_bh raw_spin_lock raw_spin_lock_bh', enters),
  ...plain(spinlock, ['ignored', 'ignored'], 'spin_lock_nested raw_spin_lock_nested', enters),
  ...plain(spinlock, ['ignored'], 'spin_unlock spin_unlock_bh raw_spin_unlock raw_spin_unlock_bh', leaves),
  ...plain(spinlock, ['ignored'], 'spin_lock_irq raw_spin_lock_irq', masks),
  ...plain(spinlock, ['ignored', 'assigned'], 'spin_lock_irqsave raw_spin_lock_irqsave', masks),
  ...plain(spinlock, ['ignored', 'assigned', 'ignored'], 'spin_lock_irqsave_nested', masks),
  ...plain(spinlock, ['ignored'], 'spin_unlock_irq raw_spin_unlock_irq', unmasks),
  ...plain(spinlock, ['ignored', 'ignored'], 'spin_unlock_irqrestore raw_spin_unlock_irqrestore', unmasks),
  ...plain(rwlock, ['ignored'], 'read_lock write_lock read_lock_bh write_lock_bh', enters),
  ...plain(rwlock, ['ignored'], 'read_unlock write_unlock read_unlock_bh write_unlock_bh', leaves),
  ...plain(rwlock, ['ignored'], 'read_lock_irq write_lock_irq', masks),
  ...plain(rwlock, ['ignored'], 'read_unlock_irq write_unlock_irq', unmasks),
  ...plain(rwlock, ['ignored', 'assigned'], 'read_lock_irqsave write_lock_irqsave', masks),
  ...plain(rwlock, ['ignored', 'ignored'], 'read_unlock_irqrestore write_unlock_irqrestore', unmasks),
  ...plain('include/linux/seqlock.h (6.12)', ['ignored'], 'write_seqlock write_seqlock_bh', enters),
  ...plain('include/linux/seqlock.h (6.12)', ['ignored'], 'write_sequnlock write_sequnlock_bh', leaves),
  ...plain('include/linux/seqlock.h (6.12)', ['ignored'], 'write_seqlock_irq', masks),
  ...plain('include/linux/seqlock.h (6.12)', ['ignored'], 'write_sequnlock_irq', unmasks),
  ...plain('include/linux/seqlock.h (6.12)', ['ignored', 'assigned'], 'write_seqlock_irqsave', masks),
  ...plain('include/linux/seqlock.h (6.12)', ['ignored', 'ignored'], 'write_sequnlock_irqrestore', unmasks),
  ...plain('include/linux/bit_spinlock.h (6.12)', ['ignored', 'ignored'], 'bit_spin_lock', enters),
  ...plain('include/linux/bit_spinlock.h (6.12)', ['ignored', 'ignored'], 'bit_spin_unlock', leaves),
  // Whether these take the lock is known from the result only.
  ...plain(spinlock, ['ignored'], 'spin_trylock spin_trylock_bh spin_is_locked', { returns: 'boolean' }),
  ...plain(spinlock, ['ignored', 'assigned'], 'spin_trylock_irqsave', { returns: 'boolean' }),
  ...plain(spinlock, ['ignored'], 'spin_lock_init raw_spin_lock_init assert_spin_locked', { returns: 'nothing' }),
  ...plain(rwlock, ['ignored'], 'rwlock_init', { returns: 'nothing' }),

  ...plain(irqflags, ['assigned'], 'local_irq_save', masks),
  ...plain(irqflags, [], 'local_irq_disable', masks),
  ...plain(irqflags, ['ignored'], 'local_irq_restore', unmasks),
  ...plain(irqflags, [], 'local_irq_enable', unmasks),
  ...plain(irqflags, [], 'irqs_disabled', asks),
  ...plain('include/linux/bottom_half.h (6.12)', [], 'local_bh_disable', enters),
  ...plain('include/linux/bottom_half.h (6.12)', [], 'local_bh_enable', leaves),
  ...plain('include/linux/preempt.h (6.12)', [], 'preempt_disable', enters),
  ...plain('include/linux/preempt.h (6.12)', [], 'preempt_enable', leaves),
  ...plain(
    'include/linux/preempt.h (6.12)',
    [],
    'in_interrupt in_atomic in_irq in_softirq in_hardirq in_serving_softirq in_nmi in_task preemptible preempt_count',
    asks,
  ),
  ...plain('include/linux/gfp.h (6.12)', ['ignored'], 'gfpflags_allow_blocking gfpflags_normal_context', asks),
  ...plain('include/linux/smp.h (6.12)', [], 'get_cpu', { returns: 'value', context: 'enters-atomic' }),
  ...plain('include/linux/smp.h (6.12)', [], 'put_cpu', leaves),
  ...plain('include/linux/smp.h (6.12)', [], 'smp_processor_id raw_smp_processor_id', { returns: 'value' }),
  ...plain('include/linux/rcupdate.h (6.12)', [], 'rcu_read_lock rcu_read_lock_bh', enters),
  ...plain('include/linux/rcupdate.h (6.12)', [], 'rcu_read_unlock rcu_read_unlock_bh', leaves),
  ...plain('include/linux/rcupdate.h (6.12)', ['ignored'], 'rcu_dereference rcu_access_pointer', {
    effect: 'same-value',
    returns: 'same',
  }),
  ...plain('include/linux/rcupdate.h (6.12)', ['ignored', 'ignored'], 'rcu_dereference_protected', {
    effect: 'same-value',
    returns: 'same',
  }),
  ...plain('include/linux/rcupdate.h (6.12)', ['assigned', 'ignored'], 'rcu_assign_pointer', { returns: 'nothing' }),
  ...plain('include/linux/rcupdate.h (6.12)', ['assigned', 'ignored'], 'RCU_INIT_POINTER', { returns: 'nothing' }),

  ...plain(mutex, ['ignored'], 'mutex_lock mutex_lock_io', sleeps),
  ...plain(mutex, ['ignored', 'ignored'], 'mutex_lock_nested', sleeps),
  ...plain(mutex, ['ignored'], 'mutex_lock_interruptible mutex_lock_killable', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  ...plain(mutex, ['ignored'], 'mutex_trylock mutex_is_locked', { returns: 'boolean' }),
  ...plain(mutex, ['ignored'], 'mutex_unlock mutex_init mutex_destroy', { returns: 'nothing' }),
  ...plain(mutex, ['ignored', 'ignored'], 'devm_mutex_init', { returns: 'zero-or-negative' }),
  ...plain(semaphore, ['ignored'], 'down', sleeps),
  ...plain(semaphore, ['ignored'], 'down_interruptible', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(semaphore, ['ignored'], 'down_trylock', { returns: 'value' }),
  ...plain(semaphore, ['ignored', 'ignored'], 'down_timeout', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(semaphore, ['ignored'], 'up', { returns: 'nothing' }),
  ...plain(semaphore, ['ignored', 'ignored'], 'sema_init', { returns: 'nothing' }),
  ...plain(rwsem, ['ignored'], 'down_read down_write', sleeps),
  ...plain(rwsem, ['ignored'], 'up_read up_write init_rwsem', { returns: 'nothing' }),
  ...plain('include/linux/rtnetlink.h (6.12)', [], 'rtnl_lock', sleeps),
  ...plain('include/linux/rtnetlink.h (6.12)', [], 'rtnl_unlock', { returns: 'nothing' }),
  ...plain('include/linux/rtnetlink.h (6.12)', [], 'rtnl_trylock', { returns: 'boolean' }),
  ...plain('include/linux/dma-resv.h (6.12)', ['ignored', 'ignored'], 'dma_resv_lock', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  ...plain('include/linux/dma-resv.h (6.12)', ['ignored'], 'dma_resv_unlock', { returns: 'nothing' }),
  ...plain('include/linux/serial_core.h (6.12)', ['ignored'], 'uart_port_lock', enters),
  ...plain('include/linux/serial_core.h (6.12)', ['ignored'], 'uart_port_unlock', leaves),
  ...plain('include/linux/serial_core.h (6.12)', ['ignored'], 'uart_port_lock_irq', masks),
  ...plain('include/linux/serial_core.h (6.12)', ['ignored'], 'uart_port_unlock_irq', unmasks),
  ...plain('include/linux/serial_core.h (6.12)', ['ignored', 'cpu-write'], 'uart_port_lock_irqsave', masks),
  ...plain('include/linux/serial_core.h (6.12)', ['ignored', 'ignored'], 'uart_port_unlock_irqrestore', unmasks),
  ...plain(
    'include/linux/netdevice.h (6.12)',
    ['ignored'],
    'netif_tx_lock netif_tx_lock_bh netif_addr_lock_bh',
    enters,
  ),
  ...plain('include/linux/netdevice.h (6.12)', ['ignored'], 'netif_tx_unlock netif_tx_unlock_bh', leaves),
  ...plain('include/linux/netdevice.h (6.12)', ['ignored'], 'netif_addr_unlock_bh __netif_tx_unlock', leaves),
  ...plain('include/linux/netdevice.h (6.12)', ['ignored', 'ignored'], '__netif_tx_lock', enters),
  ...plain('include/linux/kernel.h (6.12)', [], 'might_sleep', { returns: 'nothing', sleeps: true }),
  ...plain('include/linux/lockdep.h (6.12)', ['ignored'], 'lockdep_assert_held lockdep_assert_held_once', {
    returns: 'nothing',
  }),
  ...plain('include/linux/lockdep.h (6.12)', [], 'lockdep_assert_irqs_disabled', { returns: 'nothing' }),
];
