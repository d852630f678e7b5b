import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const netdevice = 'include/linux/netdevice.h (6.12)';
const ether = 'include/linux/etherdevice.h (6.12)';
const phy = 'include/linux/phy.h (6.12)';
const mii = 'include/linux/mii.h (6.12)';
const ethtool = 'include/linux/ethtool.h (6.12)';
const mac80211 = 'include/net/mac80211.h (6.12)';
const truth = { returns: 'boolean' } as const;
const value = { returns: 'value' } as const;
const accessor = { returns: 'pointer', pure: true } as const;
const sleepy = { returns: 'zero-or-negative', sleeps: true } as const;

const queueFunctions: readonly ApiFunction[] = [
  ...plain(netdevice, ['ignored'], 'netdev_priv', accessor),
  ...plain(netdevice, ['ignored', 'ignored'], 'netdev_get_tx_queue', accessor),
  ...plain(
    netdevice,
    ['ignored'],
    'netif_start_queue netif_stop_queue netif_wake_queue netif_carrier_on netif_carrier_off netif_device_attach ' +
      'netif_device_detach netif_tx_stop_all_queues netif_tx_start_all_queues netif_tx_wake_all_queues ' +
      'netif_tx_disable netif_tx_stop_queue netif_tx_start_queue netif_tx_wake_queue netdev_reset_queue ' +
      'netdev_tx_reset_queue netif_trans_update netdev_update_features dev_close netif_dormant_off',
  ),
  ...plain(netdevice, ['ignored', 'ignored'], 'netif_stop_subqueue netif_start_subqueue netif_wake_subqueue'),
  ...plain(netdevice, ['ignored', 'ignored'], 'netdev_sent_queue netdev_tx_sent_queue'),
  ...plain(netdevice, ['ignored', 'ignored', 'ignored'], 'netdev_completed_queue netdev_tx_completed_queue'),
  ...plain(netdevice, ['ignored', 'ignored', 'ignored'], '__netdev_tx_sent_queue', truth),
  ...plain(
    netdevice,
    ['ignored'],
    'netif_running netif_queue_stopped netif_carrier_ok netif_device_present netif_tx_queue_stopped ' +
      'netif_xmit_stopped netif_xmit_frozen_or_stopped netif_oper_up netif_is_multiqueue',
    truth,
  ),
  ...plain(netdevice, ['ignored', 'ignored'], '__netif_subqueue_stopped', truth),
  ...plain(netdevice, [], 'netdev_xmit_more', truth),
  ...plain(netdevice, ['ignored'], 'netdev_mc_count netdev_uc_count', value),
  ...plain(netdevice, ['ignored'], 'netdev_mc_empty netdev_uc_empty', truth),
  ...plain(netdevice, ['ignored', 'ignored'], 'netif_set_real_num_tx_queues netif_set_real_num_rx_queues', sleepy),
  ...plain(netdevice, ['ignored', 'ignored'], 'netif_set_tso_max_size netif_set_tso_max_segs SET_NETDEV_DEV'),
  ...plain(netdevice, ['ignored', 'ignored'], 'netif_msg_init', value),
  ...plain(
    netdevice,
    ['ignored'],
    'netif_msg_drv netif_msg_probe netif_msg_link netif_msg_timer netif_msg_ifdown netif_msg_ifup ' +
      'netif_msg_rx_err netif_msg_tx_err netif_msg_tx_queued netif_msg_intr netif_msg_tx_done ' +
      'netif_msg_rx_status netif_msg_pktdata netif_msg_hw netif_msg_wol',
    truth,
  ),
  ...plain(netdevice, ['ignored'], 'register_netdev register_netdevice', sleepy),
  ...plain(netdevice, ['ignored'], 'unregister_netdev unregister_netdevice', { returns: 'nothing', sleeps: true }),
  ...plain(netdevice, ['kept'], 'free_netdev'),
  ...plain(netdevice, ['ignored'], 'dev_put dev_hold'),
  ...plain(netdevice, ['ignored'], 'to_net_dev', { returns: 'pointer', pure: true }),
  ...plain(netdevice, [], 'synchronize_net', { effect: 'wait', returns: 'nothing', sleeps: true }),
  ...plain(netdevice, ['ignored'], 'net_prefetch net_prefetchw'),
  ...plain(ether, ['ignored'], 'alloc_etherdev', { returns: 'pointer-or-null' }),
  ...plain(ether, ['ignored', 'ignored'], 'alloc_etherdev_mq devm_alloc_etherdev', { returns: 'pointer-or-null' }),
  ...plain(ether, ['ignored', 'ignored', 'ignored'], 'alloc_etherdev_mqs', {
    returns: 'pointer-or-null',
  }),

  ...plain(ether, ['ignored', 'ignored', 'ignored', 'ignored'], 'devm_alloc_etherdev_mqs', {
    returns: 'pointer-or-null',
  }),

  ...plain(netdevice, ['ignored', 'ignored', 'ignored'], 'netif_napi_add netif_napi_add_tx'),
  ...plain(netdevice, ['ignored', 'ignored', 'ignored', 'ignored'], 'netif_napi_add_weight'),
  ...plain(netdevice, ['ignored'], 'netif_napi_del __netif_napi_del', { returns: 'nothing', sleeps: true }),
  ...plain(netdevice, ['ignored'], 'napi_disable napi_synchronize', {
    effect: 'wait',
    returns: 'nothing',
    sleeps: true,
  }),
  ...plain(netdevice, ['ignored'], 'napi_enable __napi_schedule __napi_schedule_irqoff'),
  ...plain(netdevice, ['ignored'], 'napi_schedule napi_schedule_prep napi_schedule_irqoff napi_complete', truth),
  ...plain(netdevice, ['ignored', 'ignored'], 'napi_complete_done', truth),
  // The stack takes the buffer, whatever it answers.
  ...plain(netdevice, ['kept'], 'netif_rx netif_receive_skb dev_queue_xmit', value),
  ...plain(netdevice, ['ignored', 'kept'], 'napi_gro_receive', value),
  ...plain(netdevice, ['ignored'], 'napi_get_frags', { returns: 'pointer-or-null' }),
  ...plain(netdevice, ['changed'], 'napi_gro_frags napi_free_frags', value),
  ...plain(netdevice, ['kept'], 'netif_receive_skb_list'),
];

