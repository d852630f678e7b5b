import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const math = 'include/linux/math.h (6.12)';
const bits = 'include/linux/bits.h (6.12)';
const bitops = 'include/linux/bitops.h (6.12)';
const bitmap = 'include/linux/bitmap.h (6.12)';
const lockBits = 'include/asm-generic/bitops/instrumented-lock.h (6.12)';
const find = 'include/linux/find.h (6.12)';
const atomic = 'include/linux/atomic/atomic-instrumented.h (6.12)';
const refcount = 'include/linux/refcount.h (6.12)';
const err = 'include/linux/err.h (6.12)';
const bug = 'include/asm-generic/bug.h (6.12)';
const pure = { returns: 'value', pure: true } as const;
const value = { returns: 'value' } as const;
const truth = { returns: 'boolean' } as const;

/** Results that depend on the arguments alone. */
const pureFunctions: readonly ApiFunction[] = [
  ...plain(bits, ['ignored'], 'BIT_MASK BIT_WORD BIT_ULL_MASK BIT_ULL_WORD', pure),
  ...plain('include/vdso/bits.h (6.12)', ['ignored'], 'BIT BIT_ULL', pure),
  ...plain(bits, ['ignored', 'ignored'], 'GENMASK GENMASK_ULL', pure),
  ...plain(
    bitops,
    ['ignored'],
    'BITS_TO_LONGS BITS_TO_BYTES BITS_TO_U32 fls_long hweight_long get_bitmask_order',
    pure,
  ),
  ...plain(
    'include/asm-generic/bitops/const_hweight.h (6.12)',
    ['ignored'],
    'hweight8 hweight16 hweight32 hweight64',
    pure,
  ),
  ...plain('include/asm-generic/bitops/builtin-ffs.h (6.12)', ['ignored'], 'ffs', pure),
  ...plain('include/asm-generic/bitops/builtin-fls.h (6.12)', ['ignored'], 'fls', pure),
  ...plain('include/asm-generic/bitops/builtin-__ffs.h (6.12)', ['ignored'], '__ffs', pure),
  ...plain('include/asm-generic/bitops/builtin-__fls.h (6.12)', ['ignored'], '__fls', pure),
  ...plain('include/asm-generic/bitops/fls64.h (6.12)', ['ignored'], 'fls64', pure),
  ...plain('include/linux/bitrev.h (6.12)', ['ignored'], 'bitrev8 bitrev16 bitrev32', pure),
  ...plain('include/linux/align.h (6.12)', ['ignored', 'ignored'], 'ALIGN ALIGN_DOWN PTR_ALIGN PTR_ALIGN_DOWN', pure),
  ...plain('include/linux/align.h (6.12)', ['ignored', 'ignored'], 'IS_ALIGNED', { returns: 'boolean', pure: true }),
  ...plain(
    math,
    ['ignored', 'ignored'],
    'round_up round_down roundup rounddown DIV_ROUND_UP DIV_ROUND_UP_ULL DIV_ROUND_DOWN_ULL DIV_ROUND_CLOSEST ' +
      'DIV_ROUND_CLOSEST_ULL abs_diff reciprocal_scale',
    pure,
  ),
  ...plain(math, ['ignored'], 'abs int_sqrt', pure),
  ...plain(math, ['ignored', 'ignored', 'ignored'], 'mult_frac', pure),
  ...plain(
    'include/linux/math64.h (6.12)',
    ['ignored', 'ignored'],
    'div_u64 div64_u64 div_s64 div64_s64 div64_ul',
    pure,
  ),
  ...plain('include/linux/math64.h (6.12)', ['ignored', 'ignored', 'cpu-write'], 'div_u64_rem', value),
  // Divides its first argument in place and returns the remainder.
  ...plain('include/asm-generic/div64.h (6.12)', ['assigned', 'ignored'], 'do_div', value),
  ...plain(math, ['assigned', 'ignored'], 'sector_div', value),
  ...plain('include/linux/log2.h (6.12)', ['ignored'], 'ilog2 order_base_2 roundup_pow_of_two bits_per', pure),
  ...plain('include/linux/log2.h (6.12)', ['ignored'], 'rounddown_pow_of_two', pure),
  ...plain('include/linux/log2.h (6.12)', ['ignored'], 'is_power_of_2', { returns: 'boolean', pure: true }),
  ...plain('include/linux/overflow.h (6.12)', ['ignored', 'ignored'], 'array_size size_mul size_add size_sub', pure),
  ...plain('include/linux/overflow.h (6.12)', ['ignored', 'ignored', 'ignored'], 'array3_size struct_size', pure),
  ...plain('include/linux/overflow.h (6.12)', ['ignored', 'ignored', 'ignored'], 'flex_array_size struct_size_t', pure),
  ...plain(
    'include/linux/overflow.h (6.12)',
    ['ignored', 'ignored', 'cpu-write'],
    'check_add_overflow check_mul_overflow check_sub_overflow',
    truth,
  ),
  ...plain('include/asm-generic/getorder.h (6.12)', ['ignored'], 'get_order', pure),
  ...plain('include/linux/mm.h (6.12)', ['ignored'], 'PAGE_ALIGN PAGE_ALIGN_DOWN offset_in_page', pure),
  ...plain('include/linux/mm.h (6.12)', ['ignored'], 'PAGE_ALIGNED', { returns: 'boolean', pure: true }),
  ...plain('include/linux/pfn.h (6.12)', ['ignored'], 'PFN_UP PFN_DOWN PFN_PHYS PHYS_PFN PFN_ALIGN', pure),
  ...plain('include/linux/array_size.h (6.12)', ['ignored'], 'ARRAY_SIZE', pure),
  ...plain('include/linux/kconfig.h (6.12)', ['ignored'], 'IS_ENABLED IS_REACHABLE IS_BUILTIN IS_MODULE', {
    returns: 'boolean',
    pure: true,
  }),
  ...plain('include/linux/skbuff.h (6.12)', ['ignored'], 'SKB_DATA_ALIGN SKB_TRUESIZE SKB_WITH_OVERHEAD', pure),
  ...plain('include/linux/cache.h (6.12)', ['ignored'], 'L1_CACHE_ALIGN', pure),
  ...plain('include/linux/circ_buf.h (6.12)', ['ignored', 'ignored', 'ignored'], 'CIRC_CNT CIRC_SPACE', pure),
  ...plain('include/linux/circ_buf.h (6.12)', ['ignored', 'ignored', 'ignored'], 'CIRC_CNT_TO_END', pure),
  ...plain('include/linux/circ_buf.h (6.12)', ['ignored', 'ignored', 'ignored'], 'CIRC_SPACE_TO_END', pure),
  ...plain('include/linux/minmax.h (6.12)', ['ignored', 'ignored'], 'min max min_not_zero', pure),
  ...plain('include/linux/minmax.h (6.12)', ['ignored', 'ignored', 'ignored'], 'min_t max_t min3 max3 clamp', pure),
  ...plain('include/linux/minmax.h (6.12)', ['ignored', 'ignored', 'ignored'], 'clamp_val', pure),
  ...plain('include/linux/minmax.h (6.12)', ['ignored', 'ignored', 'ignored', 'ignored'], 'clamp_t', pure),
  ...plain('include/linux/minmax.h (6.12)', ['assigned', 'assigned'], 'swap'),
];

