import { describe, expect, it } from 'vitest';
import { constantByName } from './constants.js';

// Written down from Linux 6.12 headers (the file is named per group), so that a slip in the table shows.
describe('constantByName', () => {
  it.each([
    // include/crypto/aes.h, des.h, sha2.h
    ['AES_BLOCK_SIZE', 16],
    ['DES3_EDE_KEY_SIZE', 24],
    ['SHA384_DIGEST_SIZE', 48],
    ['SHA512_BLOCK_SIZE', 128],
    // include/linux/dma-direction.h
    ['DMA_BIDIRECTIONAL', 0],
    ['DMA_TO_DEVICE', 1],
    ['DMA_FROM_DEVICE', 2],
    ['DMA_NONE', 3],
    ['PCI_DMA_TODEVICE', 1],
    // include/linux/dmaengine.h
    ['DMA_MEM_TO_DEV', 1],
    ['DMA_DEV_TO_MEM', 2],
    ['DMA_PREP_INTERRUPT', 1],
    ['DMA_CTRL_ACK', 2],
    // include/linux/dma-mapping.h
    ['DMA_ATTR_WEAK_ORDERING', 0x2],
    ['DMA_ATTR_WRITE_COMBINE', 0x4],
    ['DMA_ATTR_NO_KERNEL_MAPPING', 0x10],
    ['DMA_ATTR_SKIP_CPU_SYNC', 0x20],
    ['DMA_ATTR_FORCE_CONTIGUOUS', 0x40],
    ['DMA_ATTR_PRIVILEGED', 0x200],
    // include/linux/gfp_types.h
    ['__GFP_DMA', 0x1],
    ['__GFP_DMA32', 0x4],
    ['__GFP_ZERO', 0x100],
    ['__GFP_DIRECT_RECLAIM', 0x400],
    ['__GFP_NOWARN', 0x2000],
    ['__GFP_NOFAIL', 0x8000],
    ['__GFP_COMP', 0x40000],
    ['GFP_ATOMIC', 0x820],
    ['GFP_NOWAIT', 0x2800],
    ['GFP_NOIO', 0xc00],
    ['GFP_NOFS', 0xc40],
    ['GFP_KERNEL', 0xcc0],
    ['GFP_USER', 0x100cc0],
    // include/uapi/asm-generic/errno-base.h, errno.h, include/linux/errno.h
    ['EIO', 5],
    ['ENOMEM', 12],
    ['EFAULT', 14],
    ['EBUSY', 16],
    ['ENODEV', 19],
    ['EINVAL', 22],
    ['EOVERFLOW', 75],
    ['ETIMEDOUT', 110],
    ['EINPROGRESS', 115],
    ['ERESTARTSYS', 512],
    ['EPROBE_DEFER', 517],
    ['ENOTSUPP', 524],
    // pages and limits
    ['NULL', 0],
    ['PAGE_SIZE', 4096],
    ['PAGE_SHIFT', 12],
    ['U32_MAX', 4294967295],
    ['INT_MAX', 2147483647],
    ['SZ_4K', 4096],
    ['SZ_256M', 268435456],
    ['SZ_2G', 2147483648],
    // include/linux/netdevice.h, irqreturn.h, scsi/scsi.h, blk_types.h, if_ether.h, usb.h, mmc/core.h
    ['NETDEV_TX_OK', 0],
    ['NETDEV_TX_BUSY', 16],
    ['IRQ_HANDLED', 1],
    ['IRQ_WAKE_THREAD', 2],
    ['SCSI_MLQUEUE_HOST_BUSY', 0x1055],
    ['BLK_STS_RESOURCE', 9],
    ['ETH_HLEN', 14],
    ['ETH_FRAME_LEN', 1514],
    ['URB_NO_TRANSFER_DMA_MAP', 4],
    ['MMC_DATA_READ', 512],
  ])('%s is %i', (name, value) => {
    expect(constantByName(name)).toBe(value);
  });

  it.each(['SZ_1', 'SZ_64', 'SZ_1K', 'SZ_512K', 'SZ_1M', 'SZ_512M', 'SZ_1G'])('%s is a power of two', (name) => {
    const value = constantByName(name) ?? 0;
    expect(Math.log2(value) % 1).toBe(0);
  });

  it('keeps the flags of allocation apart from each other', () => {
    const flags = ['__GFP_DMA', '__GFP_HIGHMEM', '__GFP_DMA32', '__GFP_HIGH', '__GFP_IO', '__GFP_FS', '__GFP_ZERO'];
    const values = flags.map((name) => constantByName(name) ?? 0);
    expect(new Set(values).size).toBe(flags.length);
    expect(values.reduce((word, value) => word | value, 0)).toBe(values.reduce((sum, value) => sum + value, 0));
  });

  // Their value depends on the configuration or on the width of dma_addr_t.
  it.each(['HZ', 'NET_SKB_PAD', 'DMA_MAPPING_ERROR', 'L1_CACHE_BYTES', 'MY_DRIVER_SIZE', 'toString'])(
    '%s stays a symbol',
    (name) => {
      expect(constantByName(name)).toBeUndefined();
    },
  );
});
