import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const device = 'include/linux/device.h (6.12)';
const devres = 'include/linux/device.h (6.12)';
const platform = 'include/linux/platform_device.h (6.12)';
const pm = 'include/linux/pm_runtime.h (6.12)';
const wakeup = 'include/linux/pm_wakeup.h (6.12)';
const clk = 'include/linux/clk.h (6.12)';
const reset = 'include/linux/reset.h (6.12)';
const regulator = 'include/linux/regulator/consumer.h (6.12)';
const gpio = 'include/linux/gpio/consumer.h (6.12)';
const phy = 'include/linux/phy/phy.h (6.12)';
const of = 'include/linux/of.h (6.12)';
const property = 'include/linux/property.h (6.12)';
const debugfs = 'include/linux/debugfs.h (6.12)';
const failing = { returns: 'zero-or-negative' } as const;
const sleepy = { returns: 'zero-or-negative', sleeps: true } as const;
const acquired = { returns: 'error-pointer', sleeps: true } as const;
const truth = { returns: 'boolean' } as const;
const accessor = { returns: 'pointer', pure: true } as const;

const driverData: readonly ApiFunction[] = [
  ...plain(device, ['ignored'], 'dev_get_platdata', accessor),
  ...plain(device, ['ignored'], 'dev_get_drvdata', { ...accessor, driverData: 'get' }),
  ...plain(device, ['ignored', 'shared'], 'dev_set_drvdata', { driverData: 'set' }),
  ...plain(platform, ['ignored'], 'to_platform_device', accessor),
  // Whoever creates a platform device may set it for the driver that will be bound.
  ...plain(platform, ['ignored'], 'platform_get_drvdata', { ...accessor, driverData: 'get' }),
  ...plain(platform, ['ignored', 'shared'], 'platform_set_drvdata', { driverData: 'set' }),
  ...plain(device, ['ignored'], 'dev_name dev_driver_string', { returns: 'pointer' }),
  ...plain(device, ['ignored'], 'dev_to_node', { returns: 'value', pure: true }),
  ...plain(device, ['ignored', 'ignored'], 'dev_set_name', { ...failing, rest: 'ignored' }),
  ...plain(device, ['ignored', 'ignored'], 'set_dev_node'),
  ...plain(device, ['ignored'], 'get_device', { returns: 'same' }),
  ...plain(device, ['kept'], 'put_device', { returns: 'nothing' }),
  ...plain(device, ['ignored'], 'device_add device_register device_attach', sleepy),
  ...plain(device, ['ignored'], 'device_del device_unregister', { returns: 'nothing', sleeps: true }),
  ...plain(device, ['ignored'], 'device_initialize device_release_driver device_lock device_unlock'),
  ...plain(device, ['ignored', 'ignored'], 'device_create_file', sleepy),
  ...plain(device, ['ignored', 'ignored'], 'device_remove_file'),
  ...plain('include/linux/sysfs.h (6.12)', ['ignored', 'ignored'], 'sysfs_create_group sysfs_create_file', sleepy),
  ...plain('include/linux/sysfs.h (6.12)', ['ignored', 'ignored'], 'sysfs_remove_group sysfs_remove_file'),
  ...plain(devres, ['ignored', 'ignored', 'shared'], 'devm_add_action', failing),
  // When it fails it has run the action by then.
  ...plain(devres, ['ignored', 'ignored', 'kept'], 'devm_add_action_or_reset', failing),
  ...plain(devres, ['ignored', 'ignored', 'ignored'], 'devm_remove_action devm_release_action'),
  ...plain('include/linux/device/class.h (6.12)', ['ignored'], 'class_register', sleepy),
  ...plain('include/linux/device/class.h (6.12)', ['ignored'], 'class_unregister class_destroy'),
  ...plain(device, ['ignored', 'ignored'], 'device_destroy'),
  ...plain(platform, ['ignored', 'ignored'], 'platform_get_irq platform_get_irq_byname platform_get_irq_optional', {
    returns: 'value',
  }),
  ...plain(platform, ['ignored', 'ignored'], 'platform_get_irq_byname_optional', { returns: 'value' }),
  ...plain(platform, ['ignored'], 'platform_irq_count', { returns: 'value' }),
  ...plain(platform, ['ignored', 'ignored', 'ignored'], 'platform_get_resource platform_get_resource_byname', {
    returns: 'pointer-or-null',
    pure: true,
  }),
  ...plain(platform, ['ignored'], 'platform_driver_register platform_device_add', sleepy),
  ...plain(platform, ['ignored'], 'platform_driver_unregister platform_device_unregister'),
  ...plain(platform, ['kept'], 'platform_device_put'),
  ...plain('include/linux/ioport.h (6.12)', ['cpu-read'], 'resource_size', { returns: 'value', pure: true }),
  ...plain('include/linux/ioport.h (6.12)', ['ignored', 'ignored', 'ignored'], 'request_mem_region request_region', {
    returns: 'pointer-or-null',
  }),
  ...plain('include/linux/ioport.h (6.12)', ['ignored', 'ignored'], 'release_mem_region release_region'),
  ...plain('include/linux/ioport.h (6.12)', ['ignored', 'ignored', 'ignored', 'ignored'], 'devm_request_mem_region', {
    returns: 'pointer-or-null',
  }),
  ...plain('include/linux/firmware.h (6.12)', ['result-out', 'ignored', 'ignored'], 'request_firmware', sleepy),
  // The loader copies the image into what it is given.
  ...plain(
    'include/linux/firmware.h (6.12)',
    ['result-out', 'ignored', 'ignored', 'cpu-write', 'size'],
    'request_firmware_into_buf',
    sleepy,
  ),
  ...plain(
    'include/linux/firmware.h (6.12)',
    ['result-out', 'ignored', 'ignored', 'cpu-write', 'size', 'offset'],
    'request_partial_firmware_into_buf',
    sleepy,
  ),
  ...plain(
    'include/linux/firmware.h (6.12)',
    ['ignored', 'ignored', 'ignored', 'ignored', 'gfp-flags', 'shared', 'ignored'],
    'request_firmware_nowait',
    sleepy,
  ),
  ...plain('include/linux/firmware.h (6.12)', ['ignored', 'ignored'], 'firmware_request_cache', sleepy),
  ...plain(
    'include/linux/soc/qcom/mdt_loader.h (6.12)',
    ['ignored', 'ignored', 'ignored', 'ignored', 'cpu-write', 'physical-address', 'size', 'cpu-write'],
    'qcom_mdt_load qcom_mdt_load_no_init',
    sleepy,
  ),
  ...plain('include/linux/dev_printk.h (6.12)', ['ignored', 'ignored', 'ignored'], 'dev_err_ptr_probe', {
    returns: 'error-pointer',
    rest: 'ignored',
  }),
  ...plain('include/linux/dev_printk.h (6.12)', ['ignored', 'ignored', 'ignored'], 'dev_err_cast_probe', {
    returns: 'error-pointer',
    rest: 'ignored',
  }),
  ...plain('include/linux/kobject.h (6.12)', ['ignored'], 'kobject_get', { returns: 'same' }),
  ...plain('include/linux/kobject.h (6.12)', ['kept'], 'kobject_put', { returns: 'nothing' }),
  ...plain('include/linux/firmware.h (6.12)', ['result-out', 'ignored', 'ignored'], 'request_firmware_direct', sleepy),
  ...plain('include/linux/firmware.h (6.12)', ['result-out', 'ignored', 'ignored'], 'firmware_request_nowarn', sleepy),
  ...plain('include/linux/firmware.h (6.12)', ['kept'], 'release_firmware'),
  ...plain('include/linux/module.h (6.12)', ['ignored'], 'try_module_get', truth),
  ...plain('include/linux/module.h (6.12)', ['ignored'], 'module_put __module_get'),
  ...plain('include/linux/capability.h (6.12)', ['ignored'], 'capable', truth),
  ...plain(debugfs, ['ignored', 'ignored', 'ignored', 'shared', 'ignored'], 'debugfs_create_file', {
    returns: 'error-pointer',
  }),
  ...plain(debugfs, ['ignored', 'ignored'], 'debugfs_create_dir', { returns: 'error-pointer' }),
  ...plain(debugfs, ['ignored', 'ignored', 'ignored', 'shared'], 'debugfs_create_u32 debugfs_create_x32'),
  ...plain(debugfs, ['ignored', 'ignored', 'ignored', 'shared'], 'debugfs_create_bool debugfs_create_u8'),
  ...plain(debugfs, ['ignored', 'ignored', 'ignored', 'shared'], 'debugfs_create_regset32 debugfs_create_u64'),
  ...plain(debugfs, ['ignored'], 'debugfs_remove debugfs_remove_recursive', { returns: 'nothing', sleeps: true }),
];

