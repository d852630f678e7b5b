import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const spi = 'include/linux/spi/spi.h (6.12)';
const sdio = 'include/linux/mmc/sdio_func.h (6.12)';
const i2c = 'include/linux/i2c.h (6.12)';
const transfer = { effect: 'wait', returns: 'zero-or-negative', sleeps: true } as const;

/** Serial buses whose controller may map the driver's buffer: SPI, SDIO, I2C. */
export const serialBusFunctions: readonly ApiFunction[] = [
  ...plain(spi, ['ignored', 'dma-buffer', 'size'], 'spi_write spi_read', transfer),
  ...plain(spi, ['ignored', 'changed'], 'spi_sync spi_sync_locked', transfer),
  ...plain(spi, ['ignored', 'changed', 'ignored'], 'spi_sync_transfer', transfer),
  ...plain(spi, ['ignored', 'shared'], 'spi_async', { effect: 'hand-over', returns: 'zero-or-negative' }),
  // Copies through memory of its own, so any buffer will do.
  ...plain(spi, ['ignored', 'cpu-read', 'size', 'cpu-write', 'size'], 'spi_write_then_read', transfer),
  ...plain(spi, ['ignored', 'ignored'], 'spi_w8r8 spi_w8r16 spi_w8r16be', { ...transfer, returns: 'value' }),
  ...plain(spi, ['cpu-write'], 'spi_message_init', { returns: 'nothing' }),
  ...plain(spi, ['kept', 'cpu-write'], 'spi_message_add_tail', { returns: 'nothing' }),
  ...plain(spi, ['cpu-write', 'kept', 'ignored'], 'spi_message_init_with_transfers', { returns: 'nothing' }),
  ...plain(spi, ['ignored'], 'spi_setup', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(spi, ['ignored'], 'spi_controller_get_devdata spi_get_ctldata', { returns: 'pointer', pure: true }),
  ...plain(spi, ['ignored'], 'spi_get_drvdata', { returns: 'pointer', pure: true, driverData: 'get' }),
  ...plain(spi, ['ignored', 'ignored'], 'spi_get_chipselect', { returns: 'value', pure: true }),
  ...plain(spi, ['ignored', 'shared'], 'spi_set_drvdata', { returns: 'nothing', driverData: 'set' }),
  ...plain(spi, ['ignored', 'shared'], 'spi_controller_set_devdata', { returns: 'nothing' }),
  ...plain(spi, ['ignored', 'size'], 'spi_alloc_host spi_alloc_target', { returns: 'pointer-or-null' }),
  ...plain(spi, ['ignored', 'size'], 'devm_spi_alloc_host devm_spi_alloc_target', { returns: 'pointer-or-null' }),
  ...plain(spi, ['shared'], 'spi_register_controller', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(spi, ['ignored', 'shared'], 'devm_spi_register_controller', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(spi, ['ignored'], 'spi_unregister_controller spi_finalize_current_transfer spi_finalize_current_message'),
  ...plain(spi, ['kept'], 'spi_controller_put', { returns: 'nothing' }),

  ...plain(sdio, ['ignored', 'dma-buffer', 'ignored', 'size'], 'sdio_memcpy_fromio sdio_readsb', transfer),
  ...plain(sdio, ['ignored', 'ignored', 'dma-buffer', 'size'], 'sdio_memcpy_toio sdio_writesb', transfer),
  ...plain(sdio, ['ignored', 'ignored', 'cpu-write'], 'sdio_readb sdio_readw sdio_readl sdio_f0_readb', {
    returns: 'value',
    sleeps: true,
  }),
  ...plain(sdio, ['ignored', 'ignored', 'ignored', 'cpu-write'], 'sdio_writeb sdio_writew sdio_writel sdio_f0_writeb', {
    returns: 'nothing',
    sleeps: true,
  }),
  ...plain(sdio, ['ignored'], 'sdio_claim_host sdio_release_host', { returns: 'nothing', sleeps: true }),

  ...plain(i2c, ['ignored', 'changed', 'ignored'], 'i2c_transfer __i2c_transfer', { ...transfer, returns: 'value' }),
  ...plain(i2c, ['ignored', 'cpu-read', 'size'], 'i2c_master_send', { ...transfer, returns: 'value' }),
  ...plain(i2c, ['ignored', 'cpu-write', 'size'], 'i2c_master_recv', { ...transfer, returns: 'value' }),
  ...plain(i2c, ['ignored', 'dma-buffer', 'size'], 'i2c_master_send_dmasafe i2c_master_recv_dmasafe', {
    ...transfer,
    returns: 'value',
  }),
  ...plain(i2c, ['ignored', 'ignored'], 'i2c_smbus_read_byte_data i2c_smbus_read_word_data', {
    returns: 'value',
    sleeps: true,
  }),
  ...plain(i2c, ['ignored', 'ignored', 'ignored'], 'i2c_smbus_write_byte_data i2c_smbus_write_word_data', {
    returns: 'zero-or-negative',
    sleeps: true,
  }),
  // A buffer for the controller: the message's own if it is DMA-safe, else a copy; the second gives it back.
  ...plain(i2c, ['ignored', 'ignored'], 'i2c_get_dma_safe_msg_buf', { returns: 'pointer-or-null' }),
  ...plain(i2c, ['kept', 'changed', 'ignored'], 'i2c_put_dma_safe_msg_buf', { returns: 'nothing' }),
  ...plain(i2c, ['ignored'], 'i2c_get_adapdata', { returns: 'pointer', pure: true }),
  ...plain(i2c, ['ignored'], 'i2c_get_clientdata', { returns: 'pointer', pure: true, driverData: 'get-own' }),
  ...plain(i2c, ['ignored', 'shared'], 'i2c_set_adapdata', { returns: 'nothing' }),
  ...plain(i2c, ['ignored', 'shared'], 'i2c_set_clientdata', { returns: 'nothing', driverData: 'set' }),
  ...plain(i2c, ['shared'], 'i2c_add_adapter i2c_add_numbered_adapter', { returns: 'zero-or-negative', sleeps: true }),
  ...plain(i2c, ['ignored'], 'i2c_del_adapter', { returns: 'nothing', sleeps: true }),
];