const addressFunctions: readonly ApiFunction[] = [
  ...plain(ether, ['cpu-read'], 'is_valid_ether_addr is_zero_ether_addr is_multicast_ether_addr', truth),
  ...plain(ether, ['cpu-read'], 'is_broadcast_ether_addr is_unicast_ether_addr is_local_ether_addr', truth),
  ...plain(ether, ['cpu-write', 'cpu-read'], 'ether_addr_copy', { effect: 'copy', returns: 'nothing' }),
  ...plain(ether, ['cpu-read', 'cpu-read'], 'ether_addr_equal ether_addr_equal_unaligned', truth),
  ...plain(ether, ['cpu-write'], 'eth_zero_addr eth_broadcast_addr eth_random_addr'),
  ...plain(ether, ['ignored', 'cpu-read'], 'eth_hw_addr_set'),
  ...plain(ether, ['ignored'], 'eth_hw_addr_random'),
  ...plain(ether, ['ignored', 'ignored'], 'eth_mac_addr', { returns: 'zero-or-negative' }),
  ...plain(ether, ['ignored'], 'eth_validate_addr', { returns: 'zero-or-negative' }),
  ...plain('include/linux/of_net.h (6.12)', ['ignored', 'ignored'], 'of_get_ethdev_address', {
    returns: 'zero-or-negative',
  }),
  ...plain('include/linux/of_net.h (6.12)', ['ignored', 'cpu-write'], 'of_get_mac_address of_get_phy_mode', {
    returns: 'zero-or-negative',
  }),
  ...plain('arch/arm/include/asm/checksum.h (6.12)', ['cpu-read', 'size', 'ignored'], 'csum_partial', value),
  ...plain('arch/arm/include/asm/checksum.h (6.12)', ['ignored'], 'csum_fold', value),
  ...plain(
    'arch/arm/include/asm/checksum.h (6.12)',
    ['ignored', 'ignored', 'ignored', 'ignored', 'ignored'],
    'csum_tcpudp_magic',
    value,
  ),
  ...plain(
    'include/net/ip6_checksum.h (6.12)',
    ['cpu-read', 'cpu-read', 'ignored', 'ignored', 'ignored'],
    'csum_ipv6_magic',
    value,
  ),
  ...plain(ethtool, ['cpu-write', 'ignored', 'ignored'], 'ethtool_link_ksettings_add_link_mode'),
  ...plain(ethtool, ['cpu-write', 'ignored'], 'ethtool_link_ksettings_zero_link_mode'),
  ...plain(ethtool, ['cpu-write', 'ignored'], 'ethtool_convert_legacy_u32_to_link_mode'),
  ...plain(ethtool, ['cpu-write', 'cpu-read'], 'ethtool_convert_link_mode_to_legacy_u32', truth),
  ...plain(ethtool, ['cpu-write', 'cpu-read'], 'ethtool_sprintf', { returns: 'nothing', rest: 'ignored' }),
  ...plain(ethtool, ['cpu-write', 'cpu-read'], 'ethtool_puts'),
  ...plain('include/linux/linkmode.h (6.12)', ['ignored', 'cpu-write'], 'linkmode_set_bit linkmode_clear_bit'),
];