const power: readonly ApiFunction[] = [
  // A device that called pm_runtime_irq_safe(), or that is awake, is resumed without sleeping.
  ...plain(
    pm,
    ['ignored'],
    'pm_runtime_get_sync pm_runtime_resume_and_get pm_runtime_put_sync pm_runtime_resume ' +
      'pm_runtime_put_sync_suspend pm_runtime_suspend pm_runtime_force_suspend pm_runtime_force_resume ' +
      'pm_runtime_put_sync_autosuspend devm_pm_runtime_enable',
    { returns: 'value' },
  ),
  ...plain(
    pm,
    ['ignored'],
    'pm_runtime_put pm_runtime_put_autosuspend pm_runtime_get pm_runtime_get_if_in_use ' +
      'pm_runtime_set_active pm_runtime_set_suspended __pm_runtime_put_autosuspend pm_request_resume',
    { returns: 'value' },
  ),
  ...plain(
    pm,
    ['ignored'],
    'pm_runtime_enable pm_runtime_disable pm_runtime_mark_last_busy pm_runtime_put_noidle ' +
      'pm_runtime_get_noresume pm_runtime_allow pm_runtime_forbid pm_runtime_use_autosuspend ' +
      'pm_runtime_dont_use_autosuspend pm_runtime_irq_safe pm_runtime_no_callbacks',
  ),
  ...plain(pm, ['ignored', 'ignored'], 'pm_runtime_set_autosuspend_delay'),
  ...plain(
    pm,
    ['ignored'],
    'pm_runtime_suspended pm_runtime_active pm_runtime_enabled pm_runtime_status_suspended',
    truth,
  ),
  ...plain(wakeup, ['ignored'], 'device_may_wakeup', truth),
  ...plain(wakeup, ['ignored', 'ignored'], 'device_set_wakeup_enable device_init_wakeup', failing),
  ...plain(wakeup, ['ignored', 'ignored'], 'device_set_wakeup_capable pm_wakeup_event'),

  ...plain(clk, ['ignored'], 'clk_prepare_enable clk_prepare', sleepy),
  ...plain(clk, ['ignored'], 'clk_disable_unprepare clk_unprepare', { returns: 'nothing', sleeps: true }),
  ...plain(clk, ['ignored'], 'clk_enable', failing),
  ...plain(clk, ['ignored'], 'clk_disable clk_put'),
  ...plain(clk, ['ignored'], 'clk_get_rate', { returns: 'value' }),
  ...plain(clk, ['ignored', 'ignored'], 'clk_set_rate clk_set_parent', sleepy),
  ...plain(clk, ['ignored', 'ignored'], 'clk_round_rate', { returns: 'value' }),
  ...plain(
    clk,
    ['ignored', 'ignored'],
    'clk_get devm_clk_get devm_clk_get_optional devm_clk_get_enabled devm_clk_get_prepared ' +
      'devm_clk_get_optional_enabled clk_get_optional',
    acquired,
  ),
  ...plain(clk, ['ignored', 'ignored', 'cpu-write'], 'devm_clk_bulk_get devm_clk_bulk_get_optional', sleepy),
  ...plain(clk, ['ignored', 'result-out'], 'devm_clk_bulk_get_all', { returns: 'value', sleeps: true }),
  ...plain(clk, ['ignored', 'ignored'], 'clk_bulk_prepare_enable', sleepy),
  ...plain(clk, ['ignored', 'ignored'], 'clk_bulk_disable_unprepare', { returns: 'nothing', sleeps: true }),
  // The core does not sleep in these two, and most controllers only write a register.
  ...plain(reset, ['ignored'], 'reset_control_assert reset_control_deassert', failing),
  ...plain(reset, ['ignored'], 'reset_control_reset', sleepy),
  ...plain(
    reset,
    ['ignored', 'ignored'],
    'devm_reset_control_get devm_reset_control_get_exclusive devm_reset_control_get_optional ' +
      'devm_reset_control_get_optional_exclusive devm_reset_control_get_shared ' +
      'devm_reset_control_get_optional_shared',
    acquired,
  ),
  ...plain(reset, ['kept'], 'reset_control_put'),
  ...plain(reset, ['ignored'], 'device_reset', sleepy),
  ...plain(regulator, ['ignored'], 'regulator_enable regulator_disable', sleepy),
  ...plain(regulator, ['ignored', 'ignored'], 'devm_regulator_get devm_regulator_get_optional regulator_get', acquired),
  ...plain(regulator, ['ignored', 'changed'], 'regulator_bulk_enable regulator_bulk_disable', sleepy),
  ...plain(regulator, ['ignored', 'ignored', 'changed'], 'devm_regulator_bulk_get', sleepy),
  ...plain(regulator, ['ignored', 'ignored', 'ignored'], 'regulator_set_voltage', sleepy),
  ...plain(gpio, ['ignored', 'ignored'], 'gpiod_set_value gpiod_set_value_cansleep'),
  ...plain(gpio, ['ignored'], 'gpiod_get_value gpiod_get_value_cansleep', { returns: 'value' }),
  ...plain(gpio, ['ignored', 'ignored'], 'gpiod_direction_output', failing),
  ...plain(gpio, ['ignored', 'ignored', 'ignored'], 'devm_gpiod_get devm_gpiod_get_optional', acquired),
  ...plain('include/linux/pinctrl/consumer.h (6.12)', ['ignored'], 'pinctrl_pm_select_default_state', failing),
  ...plain('include/linux/pinctrl/consumer.h (6.12)', ['ignored'], 'pinctrl_pm_select_sleep_state', failing),
  ...plain('include/linux/pinctrl/consumer.h (6.12)', ['ignored', 'ignored'], 'pinctrl_select_state', failing),
  ...plain(phy, ['ignored'], 'phy_power_on phy_power_off phy_init phy_exit', sleepy),
  ...plain(phy, ['ignored', 'ignored'], 'devm_phy_get devm_phy_optional_get', acquired),
];