const bitFunctions: readonly ApiFunction[] = [
  ...plain(bitops, ['ignored', 'cpu-read'], 'test_bit', { ...truth, pure: true }),
  ...plain('arch/arm/include/asm/bitops.h (6.12)', ['ignored', 'cpu-write'], 'set_bit clear_bit change_bit'),
  ...plain('include/linux/bitops.h (6.12)', ['ignored', 'cpu-write'], '__set_bit __clear_bit __change_bit'),
  ...plain(bitops, ['ignored', 'cpu-write', 'ignored'], 'assign_bit __assign_bit'),
  ...plain(
    'arch/arm/include/asm/bitops.h (6.12)',
    ['ignored', 'cpu-write'],
    'test_and_set_bit test_and_clear_bit test_and_change_bit',
    truth,
  ),
  ...plain(bitops, ['ignored', 'cpu-write'], '__test_and_set_bit __test_and_clear_bit', truth),
  ...plain(lockBits, ['ignored', 'cpu-write'], 'clear_bit_unlock'),
  ...plain(lockBits, ['ignored', 'cpu-write'], 'test_and_set_bit_lock', truth),
  ...plain(find, ['cpu-read', 'ignored'], 'find_first_bit find_first_zero_bit find_last_bit', value),
  ...plain(find, ['cpu-read', 'ignored', 'ignored'], 'find_next_bit find_next_zero_bit', value),
  ...plain(bitmap, ['cpu-write', 'ignored'], 'bitmap_zero bitmap_fill'),
  ...plain(bitmap, ['cpu-write', 'ignored', 'ignored'], 'bitmap_set bitmap_clear bitmap_release_region'),
  ...plain(bitmap, ['cpu-write', 'ignored', 'ignored'], 'bitmap_allocate_region', value),
  ...plain(bitops, ['ignored', 'ignored'], 'sign_extend32', pure),
  ...plain(bitops, ['ignored'], 'get_count_order', pure),
  ...plain('include/asm-generic/bitops/ffz.h (6.12)', ['ignored'], 'ffz', pure),
  ...plain('include/linux/cpumask.h (6.12)', ['ignored', 'cpu-write'], 'cpumask_set_cpu cpumask_clear_cpu'),
  ...plain(bitmap, ['cpu-write', 'cpu-read', 'ignored'], 'bitmap_copy'),
  ...plain(bitmap, ['cpu-write', 'cpu-read', 'cpu-read', 'ignored'], 'bitmap_or bitmap_and bitmap_andnot bitmap_xor'),
  ...plain(bitmap, ['cpu-read', 'ignored'], 'bitmap_weight', value),
  ...plain(bitmap, ['cpu-read', 'ignored'], 'bitmap_empty bitmap_full', truth),
  ...plain(bitmap, ['cpu-read', 'cpu-read', 'ignored'], 'bitmap_equal bitmap_intersects bitmap_subset', truth),
  ...plain(bitmap, ['cpu-write', 'ignored', 'ignored'], 'bitmap_find_free_region', value),
  ...plain(bitmap, ['cpu-read', 'ignored', 'ignored', 'ignored', 'ignored'], 'bitmap_find_next_zero_area', value),
  ...plain(bitmap, ['ignored', 'gfp-flags'], 'bitmap_zalloc bitmap_alloc', { returns: 'pointer-or-null' }),
  ...plain(bitmap, ['ignored', 'ignored', 'gfp-flags'], 'devm_bitmap_zalloc', { returns: 'pointer-or-null' }),
  ...plain(bitmap, ['kept'], 'bitmap_free'),
];

