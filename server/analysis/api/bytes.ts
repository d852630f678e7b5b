import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const byteorder = 'include/linux/byteorder/generic.h (6.12)';
const swab = 'include/uapi/linux/swab.h (6.12)';
const unaligned = 'include/linux/unaligned.h (6.12)';
const words = 'include/linux/wordpart.h (6.12)';
const same = { effect: 'same-value', returns: 'same', pure: true } as const;
const read = { returns: 'value' } as const;
const written = { returns: 'nothing' } as const;

/** Byte order and halves. A handle in a descriptor is still that handle, and one written in halves is still one. */
export const byteFunctions: readonly ApiFunction[] = [
  ...plain(
    byteorder,
    ['ignored'],
    `cpu_to_le16 cpu_to_le32 cpu_to_le64 cpu_to_be16 cpu_to_be32 cpu_to_be64
    le16_to_cpu le32_to_cpu le64_to_cpu be16_to_cpu be32_to_cpu be64_to_cpu htons htonl ntohs ntohl`,
    same,
  ),
  ...plain(
    'include/uapi/linux/byteorder/little_endian.h (6.12)',
    ['ignored'],
    `__cpu_to_le16 __cpu_to_le32 __cpu_to_le64 __cpu_to_be16 __cpu_to_be32 __cpu_to_be64
    __le16_to_cpu __le32_to_cpu __le64_to_cpu __be16_to_cpu __be32_to_cpu __be64_to_cpu
    __constant_cpu_to_le32 __constant_cpu_to_le16 __constant_cpu_to_be32 __constant_htons`,
    same,
  ),
  ...plain(swab, ['ignored'], '__swab16 __swab32 __swab64', same),
  ...plain('include/linux/swab.h (6.12)', ['ignored'], 'swab16 swab32 swab64', same),
  ...plain(words, ['ignored'], 'lower_32_bits lower_16_bits upper_16_bits', same),
  ...plain(words, ['ignored'], 'upper_32_bits', { effect: 'upper-half', returns: 'value', pure: true }),
  ...plain(
    byteorder,
    ['cpu-read'],
    'le16_to_cpup le32_to_cpup le64_to_cpup be16_to_cpup be32_to_cpup be64_to_cpup cpu_to_le32p cpu_to_be32p',
    read,
  ),
  ...plain(
    byteorder,
    ['cpu-write'],
    'le16_to_cpus le32_to_cpus le64_to_cpus be16_to_cpus be32_to_cpus be64_to_cpus cpu_to_le16s cpu_to_le32s',
    written,
  ),
  ...plain(byteorder, ['cpu-write'], 'cpu_to_be16s cpu_to_be32s', written),
  ...plain(byteorder, ['cpu-write', 'ignored'], 'le32_to_cpu_array cpu_to_le32_array', written),
  ...plain(byteorder, ['cpu-write', 'cpu-read', 'ignored'], 'cpu_to_be32_array be32_to_cpu_array', written),
  ...plain(byteorder, ['cpu-write', 'ignored'], 'le16_add_cpu le32_add_cpu be16_add_cpu be32_add_cpu', written),
  ...plain('include/linux/swab.h (6.12)', ['cpu-write', 'ignored'], 'swab32_array swab16_array', written),
  ...plain(
    unaligned,
    ['cpu-read'],
    `get_unaligned get_unaligned_le16 get_unaligned_le24 get_unaligned_le32 get_unaligned_le64
    get_unaligned_be16 get_unaligned_be24 get_unaligned_be32 get_unaligned_be48 get_unaligned_be64`,
    { effect: 'loads', returns: 'value' },
  ),
  ...plain(
    unaligned,
    ['ignored', 'cpu-write'],
    `put_unaligned put_unaligned_le16 put_unaligned_le24 put_unaligned_le32 put_unaligned_le64
    put_unaligned_be16 put_unaligned_be24 put_unaligned_be32 put_unaligned_be48 put_unaligned_be64`,
    { effect: 'stores', returns: 'nothing' },
  ),
  ...plain(
    'include/linux/bitfield.h (6.12)',
    ['ignored', 'ignored'],
    `le16_get_bits le32_get_bits le64_get_bits be16_get_bits be32_get_bits be64_get_bits u8_get_bits u16_get_bits
    u32_get_bits u64_get_bits le16_encode_bits le32_encode_bits le64_encode_bits be16_encode_bits be32_encode_bits
    be64_encode_bits u8_encode_bits u16_encode_bits u32_encode_bits u64_encode_bits u32_replace_bits FIELD_PREP
    FIELD_GET FIELD_FIT FIELD_PREP_CONST`,
    { returns: 'value', pure: true },
  ),
  ...plain('include/linux/bitfield.h (6.12)', ['ignored'], 'FIELD_MAX', { returns: 'value', pure: true }),
  ...plain(
    'include/linux/bitfield.h (6.12)',
    ['cpu-write', 'ignored', 'ignored'],
    'le16p_replace_bits le32p_replace_bits le64p_replace_bits u8p_replace_bits u16p_replace_bits u32p_replace_bits',
    written,
  ),
];
