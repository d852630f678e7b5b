/**
 * Names from kernel headers that a driver file uses without defining them. Values that depend on the configuration
 * (`HZ`, `NET_SKB_PAD`) are left out: a name without a number stays a symbol. `DMA_MAPPING_ERROR` is left out too,
 * because its width is that of `dma_addr_t` and the contract knows it by name.
 */
export function constantByName(name: string): number | undefined {
  return constants.get(name);
}

const bit = (index: number): number => 2 ** index;

/** include/linux/dma-direction.h; the PCI names: include/linux/pci-dma-compat.h (5.17). */
const directions = {
  DMA_BIDIRECTIONAL: 0,
  DMA_TO_DEVICE: 1,
  DMA_FROM_DEVICE: 2,
  DMA_NONE: 3,
  PCI_DMA_BIDIRECTIONAL: 0,
  PCI_DMA_TODEVICE: 1,
  PCI_DMA_FROMDEVICE: 2,
  PCI_DMA_NONE: 3,
};

/** include/linux/dmaengine.h: another enumeration, whose numbers are not those of the directions above. */
const dmaengine = {
  DMA_MEM_TO_MEM: 0,
  DMA_MEM_TO_DEV: 1,
  DMA_DEV_TO_MEM: 2,
  DMA_DEV_TO_DEV: 3,
  DMA_TRANS_NONE: 4,
  DMA_COMPLETE: 0,
  DMA_IN_PROGRESS: 1,
  DMA_PAUSED: 2,
  DMA_ERROR: 3,
  DMA_OUT_OF_ORDER: 4,
  DMA_PREP_INTERRUPT: bit(0),
  DMA_CTRL_ACK: bit(1),
  DMA_PREP_PQ_DISABLE_P: bit(2),
  DMA_PREP_PQ_DISABLE_Q: bit(3),
  DMA_PREP_CONTINUE: bit(4),
  DMA_PREP_FENCE: bit(5),
  DMA_CTRL_REUSE: bit(6),
  DMA_PREP_CMD: bit(7),
  DMA_PREP_REPEAT: bit(8),
  DMA_PREP_LOAD_EOT: bit(9),
};

/** include/linux/dma-mapping.h; `DMA_ATTR_NON_CONSISTENT`: the same file in 5.9. */
const attributes = {
  DMA_ATTR_WEAK_ORDERING: bit(1),
  DMA_ATTR_WRITE_COMBINE: bit(2),
  DMA_ATTR_NON_CONSISTENT: bit(3),
  DMA_ATTR_NO_KERNEL_MAPPING: bit(4),
  DMA_ATTR_SKIP_CPU_SYNC: bit(5),
  DMA_ATTR_FORCE_CONTIGUOUS: bit(6),
  DMA_ATTR_ALLOC_SINGLE_PAGES: bit(7),
  DMA_ATTR_NO_WARN: bit(8),
  DMA_ATTR_PRIVILEGED: bit(9),
};

/** include/linux/gfp_types.h; bit 9 has been unused since 6.10. */
const gfpBits = {
  __GFP_DMA: bit(0),
  __GFP_HIGHMEM: bit(1),
  __GFP_DMA32: bit(2),
  __GFP_MOVABLE: bit(3),
  __GFP_RECLAIMABLE: bit(4),
  __GFP_HIGH: bit(5),
  __GFP_IO: bit(6),
  __GFP_FS: bit(7),
  __GFP_ZERO: bit(8),
  __GFP_DIRECT_RECLAIM: bit(10),
  __GFP_KSWAPD_RECLAIM: bit(11),
  __GFP_WRITE: bit(12),
  __GFP_NOWARN: bit(13),
  __GFP_RETRY_MAYFAIL: bit(14),
  __GFP_NOFAIL: bit(15),
  __GFP_NORETRY: bit(16),
  __GFP_MEMALLOC: bit(17),
  __GFP_COMP: bit(18),
  __GFP_NOMEMALLOC: bit(19),
  __GFP_HARDWALL: bit(20),
  __GFP_THISNODE: bit(21),
  __GFP_ACCOUNT: bit(22),
};

const reclaim = gfpBits.__GFP_DIRECT_RECLAIM + gfpBits.__GFP_KSWAPD_RECLAIM;
const kernel = reclaim + gfpBits.__GFP_IO + gfpBits.__GFP_FS;
const user = kernel + gfpBits.__GFP_HARDWALL;