/** Counters shared with other processors: the memory right behind the pointer changes, nothing further. */
const atomicFunctions: readonly ApiFunction[] = [
  ...plain(atomic, ['cpu-read'], 'atomic_read atomic64_read atomic_long_read atomic_read_acquire', value),
  ...plain(atomic, ['cpu-write', 'ignored'], 'atomic_set atomic64_set atomic_long_set atomic_set_release'),
  ...plain(atomic, ['cpu-write'], 'atomic_inc atomic_dec atomic64_inc atomic64_dec atomic_long_inc atomic_long_dec'),
  ...plain(atomic, ['ignored', 'cpu-write'], 'atomic_add atomic_sub atomic64_add atomic64_sub atomic_or atomic_and'),
  ...plain(atomic, ['cpu-write'], 'atomic_inc_return atomic_dec_return atomic64_inc_return atomic_fetch_inc', value),
  ...plain(atomic, ['cpu-write'], 'atomic_dec_and_test atomic_inc_and_test atomic_inc_not_zero', truth),
  ...plain(atomic, ['cpu-write'], 'atomic_dec_if_positive atomic64_dec_return atomic_fetch_dec', value),
  ...plain(atomic, ['ignored', 'cpu-write'], 'atomic_sub_and_test atomic_add_negative', truth),
  ...plain(atomic, ['ignored', 'cpu-write'], 'atomic_add_return atomic_sub_return atomic64_add_return', value),
  ...plain(
    atomic,
    ['ignored', 'cpu-write'],
    'atomic_fetch_or atomic_fetch_and atomic_fetch_add atomic_fetch_sub',
    value,
  ),
  ...plain(atomic, ['cpu-write', 'ignored'], 'atomic_xchg atomic64_xchg xchg', value),
  ...plain(atomic, ['cpu-write', 'ignored', 'ignored'], 'atomic_cmpxchg cmpxchg cmpxchg64', value),
  ...plain(atomic, ['cpu-write', 'ignored', 'ignored'], 'atomic_add_unless', truth),
  ...plain(refcount, ['cpu-read'], 'refcount_read', value),
  ...plain(refcount, ['cpu-write', 'ignored'], 'refcount_set'),
  ...plain(refcount, ['ignored', 'cpu-write'], 'refcount_add'),
  ...plain(refcount, ['ignored', 'cpu-write'], 'refcount_sub_and_test', truth),
  ...plain('include/linux/percpu-refcount.h (6.12)', ['ignored'], 'percpu_ref_get percpu_ref_put'),
  ...plain(refcount, ['cpu-write'], 'refcount_inc refcount_dec'),
  ...plain(refcount, ['cpu-write'], 'refcount_dec_and_test refcount_inc_not_zero', truth),
  ...plain('include/linux/kref.h (6.12)', ['cpu-write'], 'kref_init kref_get'),
  ...plain('include/linux/kref.h (6.12)', ['cpu-write'], 'kref_get_unless_zero', truth),
  ...plain('include/linux/kref.h (6.12)', ['cpu-read'], 'kref_read', value),
  // The last put calls the release function, and nothing of the object may be used after.
  ...plain('include/linux/kref.h (6.12)', ['kept', 'ignored'], 'kref_put', truth),
  ...plain('include/linux/kref.h (6.12)', ['kept', 'ignored', 'ignored'], 'kref_put_mutex kref_put_lock', truth),
  ...plain('include/linux/u64_stats_sync.h (6.12)', ['ignored'], 'u64_stats_update_begin u64_stats_update_end'),
  ...plain('include/linux/u64_stats_sync.h (6.12)', ['ignored'], 'u64_stats_init'),
  ...plain(
    'include/linux/u64_stats_sync.h (6.12)',
    ['ignored'],
    'u64_stats_fetch_begin u64_stats_update_begin_irqsave',
    value,
  ),
  ...plain('include/linux/u64_stats_sync.h (6.12)', ['ignored', 'ignored'], 'u64_stats_fetch_retry', truth),
  ...plain('include/linux/u64_stats_sync.h (6.12)', ['ignored', 'ignored'], 'u64_stats_update_end_irqrestore'),
  ...plain('include/linux/u64_stats_sync.h (6.12)', ['cpu-write', 'ignored'], 'u64_stats_add u64_stats_set'),
  ...plain('include/linux/u64_stats_sync.h (6.12)', ['cpu-write'], 'u64_stats_inc'),
  ...plain('include/linux/u64_stats_sync.h (6.12)', ['cpu-read'], 'u64_stats_read', value),
  ...plain('include/asm-generic/rwonce.h (6.12)', ['ignored'], 'READ_ONCE', { effect: 'same-value', returns: 'same' }),
  ...plain('include/asm-generic/rwonce.h (6.12)', ['assigned', 'ignored'], 'WRITE_ONCE'),
  ...plain('include/asm-generic/barrier.h (6.12)', ['cpu-read'], 'smp_load_acquire', {
    ...value,
    orders: 'reads',
  }),
  ...plain('include/asm-generic/barrier.h (6.12)', ['cpu-write', 'ignored'], 'smp_store_release smp_store_mb', {
    orders: 'writes',
  }),
  ...plain('include/linux/percpu-defs.h (6.12)', ['ignored'], 'this_cpu_ptr raw_cpu_ptr', { returns: 'pointer' }),
  ...plain('include/linux/percpu-defs.h (6.12)', ['ignored', 'ignored'], 'per_cpu_ptr', {
    returns: 'pointer',
    pure: true,
  }),
  ...plain('include/linux/percpu-defs.h (6.12)', ['ignored'], 'this_cpu_inc this_cpu_dec'),
  ...plain('include/linux/percpu-defs.h (6.12)', ['ignored', 'ignored'], 'this_cpu_add this_cpu_write'),
  ...plain('include/linux/percpu-defs.h (6.12)', ['ignored'], 'this_cpu_read __this_cpu_read', value),
];

