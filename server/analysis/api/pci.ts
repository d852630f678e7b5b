import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const pci = 'include/linux/pci.h (6.12)';
const failing = { returns: 'zero-or-negative' } as const;
const sleepy = { returns: 'zero-or-negative', sleeps: true } as const;
const pure = { returns: 'value', pure: true } as const;

export const pciFunctions: readonly ApiFunction[] = [
  ...plain(pci, ['ignored'], 'to_pci_dev', { returns: 'pointer', pure: true }),
  ...plain(pci, ['ignored'], 'pci_get_drvdata', { returns: 'pointer', pure: true, driverData: 'get-own' }),
  ...plain(pci, ['ignored', 'shared'], 'pci_set_drvdata', { driverData: 'set' }),
  ...plain(pci, ['ignored'], 'pci_name', { returns: 'pointer', pure: true }),
  ...plain(
    pci,
    ['ignored'],
    'pci_enable_device pci_enable_device_mem pcim_enable_device pci_set_mwi pci_enable_msi pci_save_state ' +
      'pci_reset_function pci_wait_for_pending_transaction',
    sleepy,
  ),
  ...plain(
    pci,
    ['ignored'],
    'pci_disable_device pci_set_master pci_clear_master pci_clear_mwi pci_disable_msi pci_disable_msix ' +
      'pci_free_irq_vectors pci_restore_state pci_release_regions pci_release_mem_regions pci_disable_sriov ' +
      'pci_dev_put pci_unregister_driver',
  ),
  ...plain(pci, ['ignored', 'ignored'], 'pci_request_regions pci_request_mem_regions pci_enable_sriov', sleepy),
  ...plain(pci, ['ignored', 'ignored', 'ignored'], 'pci_request_selected_regions pci_request_region', sleepy),
  ...plain(pci, ['ignored', 'ignored'], 'pci_release_selected_regions pci_release_region pci_intx'),
  ...plain(pci, ['ignored', 'ignored'], 'pci_resource_start pci_resource_len pci_resource_flags pci_select_bars', pure),
  ...plain(pci, ['ignored', 'ignored'], 'pci_irq_vector pci_find_capability', { returns: 'value' }),
  ...plain(pci, ['ignored', 'ignored', 'ignored', 'ignored'], 'pci_alloc_irq_vectors', {
    returns: 'value',
    sleeps: true,
  }),
  ...plain(pci, ['ignored', 'cpu-write', 'ignored', 'ignored'], 'pci_enable_msix_range', {
    returns: 'value',
    sleeps: true,
  }),
  ...plain(pci, ['ignored', 'cpu-write', 'ignored'], 'pci_enable_msix_exact', sleepy),
  ...plain(
    pci,
    ['ignored', 'ignored', 'cpu-write'],
    'pci_read_config_byte pci_read_config_word pci_read_config_dword pcie_capability_read_word ' +
      'pcie_capability_read_dword',
    failing,
  ),
  ...plain(
    pci,
    ['ignored', 'ignored', 'ignored'],
    'pci_write_config_byte pci_write_config_word pci_write_config_dword pcie_capability_write_word ' +
      'pcie_capability_set_word pcie_capability_clear_word pci_enable_wake',
    failing,
  ),
  ...plain(pci, ['ignored', 'ignored', 'ignored', 'ignored'], 'pcie_capability_clear_and_set_word', failing),
  ...plain(pci, ['ignored', 'ignored'], 'pci_set_power_state pcie_set_readrq pci_wake_from_d3', failing),
  ...plain(pci, ['ignored', 'ignored'], 'pci_choose_state', { returns: 'value' }),
  ...plain(pci, ['ignored'], 'pci_register_driver', sleepy),
  ...plain(
    pci,
    ['ignored'],
    'pci_channel_offline pci_device_is_present pci_is_pcie pci_dev_msi_enabled dev_is_pci pci_is_root_bus',
    { returns: 'boolean' },
  ),
  ...plain(pci, ['ignored'], 'pci_num_vf pci_pcie_type pcie_get_readrq pci_sriov_get_totalvfs pci_msix_vec_count', {
    returns: 'value',
  }),
  ...plain(pci, ['ignored'], 'pci_dev_get', { returns: 'same' }),
  ...plain(pci, ['ignored', 'ignored', 'ignored'], 'pci_get_device', { returns: 'pointer-or-null' }),
  ...plain(pci, ['ignored', 'ignored'], 'pci_disable_link_state', failing),
  ...plain('include/uapi/linux/pci.h (6.12)', ['ignored'], 'PCI_SLOT PCI_FUNC', pure),
  ...plain('include/uapi/linux/pci.h (6.12)', ['ignored', 'ignored'], 'PCI_DEVFN', pure),
  ...plain(pci, ['ignored'], 'pci_physfn pci_upstream_bridge', { returns: 'pointer' }),
];
