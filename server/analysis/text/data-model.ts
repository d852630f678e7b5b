/**
 * What the preprocessor would know on the one data model of the analysis: 32-bit little-endian ARM, Linux 6.12.
 * A number, or `defined` for a macro whose value nobody compares.
 */
export const predefinedMacros: ReadonlyMap<string, number | 'defined'> = new Map<string, number | 'defined'>([
  ['__KERNEL__', 1],
  ['__linux__', 1],
  ['__GNUC__', 12],
  ['__GNUC_MINOR__', 1],
  ['__STDC__', 1],
  ['__arm__', 1],
  ['__ARMEL__', 1],
  // Linux include/uapi/linux/byteorder/little_endian.h (6.12): only the macro of the order in force exists.
  ['__LITTLE_ENDIAN', 1234],
  ['__LITTLE_ENDIAN_BITFIELD', 'defined'],
  ['__BYTE_ORDER__', 1234],
  ['__ORDER_LITTLE_ENDIAN__', 1234],
  ['__ORDER_BIG_ENDIAN__', 4321],
  ['BITS_PER_LONG', 32],
  ['__BITS_PER_LONG', 32],
  ['BITS_PER_LONG_LONG', 64],
  ['PAGE_SHIFT', 12],
  ['PAGE_SIZE', 4096],
  ['LINUX_VERSION_CODE', 0x06_0c_00],
]);

/** Names that only have a value in a comparison of byte orders and are not defined otherwise. */
export const comparedMacros: ReadonlyMap<string, number> = new Map([
  ['__BYTE_ORDER', 1234],
  ['__BIG_ENDIAN', 4321],
]);

/** Options of other architectures, word sizes and byte orders; everything else counts as built in. */
const contradictsDataModel =
  /^CONFIG_(?:(?:64BIT|COMPAT|CPU_BIG_ENDIAN|BIG_ENDIAN|ARM64|S390|IA64|PARISC|ALPHA|M68K|COLDFIRE|SUPERH|LOONGARCH|ARC|UML|NIOS2|MICROBLAZE|OPENRISC|CSKY|HEXAGON|XTENSA|NO_DMA|SUN3|SUPERH32|MACH_LOONGSON64)$|(?:X86|PPC|SPARC|MIPS|RISCV|ARM64_|S390_|IA64_|PARISC_|ALPHA_|SGI_IP|MACH_JZ|CAVIUM_OCTEON|UML_))/;

/** A loadable part of an option is not set where the option is built in. */
const asLoadable = /_MODULE$/;

export function isOptionSet(name: string): boolean {
  return !contradictsDataModel.test(name) && !asLoadable.test(name);
}