const gfp = {
  ...gfpBits,
  __GFP_RECLAIM: reclaim,
  GFP_ATOMIC: gfpBits.__GFP_HIGH + gfpBits.__GFP_KSWAPD_RECLAIM,
  GFP_KERNEL: kernel,
  GFP_KERNEL_ACCOUNT: kernel + gfpBits.__GFP_ACCOUNT,
  GFP_NOWAIT: gfpBits.__GFP_KSWAPD_RECLAIM + gfpBits.__GFP_NOWARN,
  GFP_NOIO: reclaim,
  GFP_NOFS: reclaim + gfpBits.__GFP_IO,
  GFP_USER: user,
  GFP_DMA: gfpBits.__GFP_DMA,
  GFP_DMA32: gfpBits.__GFP_DMA32,
  GFP_HIGHUSER: user + gfpBits.__GFP_HIGHMEM,
};

/** include/uapi/asm-generic/errno-base.h and errno.h, include/linux/errno.h. Positive, as the names are. */
const errors = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  E2BIG: 7,
  ENOEXEC: 8,
  EBADF: 9,
  ECHILD: 10,
  EAGAIN: 11,
  EWOULDBLOCK: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  ENOTBLK: 15,
  EBUSY: 16,
  EEXIST: 17,
  EXDEV: 18,
  ENODEV: 19,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOTTY: 25,
  ETXTBSY: 26,
  EFBIG: 27,
  ENOSPC: 28,
  ESPIPE: 29,
  EROFS: 30,
  EMLINK: 31,
  EPIPE: 32,
  EDOM: 33,
  ERANGE: 34,
  EDEADLK: 35,
  ENAMETOOLONG: 36,
  ENOLCK: 37,
  ENOSYS: 38,
  ENOTEMPTY: 39,
  ELOOP: 40,
  ENOMSG: 42,
  EIDRM: 43,
  ECHRNG: 44,
  ENODATA: 61,
  ETIME: 62,
  ENOSR: 63,
  EREMOTE: 66,
  ENOLINK: 67,
  ECOMM: 70,
  EPROTO: 71,
  EBADMSG: 74,
  EOVERFLOW: 75,
  EBADFD: 77,
  EILSEQ: 84,
  ERESTART: 85,
  EUSERS: 87,
  EMSGSIZE: 90,
  EPROTOTYPE: 91,
  ENOPROTOOPT: 92,
  EPROTONOSUPPORT: 93,
  EOPNOTSUPP: 95,
  EAFNOSUPPORT: 97,
  EADDRINUSE: 98,
  EADDRNOTAVAIL: 99,
  ENETDOWN: 100,
  ENETUNREACH: 101,
  ENETRESET: 102,
  ECONNABORTED: 103,
  ECONNRESET: 104,
  ENOBUFS: 105,
  EISCONN: 106,
  ENOTCONN: 107,
  ESHUTDOWN: 108,
  ETIMEDOUT: 110,
  ECONNREFUSED: 111,
  EHOSTDOWN: 112,
  EHOSTUNREACH: 113,
  EALREADY: 114,
  EINPROGRESS: 115,
  ESTALE: 116,
  EUCLEAN: 117,
  EREMOTEIO: 121,
  EDQUOT: 122,
  ENOMEDIUM: 123,
  EMEDIUMTYPE: 124,
  ECANCELED: 125,
  ENOKEY: 126,
  EKEYEXPIRED: 127,
  EKEYREVOKED: 128,
  EKEYREJECTED: 129,
  ERFKILL: 132,
  ERESTARTSYS: 512,
  ENOIOCTLCMD: 515,
  EPROBE_DEFER: 517,
  ENOPARAM: 519,
  ENOTSUPP: 524,
  EIOCBQUEUED: 529,
};

/** Of 32-bit ARM: include/vdso/page.h (6.12), PAGE_SIZE. */
export const pageBytes = 4096;

/** include/linux/limits.h, include/vdso/limits.h, include/linux/types.h. `PAGE_MASK` is an `int`. */
const sizes = {
  NULL: 0,
  false: 0,
  true: 1,
  PAGE_SIZE: pageBytes,
  PAGE_SHIFT: 12,
  PAGE_MASK: -pageBytes,
  BITS_PER_BYTE: 8,
  BITS_PER_LONG: 32,
  U8_MAX: 0xff,
  S8_MAX: 0x7f,
  U16_MAX: 0xffff,
  S16_MAX: 0x7fff,
  U32_MAX: 0xffffffff,
  S32_MAX: 0x7fffffff,
  USHRT_MAX: 0xffff,
  SHRT_MAX: 0x7fff,
  INT_MAX: 0x7fffffff,
  UINT_MAX: 0xffffffff,
  LONG_MAX: 0x7fffffff,
  ULONG_MAX: 0xffffffff,
  SIZE_MAX: 0xffffffff,
};

