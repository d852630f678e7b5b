/**
 * What the kernel's scope-based clean-up calls. Linux include/linux/{cleanup,mutex,spinlock,rwsem,rcupdate}.h (6.12);
 * `DEFINE_FREE` sits beside the function it names.
 */

/** `__free(name)`: names whose function is called otherwise. */
const frees: ReadonlyMap<string, string> = new Map([
  ['device_node', 'of_node_put'],
  ['fwnode_handle', 'fwnode_handle_put'],
  ['firmware', 'release_firmware'],
  ['bitmap', 'bitmap_free'],
  ['put_task', 'put_task_struct'],
]);

export const freeFunction = (name: string): string => frees.get(name) ?? name;

export interface Guard {
  readonly enter: string;
  readonly leave: string;
}

const guards: ReadonlyMap<string, Guard> = new Map([
  ['mutex', { enter: 'mutex_lock', leave: 'mutex_unlock' }],
  ['mutex_try', { enter: 'mutex_trylock', leave: 'mutex_unlock' }],
  ['mutex_intr', { enter: 'mutex_lock_interruptible', leave: 'mutex_unlock' }],
  ['spinlock', { enter: 'spin_lock', leave: 'spin_unlock' }],
  ['spinlock_bh', { enter: 'spin_lock_bh', leave: 'spin_unlock_bh' }],
  ['spinlock_irq', { enter: 'spin_lock_irq', leave: 'spin_unlock_irq' }],
  ['spinlock_irqsave', { enter: 'spin_lock_irqsave', leave: 'spin_unlock_irqrestore' }],
  ['raw_spinlock', { enter: 'raw_spin_lock', leave: 'raw_spin_unlock' }],
  ['raw_spinlock_irq', { enter: 'raw_spin_lock_irq', leave: 'raw_spin_unlock_irq' }],
  ['raw_spinlock_irqsave', { enter: 'raw_spin_lock_irqsave', leave: 'raw_spin_unlock_irqrestore' }],
  ['read_lock', { enter: 'read_lock', leave: 'read_unlock' }],
  ['read_lock_irq', { enter: 'read_lock_irq', leave: 'read_unlock_irq' }],
  ['read_lock_irqsave', { enter: 'read_lock_irqsave', leave: 'read_unlock_irqrestore' }],
  ['write_lock', { enter: 'write_lock', leave: 'write_unlock' }],
  ['write_lock_irq', { enter: 'write_lock_irq', leave: 'write_unlock_irq' }],
  ['write_lock_irqsave', { enter: 'write_lock_irqsave', leave: 'write_unlock_irqrestore' }],
  ['rwsem_read', { enter: 'down_read', leave: 'up_read' }],
  ['rwsem_write', { enter: 'down_write', leave: 'up_write' }],
  ['rcu', { enter: 'rcu_read_lock', leave: 'rcu_read_unlock' }],
  ['srcu', { enter: 'srcu_read_lock', leave: 'srcu_read_unlock' }],
  ['irq', { enter: 'local_irq_disable', leave: 'local_irq_enable' }],
  ['irqsave', { enter: 'local_irq_save', leave: 'local_irq_restore' }],
  ['preempt', { enter: 'preempt_disable', leave: 'preempt_enable' }],
  ['migrate', { enter: 'migrate_disable', leave: 'migrate_enable' }],
  ['cpus_read_lock', { enter: 'cpus_read_lock', leave: 'cpus_read_unlock' }],
  ['device', { enter: 'device_lock', leave: 'device_unlock' }],
  ['disable_irq', { enter: 'disable_irq', leave: 'enable_irq' }],
]);

export const guardFunctions = (name: string): Guard =>
  guards.get(name) ?? { enter: `class_${name}_constructor`, leave: `class_${name}_destructor` };