const errorFunctions: readonly ApiFunction[] = [
  ...plain(err, ['ignored'], 'IS_ERR IS_ERR_VALUE', { effect: 'tests-error-pointer', returns: 'boolean', pure: true }),
  ...plain(err, ['ignored'], 'IS_ERR_OR_NULL', { effect: 'tests-error-or-null', returns: 'boolean', pure: true }),
  ...plain(err, ['ignored'], 'PTR_ERR ERR_PTR ERR_CAST', { effect: 'same-value', returns: 'same', pure: true }),
  ...plain(err, ['ignored'], 'PTR_ERR_OR_ZERO', { effect: 'error-or-zero', returns: 'zero-or-negative', pure: true }),
  ...plain('include/linux/compiler.h (6.12)', ['ignored'], 'likely unlikely', {
    effect: 'same-value',
    returns: 'same',
    pure: true,
  }),
  ...plain(bug, ['ignored'], 'WARN_ON WARN_ON_ONCE', { effect: 'same-value', returns: 'same' }),
  ...plain(bug, ['ignored', 'ignored'], 'WARN WARN_ONCE', { effect: 'same-value', returns: 'same', rest: 'ignored' }),
  ...plain(bug, ['ignored'], 'BUG_ON', { effect: 'asserts-zero', returns: 'nothing' }),
  ...plain(bug, [], 'BUG', { effect: 'never-returns' }),
  ...plain('include/linux/panic.h (6.12)', ['ignored'], 'panic', { effect: 'never-returns', rest: 'ignored' }),
  ...plain('include/linux/compiler.h (6.12)', [], 'unreachable', { effect: 'never-returns' }),
  ...plain('include/linux/build_bug.h (6.12)', ['ignored'], 'BUILD_BUG_ON BUILD_BUG_ON_NOT_POWER_OF_2'),
  ...plain('include/linux/build_bug.h (6.12)', ['ignored', 'ignored'], 'BUILD_BUG_ON_MSG'),
  ...plain('include/linux/build_bug.h (6.12)', ['ignored'], 'static_assert', { rest: 'ignored' }),
  ...plain('include/linux/prefetch.h (6.12)', ['ignored'], 'prefetch prefetchw'),
  ...plain('include/linux/prefetch.h (6.12)', ['ignored', 'ignored'], 'prefetch_range'),
];

export const numberFunctions: readonly ApiFunction[] = [
  ...pureFunctions,
  ...bitFunctions,
  ...atomicFunctions,
  ...errorFunctions,
];