const description: readonly ApiFunction[] = [
  ...plain(
    of,
    ['ignored', 'ignored', 'cpu-write'],
    'of_property_read_u32 of_property_read_u64 of_property_read_u8',
    failing,
  ),
  ...plain(of, ['ignored', 'ignored', 'cpu-write'], 'of_property_read_u16 of_property_read_s32', failing),
  ...plain(of, ['ignored', 'ignored', 'result-out'], 'of_property_read_string', failing),
  ...plain(of, ['ignored', 'ignored', 'cpu-write', 'ignored'], 'of_property_read_u32_array', failing),
  ...plain(of, ['ignored', 'ignored', 'ignored', 'cpu-write'], 'of_property_read_u32_index', failing),
  ...plain(of, ['ignored', 'ignored'], 'of_property_read_bool of_property_present of_device_is_compatible', truth),
  ...plain(of, ['ignored', 'ignored'], 'of_property_count_u32_elems of_property_count_strings', { returns: 'value' }),
  ...plain(of, ['ignored', 'ignored', 'ignored'], 'of_property_match_string', { returns: 'value' }),
  ...plain(of, ['ignored', 'ignored', 'cpu-write'], 'of_get_property of_find_property', { returns: 'pointer-or-null' }),
  ...plain(of, ['ignored', 'ignored', 'ignored'], 'of_parse_phandle', { returns: 'pointer-or-null' }),
  ...plain(of, ['ignored', 'ignored', 'ignored', 'ignored', 'cpu-write'], 'of_parse_phandle_with_args', failing),
  ...plain(of, ['ignored', 'ignored'], 'of_get_child_by_name of_get_next_child of_match_node', {
    returns: 'pointer-or-null',
  }),
  ...plain(of, ['ignored', 'ignored'], 'of_get_next_available_child', { returns: 'pointer-or-null' }),
  ...plain(of, ['ignored'], 'of_get_parent of_find_node_by_path', { returns: 'pointer-or-null' }),
  ...plain(of, ['ignored'], 'of_node_get', { returns: 'same' }),
  ...plain(of, ['ignored'], 'of_node_put'),
  ...plain(of, ['ignored'], 'of_device_is_available of_machine_is_compatible', truth),
  ...plain(of, ['ignored', 'ignored'], 'of_alias_get_id', { returns: 'value' }),
  ...plain(of, ['ignored'], 'of_match_ptr', { effect: 'same-value', returns: 'same' }),
  ...plain('include/linux/of_device.h (6.12)', ['ignored', 'ignored'], 'of_match_device', {
    returns: 'pointer-or-null',
  }),
  ...plain(of, ['ignored'], 'of_device_get_match_data', {
    returns: 'pointer-or-null',
    pure: true,
  }),
  ...plain('include/linux/of_address.h (6.12)', ['ignored', 'ignored', 'cpu-write'], 'of_address_to_resource', failing),
  ...plain('include/linux/of_platform.h (6.12)', ['ignored'], 'of_find_device_by_node', { returns: 'pointer-or-null' }),
  ...plain(
    'include/linux/of_platform.h (6.12)',
    ['ignored', 'ignored', 'ignored', 'ignored'],
    'of_platform_populate',
    sleepy,
  ),
  ...plain('include/linux/of_platform.h (6.12)', ['ignored'], 'of_platform_depopulate'),
  ...plain('include/linux/of_reserved_mem.h (6.12)', ['ignored'], 'of_reserved_mem_device_init', failing),
  ...plain('include/linux/of_reserved_mem.h (6.12)', ['ignored'], 'of_reserved_mem_device_release'),
  ...plain('include/linux/of_dma.h (6.12)', ['ignored', 'ignored', 'shared'], 'of_dma_controller_register', failing),
  ...plain('include/linux/of_dma.h (6.12)', ['ignored'], 'of_dma_controller_free'),
  ...plain('include/linux/mfd/syscon.h (6.12)', ['ignored', 'ignored'], 'syscon_regmap_lookup_by_phandle', {
    returns: 'error-pointer',
  }),
  ...plain(property, ['ignored', 'ignored', 'cpu-write'], 'device_property_read_u32 device_property_read_u64', failing),
  ...plain(property, ['ignored', 'ignored', 'cpu-write'], 'device_property_read_u8 device_property_read_u16', failing),
  ...plain(property, ['ignored', 'ignored', 'cpu-write', 'ignored'], 'device_property_read_u32_array', failing),
  ...plain(property, ['ignored', 'ignored', 'result-out'], 'device_property_read_string', failing),
  ...plain(property, ['ignored', 'ignored'], 'device_property_read_bool device_property_present', truth),
  ...plain(property, ['ignored'], 'device_get_match_data', { returns: 'pointer-or-null', pure: true }),
  ...plain(property, ['ignored'], 'dev_fwnode', accessor),
];

export const deviceFunctions: readonly ApiFunction[] = [...driverData, ...power, ...description];