/** include/linux/sizes.h: `SZ_1` to `SZ_2G`, one name for each power of two. */
const sizeNames = ['1', '2', '4', '8', '16', '32', '64', '128', '256', '512'].flatMap((digits): [string, number][] => [
  [`SZ_${digits}`, Number(digits)],
  [`SZ_${digits}K`, Number(digits) * bit(10)],
  [`SZ_${digits}M`, Number(digits) * bit(20)],
]);

/** What entry points return; include/linux/netdevice.h, irqreturn.h, workqueue.h, scsi/scsi.h, blk_types.h. */
const results = {
  NETDEV_TX_OK: 0x00,
  NETDEV_TX_BUSY: 0x10,
  NET_XMIT_SUCCESS: 0,
  NET_XMIT_DROP: 1,
  NET_RX_SUCCESS: 0,
  NET_RX_DROP: 1,
  IRQ_NONE: 0,
  IRQ_HANDLED: 1,
  IRQ_WAKE_THREAD: 2,
  SUCCESS: 0x2002,
  FAILED: 0x2003,
  SCSI_MLQUEUE_HOST_BUSY: 0x1055,
  SCSI_MLQUEUE_DEVICE_BUSY: 0x1056,
  BLK_STS_OK: 0,
  BLK_STS_IOERR: 10,
  BLK_STS_RESOURCE: 9,
};

/** include/uapi/linux/if_ether.h, include/linux/if_vlan.h, include/linux/skbuff.h. */
const network = {
  ETH_ALEN: 6,
  ETH_HLEN: 14,
  ETH_ZLEN: 60,
  ETH_DATA_LEN: 1500,
  ETH_FRAME_LEN: 1514,
  ETH_FCS_LEN: 4,
  VLAN_HLEN: 4,
  VLAN_ETH_HLEN: 18,
  VLAN_ETH_FRAME_LEN: 1518,
  CHECKSUM_NONE: 0,
  CHECKSUM_UNNECESSARY: 1,
  CHECKSUM_COMPLETE: 2,
  CHECKSUM_PARTIAL: 3,
};

/** include/linux/usb.h, include/uapi/linux/usb/ch9.h, include/linux/mmc/core.h. */
const transfers = {
  URB_SHORT_NOT_OK: 0x0001,
  URB_ISO_ASAP: 0x0002,
  URB_NO_TRANSFER_DMA_MAP: 0x0004,
  URB_ZERO_PACKET: 0x0040,
  URB_NO_INTERRUPT: 0x0080,
  URB_FREE_BUFFER: 0x0100,
  USB_DIR_OUT: 0,
  USB_DIR_IN: 0x80,
  MMC_DATA_WRITE: bit(8),
  MMC_DATA_READ: bit(9),
};

/** include/linux/iommu.h. */
const iommu = {
  IOMMU_READ: bit(0),
  IOMMU_WRITE: bit(1),
  IOMMU_CACHE: bit(2),
  IOMMU_NOEXEC: bit(3),
  IOMMU_MMIO: bit(4),
  IOMMU_PRIV: bit(5),
};

/** include/crypto/aes.h, des.h, md5.h, sha1.h, sha2.h. Drivers compare them with the sizes of their own buffers. */
const ciphers = {
  AES_BLOCK_SIZE: 16,
  AES_KEYSIZE_128: 16,
  AES_KEYSIZE_192: 24,
  AES_KEYSIZE_256: 32,
  AES_MAX_KEY_SIZE: 32,
  DES_BLOCK_SIZE: 8,
  DES_KEY_SIZE: 8,
  DES3_EDE_BLOCK_SIZE: 8,
  DES3_EDE_KEY_SIZE: 24,
  MD5_DIGEST_SIZE: 16,
  SHA1_BLOCK_SIZE: 64,
  SHA1_DIGEST_SIZE: 20,
  SHA224_DIGEST_SIZE: 28,
  SHA256_BLOCK_SIZE: 64,
  SHA256_DIGEST_SIZE: 32,
  SHA384_DIGEST_SIZE: 48,
  SHA512_BLOCK_SIZE: 128,
  SHA512_DIGEST_SIZE: 64,
};

const constants: ReadonlyMap<string, number> = new Map([
  ...Object.entries(directions),
  ...Object.entries(dmaengine),
  ...Object.entries(attributes),
  ...Object.entries(gfp),
  ...Object.entries(errors),
  ...Object.entries(sizes),
  ...sizeNames.filter(([, value]) => value < bit(30)),
  ['SZ_1G', bit(30)],
  ['SZ_2G', bit(31)],
  ...Object.entries(results),
  ...Object.entries(network),
  ...Object.entries(transfers),
  ...Object.entries(iommu),
  ...Object.entries(ciphers),
]);
