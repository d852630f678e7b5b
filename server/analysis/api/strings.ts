import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const source = 'include/linux/string.h (6.12)';
const arm = 'arch/arm/include/asm/string.h (6.12)';
const fortify = 'include/linux/fortify-string.h (6.12)';
const sprintf = 'include/linux/sprintf.h (6.12)';
const uaccess = 'include/linux/uaccess.h (6.12)';
const kstrtox = 'include/linux/kstrtox.h (6.12)';
const copy = { effect: 'copy', returns: 'same' } as const;
const value = { returns: 'value' } as const;

/** Memory the CPU copies, fills, compares or formats. */
export const stringFunctions: readonly ApiFunction[] = [
  ...plain(arm, ['cpu-write', 'cpu-read', 'size'], 'memcpy memmove', copy),
  ...plain(fortify, ['cpu-write', 'cpu-read', 'size'], 'strncpy', copy),
  ...plain(source, ['cpu-write', 'cpu-read', 'size'], 'memcpy_flushcache', { effect: 'copy' }),
  ...plain(source, ['cpu-write', 'size', 'cpu-read', 'size', 'ignored'], 'memcpy_and_pad', { effect: 'copy' }),
  ...plain(source, ['cpu-write', 'cpu-read'], 'strcpy strcat', copy),
  ...plain(source, ['cpu-write', 'cpu-read'], 'strtomem', { effect: 'copy' }),
  ...plain(source, ['cpu-write', 'cpu-read', 'ignored'], 'strtomem_pad', { effect: 'copy' }),
  ...plain(source, ['cpu-write', 'cpu-read'], 'strscpy strscpy_pad', {
    effect: 'copy',
    returns: 'value',
    rest: 'size',
  }),
  ...plain(fortify, ['cpu-write', 'cpu-read', 'size'], 'strlcat strncat', { effect: 'copy', returns: 'value' }),
  ...plain('include/linux/string.h (6.7)', ['cpu-write', 'cpu-read', 'size'], 'strlcpy', {
    effect: 'copy',
    returns: 'value',
  }),
  ...plain(arm, ['cpu-write', 'ignored', 'size'], 'memset', { returns: 'same', fillsWith: 1 }),
  ...plain(source, ['cpu-write', 'ignored', 'ignored'], 'memset16', { returns: 'same' }),
  ...plain(arm, ['cpu-write', 'ignored', 'ignored'], 'memset32 memset64', { returns: 'same' }),
  ...plain(source, ['cpu-write', 'size'], 'memzero_explicit', { returns: 'nothing' }),
  ...plain(fortify, ['cpu-read', 'cpu-read', 'size'], 'memcmp', value),
  ...plain(source, ['cpu-read', 'cpu-read', 'size'], 'bcmp strncmp strncasecmp', value),
  ...plain('include/crypto/utils.h (6.12)', ['cpu-read', 'cpu-read', 'size'], 'crypto_memneq', value),
  ...plain('include/crypto/utils.h (6.12)', ['cpu-write', 'cpu-read', 'size'], 'crypto_xor', { returns: 'nothing' }),
  ...plain('include/crypto/utils.h (6.12)', ['cpu-write', 'cpu-read', 'cpu-read', 'size'], 'crypto_xor_cpy', {
    returns: 'nothing',
  }),
  ...plain(source, ['cpu-read', 'cpu-read'], 'strcmp strcasecmp sysfs_streq strstarts', value),
  ...plain(fortify, ['cpu-read', 'ignored', 'size'], 'memchr memscan', { returns: 'pointer-or-null' }),
  ...plain(source, ['cpu-read', 'ignored', 'size'], 'memchr_inv', { returns: 'pointer-or-null' }),
  ...plain(source, ['cpu-read'], 'strlen', value),
  ...plain(fortify, ['cpu-read', 'ignored'], 'strnlen', value),
  ...plain(source, ['cpu-read', 'cpu-read'], 'strstr strpbrk', { returns: 'pointer-or-null' }),
  ...plain(source, ['cpu-read', 'ignored'], 'strchr strrchr', { returns: 'pointer-or-null' }),
  ...plain(source, ['cpu-read', 'cpu-read'], 'strspn strcspn', value),
  ...plain(source, ['cpu-write', 'cpu-read'], 'strsep', { returns: 'pointer-or-null' }),
  ...plain(source, ['cpu-write'], 'strim', { returns: 'pointer' }),
  ...plain(source, ['cpu-read'], 'skip_spaces kbasename', { returns: 'pointer' }),
  ...plain(source, ['cpu-read', 'ignored', 'cpu-read'], 'match_string', value),

  ...plain(sprintf, ['cpu-write', 'size', 'cpu-read'], 'snprintf scnprintf', { ...value, rest: 'ignored' }),
  ...plain(sprintf, ['cpu-write', 'size', 'cpu-read', 'ignored'], 'vsnprintf vscnprintf', value),
  ...plain(sprintf, ['cpu-write', 'cpu-read'], 'sprintf', { ...value, rest: 'ignored' }),
  ...plain(sprintf, ['cpu-read', 'cpu-read'], 'sscanf', { ...value, rest: 'cpu-write' }),
  ...plain('include/linux/sysfs.h (6.12)', ['cpu-write', 'cpu-read'], 'sysfs_emit', { ...value, rest: 'ignored' }),
  ...plain('include/linux/sysfs.h (6.12)', ['cpu-write', 'ignored', 'cpu-read'], 'sysfs_emit_at', {
    ...value,
    rest: 'ignored',
  }),

  ...plain(
    kstrtox,
    ['cpu-read', 'ignored', 'cpu-write'],
    'kstrtoul kstrtol kstrtoull kstrtoll kstrtouint kstrtoint kstrtou16 kstrtos16 kstrtou8 kstrtos8 kstrtou32 kstrtou64',
    { returns: 'zero-or-negative' },
  ),
  ...plain(kstrtox, ['cpu-read', 'cpu-write'], 'kstrtobool', { returns: 'zero-or-negative' }),
  ...plain(kstrtox, ['ignored', 'size', 'ignored', 'cpu-write'], 'kstrtoul_from_user kstrtoint_from_user', {
    returns: 'zero-or-negative',
  }),
  ...plain(kstrtox, ['ignored', 'size', 'ignored', 'cpu-write'], 'kstrtouint_from_user', {
    returns: 'zero-or-negative',
  }),
  ...plain(kstrtox, ['cpu-read', 'cpu-write', 'ignored'], 'simple_strtoul simple_strtol simple_strtoull', value),

  ...plain(uaccess, ['cpu-write', 'ignored', 'size'], 'copy_from_user __copy_from_user', {
    effect: 'copy',
    returns: 'value',
    sleeps: true,
  }),
  ...plain(uaccess, ['ignored', 'cpu-read', 'size'], 'copy_to_user __copy_to_user', {
    effect: 'copy',
    returns: 'value',
    sleeps: true,
  }),
  ...plain('arch/arm/include/asm/uaccess.h (6.12)', ['assigned', 'ignored'], 'get_user __get_user', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  ...plain('arch/arm/include/asm/uaccess.h (6.12)', ['ignored', 'ignored'], 'put_user __put_user', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  ...plain('arch/arm/include/asm/uaccess.h (6.12)', ['ignored', 'size'], 'clear_user', value),
  ...plain('include/asm-generic/access_ok.h (6.12)', ['ignored', 'ignored'], 'access_ok', { returns: 'boolean' }),
  ...plain(
    'include/linux/fs.h (6.12)',
    ['ignored', 'size', 'cpu-write', 'cpu-read', 'size'],
    'simple_read_from_buffer',
    { effect: 'copy', returns: 'value' },
  ),
  ...plain(
    'include/linux/fs.h (6.12)',
    ['cpu-write', 'size', 'cpu-write', 'ignored', 'size'],
    'simple_write_to_buffer',
    { effect: 'copy', returns: 'value' },
  ),
  ...plain('include/linux/uio.h (6.12)', ['cpu-write', 'size', 'changed'], 'copy_from_iter', {
    effect: 'copy',
    returns: 'value',
  }),
  ...plain('include/linux/uio.h (6.12)', ['ignored'], 'iov_iter_count', { returns: 'value' }),
  ...plain('include/linux/uio.h (6.12)', ['ignored', 'ignored', 'size', 'changed'], 'copy_page_to_iter', {
    returns: 'value',
  }),
  ...plain('include/linux/uio.h (6.12)', ['ignored', 'ignored', 'size', 'changed'], 'copy_page_from_iter', {
    returns: 'value',
  }),
  ...plain('include/linux/uaccess.h (6.12)', ['cpu-write', 'ignored', 'size'], 'strncpy_from_user', {
    returns: 'value',
    sleeps: true,
  }),
  ...plain('include/linux/uaccess.h (6.12)', ['cpu-write', 'size', 'ignored', 'size'], 'copy_struct_from_user', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  ...plain('include/linux/kernel.h (6.12)', ['ignored'], 'u64_to_user_ptr', { returns: 'pointer-or-null', pure: true }),
  ...plain('include/linux/uio.h (6.12)', ['cpu-read', 'size', 'changed'], 'copy_to_iter', {
    effect: 'copy',
    returns: 'value',
  }),

  ...plain('include/linux/crc32.h (6.12)', ['ignored', 'cpu-read', 'size'], 'crc32 crc32_le crc32_be', value),
  ...plain('include/linux/crc32.h (6.12)', ['size', 'cpu-read'], 'ether_crc ether_crc_le', value),
  ...plain('include/linux/crc32c.h (6.12)', ['ignored', 'cpu-read', 'size'], 'crc32c', value),
  ...plain('include/linux/crc-ccitt.h (6.12)', ['ignored', 'cpu-read', 'size'], 'crc_ccitt', value),
  ...plain('include/linux/random.h (6.12)', ['cpu-write', 'size'], 'get_random_bytes', { returns: 'nothing' }),
  ...plain('include/linux/random.h (6.12)', [], 'get_random_u32 get_random_u8 get_random_u16', value),
  ...plain(fortify, ['cpu-write', 'cpu-read', 'size', 'ignored'], 'unsafe_memcpy', copy),
];