const linkFunctions: readonly ApiFunction[] = [
  ...plain(
    phy,
    ['ignored'],
    'phy_start phy_stop phy_disconnect phy_print_status phy_attached_info phy_support_asym_pause',
    {
      returns: 'nothing',
      sleeps: true,
    },
  ),
  ...plain(phy, ['ignored', 'ignored'], 'phy_set_max_speed', sleepy),
  ...plain(phy, ['ignored', 'ignored'], 'phy_remove_link_mode'),
  ...plain(phy, ['ignored', 'ignored', 'ignored'], 'phy_mii_ioctl', value),
  ...plain(phy, ['kept'], 'mdiobus_free'),
  ...plain(phy, ['ignored'], 'mdiobus_unregister', { returns: 'nothing', sleeps: true }),
  ...plain(phy, ['ignored'], 'mdiobus_register', sleepy),
  ...plain(phy, [], 'mdiobus_alloc', { returns: 'pointer-or-null' }),
  ...plain(phy, ['ignored'], 'devm_mdiobus_alloc', { returns: 'pointer-or-null' }),
  ...plain('include/linux/of_mdio.h (6.12)', ['shared', 'ignored'], 'of_mdiobus_register', sleepy),
  ...plain('include/linux/of_mdio.h (6.12)', ['ignored'], 'of_phy_is_fixed_link', truth),
  ...plain('include/linux/phylink.h (6.12)', ['ignored'], 'phylink_start phylink_stop phylink_disconnect_phy', {
    returns: 'nothing',
    sleeps: true,
  }),
  ...plain(mii, ['ignored'], 'if_mii', { returns: 'pointer', pure: true }),
  ...plain(mii, ['changed'], 'mii_link_ok mii_nway_restart', value),

  ...plain(mac80211, ['ignored'], 'IEEE80211_SKB_CB IEEE80211_SKB_RXCB', accessor),
  ...plain(mac80211, ['ignored', 'kept'], 'ieee80211_free_txskb ieee80211_tx_status_skb ieee80211_rx_irqsafe'),
  ...plain(mac80211, ['ignored', 'kept'], 'ieee80211_tx_status_irqsafe'),
  ...plain(mac80211, ['ignored', 'ignored'], 'ieee80211_hw_set ieee80211_stop_queue ieee80211_wake_queue'),
  ...plain(mac80211, ['ignored'], 'ieee80211_stop_queues ieee80211_wake_queues'),
  ...plain(mac80211, ['kept'], 'ieee80211_free_hw'),
  ...plain('include/net/cfg80211.h (6.12)', ['ignored'], 'ieee80211_hdrlen', { returns: 'value', pure: true }),
  ...plain('include/linux/ieee80211.h (6.12)', ['cpu-read'], 'ieee80211_get_DA ieee80211_get_SA', {
    returns: 'pointer',
  }),
  ...plain(
    'include/linux/ieee80211.h (6.12)',
    ['ignored'],
    'ieee80211_is_data ieee80211_is_data_qos ieee80211_is_mgmt ieee80211_is_beacon ieee80211_is_probe_resp ' +
      'ieee80211_has_protected ieee80211_has_a4',
    { returns: 'boolean', pure: true },
  ),
];

export const networkFunctions: readonly ApiFunction[] = [...queueFunctions, ...addressFunctions, ...linkFunctions];
