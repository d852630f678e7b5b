import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const asm = 'arch/arm/include/asm/io.h (6.12)';
const generic = 'include/asm-generic/io.h (6.12)';
const powerpc = 'arch/powerpc/include/asm/io.h (6.12)';
const barriers = 'include/asm-generic/barrier.h (6.12)';
const regmap = 'include/linux/regmap.h (6.12)';
const doorbell = { effect: 'hand-over', returns: 'nothing', orders: 'writes' } as const;
/** Documentation/memory-barriers.txt, "Kernel I/O barrier effects" (6.12): not ordered with accesses to memory. */
const relaxed = { effect: 'hand-over', returns: 'nothing', orders: 'nothing' } as const;
const orderedValue = { returns: 'value', orders: 'reads' } as const;
const registerWrite = { effect: 'hand-over', returns: 'zero-or-negative' } as const;
const value = { returns: 'value' } as const;

/** Any register write may be the one that starts the device; whether it is, depends on what was published before. */
export const mmioFunctions: readonly ApiFunction[] = [
  ...plain(asm, ['ignored', 'ignored'], 'writeb writew writel iowrite16be iowrite32be outb outw outl', doorbell),
  ...plain(
    asm,
    ['ignored', 'ignored'],
    'writeb_relaxed writew_relaxed writel_relaxed __raw_writeb __raw_writew __raw_writel',
    relaxed,
  ),
  ...plain(
    generic,
    ['ignored', 'ignored'],
    'writeq iowrite8 iowrite16 iowrite32 iowrite64 iowrite64be outb_p',
    doorbell,
  ),
  ...plain(generic, ['ignored', 'ignored'], 'writeq_relaxed __raw_writeq', relaxed),
  ...plain('include/linux/io-64-nonatomic-lo-hi.h (6.12)', ['ignored', 'ignored'], 'lo_hi_writeq', doorbell),
  ...plain('include/linux/io-64-nonatomic-hi-lo.h (6.12)', ['ignored', 'ignored'], 'hi_lo_writeq', doorbell),
  // PowerPC, Super-H and Blackfin drivers: the address comes first.
  ...plain(powerpc, ['ignored', 'ignored'], 'out_8 out_be16 out_le16 out_be32 out_le32 out_be64 out_le64', doorbell),
  ...plain(powerpc, ['ignored', 'ignored'], 'setbits32 clrbits32 setbits16 clrbits16', doorbell),
  ...plain(powerpc, ['ignored'], 'in_8 in_be16 in_le16 in_be32 in_le32 in_be64 in_le64', value),
  ...plain(asm, ['ignored'], 'readb readw readl ioread16be ioread32be inb inw inl', orderedValue),
  ...plain(asm, ['ignored'], 'readb_relaxed readw_relaxed readl_relaxed __raw_readb __raw_readw __raw_readl', value),
  ...plain(generic, ['ignored'], 'readq ioread8 ioread16 ioread32 ioread64 ioread64be inb_p', orderedValue),
  ...plain(generic, ['ignored'], 'readq_relaxed __raw_readq', value),
  ...plain('include/linux/io-64-nonatomic-lo-hi.h (6.12)', ['ignored'], 'lo_hi_readq', value),
  ...plain('include/linux/io-64-nonatomic-hi-lo.h (6.12)', ['ignored'], 'hi_lo_readq', value),
  // FIFO access: the count is in units of the name's width.
  ...plain(generic, ['ignored', 'cpu-read', 'ignored'], 'writesb writesw writesl iowrite8_rep iowrite16_rep'),
  ...plain(generic, ['ignored', 'cpu-read', 'ignored'], 'iowrite32_rep outsb outsw outsl'),
  ...plain(generic, ['ignored', 'cpu-write', 'ignored'], 'readsb readsw readsl ioread8_rep ioread16_rep'),
  ...plain(generic, ['ignored', 'cpu-write', 'ignored'], 'ioread32_rep insb insw insl'),
  ...plain(asm, ['ignored', 'cpu-read', 'size'], 'memcpy_toio', { effect: 'copy', returns: 'nothing' }),
  ...plain(asm, ['cpu-write', 'ignored', 'size'], 'memcpy_fromio', { effect: 'copy', returns: 'nothing' }),
  ...plain(asm, ['ignored', 'ignored', 'size'], 'memset_io'),
  ...plain('include/linux/io.h (6.12)', ['ignored', 'cpu-read', 'ignored'], '__iowrite32_copy __iowrite64_copy'),

  ...plain(regmap, ['ignored', 'ignored', 'ignored'], 'regmap_write regmap_write_async', registerWrite),
  ...plain(regmap, ['ignored', 'ignored', 'ignored'], 'regmap_set_bits regmap_clear_bits', registerWrite),
  ...plain(
    regmap,
    ['ignored', 'ignored', 'ignored', 'ignored'],
    'regmap_update_bits regmap_write_bits regmap_update_bits_async',
    registerWrite,
  ),
  ...plain(regmap, ['ignored', 'ignored'], 'regmap_field_write regmap_field_force_write', registerWrite),
  ...plain(regmap, ['ignored', 'ignored', 'ignored'], 'regmap_field_update_bits', registerWrite),
  ...plain(regmap, ['ignored', 'ignored', 'cpu-read', 'ignored'], 'regmap_bulk_write regmap_raw_write', registerWrite),
  ...plain(regmap, ['ignored', 'ignored', 'cpu-write'], 'regmap_read', { returns: 'zero-or-negative' }),
  ...plain(regmap, ['ignored', 'cpu-write'], 'regmap_field_read', { returns: 'zero-or-negative' }),
  ...plain(regmap, ['ignored', 'ignored', 'cpu-write', 'ignored'], 'regmap_bulk_read regmap_raw_read', {
    returns: 'zero-or-negative',
  }),
  ...plain(regmap, ['ignored', 'ignored', 'ignored'], 'regmap_test_bits', { returns: 'value' }),
  ...plain(regmap, ['ignored', 'ignored', 'ignored', 'ignored'], 'devm_regmap_init_mmio_clk', {
    returns: 'error-pointer',
  }),
  ...plain(regmap, ['ignored', 'ignored', 'ignored'], 'devm_regmap_init_mmio', { returns: 'error-pointer' }),
  ...plain(regmap, ['ignored', 'ignored', 'ignored'], 'devm_regmap_field_alloc', { returns: 'error-pointer' }),

  ...plain(barriers, [], 'mb dma_mb', { orders: 'both' }),
  ...plain(barriers, [], 'wmb dma_wmb', { orders: 'writes' }),
  ...plain(barriers, [], 'rmb dma_rmb', { orders: 'reads' }),
  ...plain(barriers, [], 'smp_mb smp_mb__before_atomic smp_mb__after_atomic', { orders: 'both', isForCpus: true }),
  ...plain(barriers, [], 'smp_wmb', { orders: 'writes', isForCpus: true }),
  ...plain(barriers, [], 'smp_rmb', { orders: 'reads', isForCpus: true }),
  ...plain('include/linux/compiler.h (6.12)', [], 'barrier'),
  ...plain('include/asm-generic/io.h (5.1)', [], 'mmiowb'),
  ...plain('include/asm-generic/barrier.h (6.12)', [], 'io_stop_wc'),
];
