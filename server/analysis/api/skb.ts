import type { ApiFunction } from './api-function.js';
import { plain, rows } from './rows.js';

const source = 'include/linux/skbuff.h (6.12)';
const netdevice = 'include/linux/netdevice.h (6.12)';
const allocate = { does: 'get-memory', memory: 'heap', fails: 'null', source } as const;
const release = { does: 'put-memory', memory: 'heap', counted: true, data: 'data' } as const;
const pageFragment = { does: 'get-memory', memory: 'pages', fails: 'null', source } as const;

/** A socket buffer's `data`, `len` and fragments are fields the executor follows; these rows say who changes them. */
export const skbFunctions: readonly ApiFunction[] = [
  {
    name: 'skb_frag_dma_map',
    does: 'map',
    family: 'single',
    parameters: ['device', 'skb-fragment', 'offset', 'size', 'direction'],
    returns: 'dma-address',
    undoneBy: ['dma_unmap_page', 'dma_unmap_single'],
    source,
  },
  ...rows({ ...allocate, parameters: ['size', 'gfp-flags'] }, 'alloc_skb alloc_skb_fclone __dev_alloc_skb'),
  ...rows(
    { ...allocate, parameters: ['ignored', 'size'] },
    'netdev_alloc_skb netdev_alloc_skb_ip_align napi_alloc_skb',
  ),
  ...rows(
    { ...allocate, parameters: ['ignored', 'size', 'gfp-flags'] },
    '__netdev_alloc_skb __netdev_alloc_skb_ip_align',
  ),
  ...rows({ ...allocate, parameters: ['size'] }, 'dev_alloc_skb'),
  // The buffer becomes the socket buffer's.
  ...rows({ ...allocate, parameters: ['kept', 'size'] }, 'build_skb napi_build_skb'),
  ...rows({ ...allocate, parameters: ['kept'] }, 'slab_build_skb'),
  ...rows({ ...allocate, parameters: ['size', 'gfp-flags', 'ignored', 'ignored'] }, '__alloc_skb'),
  // Another buffer may come back, and the old one is freed when none does.
  ...plain(source, ['kept', 'ignored'], 'skb_share_check skb_unshare skb_expand_head', { returns: 'pointer-or-null' }),
  ...plain(source, ['changed', 'ignored'], '__pskb_pull_tail', { returns: 'pointer-or-null' }),
  ...plain(source, ['ignored'], '__skb_frag_ref skb_frag_ref', { returns: 'nothing', rest: 'ignored' }),
  ...plain(source, ['changed'], 'skb_frag_unref __skb_frag_unref', { returns: 'nothing', rest: 'ignored' }),
  ...rows({ ...allocate, parameters: ['ignored', 'gfp-flags'] }, 'skb_clone skb_copy pskb_copy'),
  ...rows({ ...allocate, parameters: ['ignored', 'ignored', 'ignored', 'gfp-flags'] }, 'skb_copy_expand'),
  ...rows({ ...allocate, parameters: ['ignored', 'ignored'] }, 'skb_realloc_headroom'),
  ...rows({ ...pageFragment, parameters: ['size'] }, 'netdev_alloc_frag napi_alloc_frag'),
  {
    name: 'skb_free_frag',
    does: 'put-memory',
    memory: 'pages',
    counted: true,
    parameters: ['cpu-address'],
    source,
  },
  ...rows({ ...release, parameters: ['cpu-address'], source }, 'kfree_skb dev_kfree_skb consume_skb kfree_skb_list'),
  ...rows(
    { ...release, parameters: ['cpu-address'], source: netdevice },
    'dev_kfree_skb_any dev_kfree_skb_irq dev_consume_skb_any dev_consume_skb_irq',
  ),
  ...rows(
    { ...release, parameters: ['cpu-address', 'ignored'], source },
    'napi_consume_skb kfree_skb_reason dev_kfree_skb_any_reason',
  ),

  // Length and tail or head pointer change; the bytes do not.
  ...plain(
    source,
    ['cpu-write', 'ignored'],
    'skb_put __skb_put skb_push __skb_push skb_pull __skb_pull skb_put_zero __skb_put_zero',
    { returns: 'pointer' },
  ),
  ...plain(source, ['cpu-write', 'ignored'], 'skb_reserve skb_trim __skb_trim skb_set_tail_pointer skb_put_u8'),
  ...plain(source, ['cpu-write', 'cpu-read', 'size'], 'skb_put_data __skb_put_data', {
    effect: 'copy',
    returns: 'pointer',
  }),
  // Head and data may move to other memory.
  ...plain(source, ['changed', 'ignored'], 'skb_cow_head skb_cow skb_unclone pskb_may_pull pskb_trim __pskb_trim', {
    returns: 'value',
  }),
  ...plain(source, ['changed'], 'skb_linearize __skb_linearize skb_vlan_untag', {
    returns: 'zero-or-negative',
  }),
  ...plain(netdevice, ['changed'], 'skb_checksum_help', { returns: 'zero-or-negative' }),
  ...plain(source, ['changed', 'ignored', 'ignored', 'gfp-flags'], 'pskb_expand_head', { returns: 'zero-or-negative' }),
  // Frees the buffer when it fails.
  ...plain(source, ['changed', 'ignored'], 'skb_put_padto skb_pad skb_padto', { returns: 'zero-or-negative' }),
  ...plain('include/linux/etherdevice.h (6.12)', ['changed'], 'eth_skb_pad', { returns: 'zero-or-negative' }),

  ...plain(source, ['ignored'], 'skb_shinfo skb_hwtstamps', { returns: 'pointer', pure: true }),
  ...plain(
    source,
    ['ignored'],
    'skb_tail_pointer skb_end_pointer skb_network_header skb_transport_header skb_mac_header ' +
      'skb_inner_network_header skb_inner_transport_header skb_inner_mac_header',
    { returns: 'pointer', pure: true },
  ),
  ...plain(
    source,
    ['cpu-read'],
    'skb_headlen skb_tailroom skb_headroom skb_frag_size skb_frag_off skb_transport_offset skb_network_offset ' +
      'skb_inner_transport_offset skb_checksum_start_offset skb_network_header_len skb_get_queue_mapping ' +
      'skb_end_offset skb_pagelen skb_inner_network_header_len skb_get_hash skb_queue_len skb_queue_len_lockless',
    { returns: 'value', pure: true },
  ),
  ...plain(
    source,
    ['cpu-read'],
    'skb_is_nonlinear skb_is_gso skb_is_gso_v6 skb_cloned skb_header_cloned skb_queue_empty ' +
      'skb_has_frag_list skb_rx_queue_recorded skb_queue_empty_lockless skb_shared skb_pfmemalloc',
    { returns: 'boolean', pure: true },
  ),
  ...plain(source, ['cpu-read'], 'skb_frag_page', { returns: 'pointer', pure: true }),
  ...plain(source, ['cpu-read'], 'skb_frag_address', { returns: 'pointer', pure: true }),
  ...plain(source, ['cpu-write', 'ignored'], 'skb_frag_size_set skb_frag_off_set skb_frag_size_sub skb_frag_off_add'),
  ...plain(source, ['cpu-write', 'ignored', 'ignored'], 'skb_set_hash'),
  ...plain(
    source,
    ['cpu-write', 'ignored'],
    'skb_record_rx_queue skb_set_queue_mapping skb_set_network_header skb_set_transport_header',
  ),
  ...plain(source, ['cpu-write'], 'skb_checksum_none_assert skb_mark_for_recycle skb_reset_mac_header'),
  ...plain(source, ['cpu-write'], 'skb_reset_network_header skb_reset_transport_header skb_orphan skb_get', {
    returns: 'same',
  }),
  ...plain(source, ['ignored'], 'skb_tx_timestamp'),
  ...plain(source, ['ignored', 'ignored'], 'skb_tstamp_tx skb_complete_tx_timestamp'),
  ...plain('include/linux/tcp.h (6.12)', ['cpu-read'], 'tcp_hdrlen inner_tcp_hdrlen skb_tcp_all_headers', {
    returns: 'value',
    pure: true,
  }),
  ...plain('include/linux/tcp.h (6.12)', ['ignored'], 'tcp_hdr inner_tcp_hdr', { returns: 'pointer' }),
  ...plain('include/linux/ip.h (6.12)', ['ignored'], 'ip_hdr inner_ip_hdr', { returns: 'pointer' }),
  ...plain('include/linux/ipv6.h (6.12)', ['ignored'], 'ipv6_hdr inner_ipv6_hdr', { returns: 'pointer' }),
  ...plain('include/linux/udp.h (6.12)', ['ignored'], 'udp_hdr', { returns: 'pointer' }),
  ...plain('include/linux/if_ether.h (6.12)', ['ignored'], 'eth_hdr', { returns: 'pointer' }),
  ...plain('include/linux/if_vlan.h (6.12)', ['ignored'], 'skb_vlan_eth_hdr', { returns: 'pointer' }),
  ...plain(source, ['cpu-read', 'cpu-write', 'size'], 'skb_copy_from_linear_data', { effect: 'copy' }),
  ...plain(source, ['ignored', 'cpu-read', 'size'], 'skb_copy_to_linear_data', { effect: 'copy' }),
  ...plain(source, ['ignored', 'ignored', 'cpu-write', 'size'], 'skb_copy_bits', {
    effect: 'copy',
    returns: 'zero-or-negative',
  }),
  ...plain(source, ['ignored', 'cpu-write'], 'skb_copy_and_csum_dev', { effect: 'copy' }),
  // The fragment's page becomes the socket buffer's.
  ...plain(source, ['cpu-write', 'ignored', 'kept', 'ignored', 'ignored', 'ignored'], 'skb_add_rx_frag'),
  ...plain(source, ['cpu-write', 'ignored', 'kept', 'ignored', 'ignored'], 'skb_fill_page_desc __skb_fill_page_desc'),
  ...plain(source, ['cpu-write', 'kept'], 'skb_queue_tail __skb_queue_tail skb_queue_head __skb_queue_head'),
  ...plain(source, ['cpu-write'], 'skb_dequeue __skb_dequeue skb_dequeue_tail __skb_dequeue_tail', {
    returns: 'pointer-or-null',
  }),
  ...plain(source, ['ignored'], 'skb_peek skb_peek_tail', { returns: 'pointer-or-null' }),
  ...plain(source, ['changed'], 'skb_queue_purge __skb_queue_purge'),
  ...plain(source, ['cpu-write'], 'skb_queue_head_init __skb_queue_head_init'),
  ...plain(source, ['kept', 'cpu-write'], 'skb_unlink __skb_unlink'),
  ...plain('include/linux/if_vlan.h (6.12)', ['cpu-read'], 'skb_vlan_tag_present', { returns: 'boolean', pure: true }),
  ...plain('include/linux/if_vlan.h (6.12)', ['cpu-read'], 'skb_vlan_tag_get skb_vlan_tag_get_id vlan_get_protocol', {
    returns: 'value',
  }),
  ...plain('include/linux/if_vlan.h (6.12)', ['cpu-write', 'ignored', 'ignored'], '__vlan_hwaccel_put_tag'),
  ...plain('include/linux/etherdevice.h (6.12)', ['changed', 'ignored'], 'eth_type_trans', { returns: 'value' }),
];
