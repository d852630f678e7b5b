import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const printk = 'include/linux/printk.h (6.12)';
const device = 'include/linux/dev_printk.h (6.12)';
const net = 'include/net/net_debug.h (6.12)';
const seq = 'include/linux/seq_file.h (6.12)';
const print = { returns: 'nothing', rest: 'ignored' } as const;

/**
 * Tracepoints, of Linux include/linux/tracepoint.h (6.12), and the messages for debugging that headers of drivers define
 * by these names.
 */
export const isMessageName = (name: string): boolean =>
  (name.startsWith('trace_') || name.endsWith('dbg') || name.endsWith('DBG')) && messageName.test(name);

const messageName = /^trace_[a-z]|^(?:[a-z]+_|[A-Z]+_)?(?:v?dbg|V?DBG)$/;

/**
 * Messages of a driver's own, where they are given a text: `ath11k_warn(ab, "no memory\n")`, `BNX2X_ERR("..")`. As what
 * the kernel offers for it they look at what they print and keep nothing.
 */
export const mayBeMessage = (name: string): boolean =>
  /(?:^|_)(?:v?dbg|debug|err|error|warn|warning|info|notice|crit|fatal|msg|log|printk?)(?:_(?:once|ratelimited|rl))?$/i.test(
    name,
  );

export const messageFunction: ApiFunction = {
  name: 'trace',
  does: 'plain',
  effect: 'none',
  parameters: [],
  rest: 'ignored',
  returns: 'nothing',
  source: 'include/linux/tracepoint.h (6.12)',
};

/** Messages look at what they print and keep nothing. What `%s` or `%pad` reads is too little to count as an access. */
export const printingFunctions: readonly ApiFunction[] = [
  ...plain(
    printk,
    ['ignored'],
    `printk pr_emerg pr_alert pr_crit pr_err pr_warn pr_notice pr_info pr_cont pr_devel pr_debug no_printk
    printk_once pr_err_once pr_warn_once pr_notice_once pr_info_once pr_debug_once printk_ratelimited
    pr_err_ratelimited pr_warn_ratelimited pr_notice_ratelimited pr_info_ratelimited pr_debug_ratelimited`,
    print,
  ),
  ...plain('include/linux/printk.h (5.4)', ['ignored'], 'pr_warning', print),
  ...plain(printk, [], 'printk_ratelimit', { returns: 'boolean' }),
  ...plain(printk, [], 'dump_stack', { returns: 'nothing' }),
  ...plain(
    printk,
    ['ignored', 'ignored', 'ignored', 'ignored', 'ignored', 'cpu-read', 'size', 'ignored'],
    'print_hex_dump',
    { returns: 'nothing' },
  ),
  ...plain(
    printk,
    ['ignored', 'ignored', 'ignored', 'ignored', 'cpu-read', 'size', 'ignored'],
    'print_hex_dump_debug',
    { returns: 'nothing' },
  ),
  ...plain(printk, ['ignored', 'ignored', 'cpu-read', 'size'], 'print_hex_dump_bytes', { returns: 'nothing' }),
  ...plain(
    device,
    ['ignored', 'ignored'],
    `dev_emerg dev_crit dev_alert dev_err dev_warn dev_notice dev_info dev_dbg dev_vdbg
    dev_err_once dev_warn_once dev_notice_once dev_info_once dev_dbg_once dev_crit_once
    dev_err_ratelimited dev_warn_ratelimited dev_notice_ratelimited dev_info_ratelimited dev_dbg_ratelimited`,
    print,
  ),
  ...plain(device, ['ignored', 'ignored', 'ignored'], 'dev_printk', print),
  ...plain(device, ['ignored', 'ignored'], 'dev_WARN', print),
  ...plain(device, ['ignored', 'ignored', 'ignored'], 'dev_WARN_ONCE', { returns: 'boolean', rest: 'ignored' }),
  ...plain(device, ['ignored', 'ignored', 'ignored'], 'dev_err_probe', {
    effect: 'same-value',
    returns: 'same',
    returnsArgument: 1,
    rest: 'ignored',
  }),
  ...plain('include/linux/netdevice.h (6.12)', ['ignored', 'ignored'], 'netdev_WARN netdev_WARN_ONCE', print),
  ...plain(
    net,
    ['ignored', 'ignored'],
    `netdev_emerg netdev_alert netdev_crit netdev_err netdev_warn netdev_notice netdev_info netdev_dbg netdev_vdbg
    netdev_err_once netdev_warn_once netdev_info_once netdev_notice_once`,
    print,
  ),
  ...plain(net, ['ignored', 'ignored', 'ignored'], 'netdev_printk', print),
  ...plain(
    net,
    ['ignored', 'ignored', 'ignored', 'ignored'],
    'netif_emerg netif_alert netif_crit netif_err netif_warn netif_notice netif_info netif_dbg netif_vdbg',
    print,
  ),
  ...plain(net, ['ignored', 'ignored', 'ignored', 'ignored', 'ignored'], 'netif_printk', print),
  ...plain('include/linux/net.h (6.12)', [], 'net_ratelimit', { returns: 'boolean' }),
  ...plain(
    'include/linux/net.h (6.12)',
    ['ignored'],
    'net_err_ratelimited net_warn_ratelimited net_info_ratelimited net_dbg_ratelimited',
    print,
  ),
  ...plain('include/linux/pci.h (6.12)', ['ignored', 'ignored'], 'pci_err pci_warn pci_info pci_dbg pci_notice', print),
  ...plain('include/linux/netlink.h (6.12)', ['ignored', 'ignored'], 'NL_SET_ERR_MSG_MOD NL_SET_ERR_MSG'),
  ...plain('include/linux/netlink.h (6.12)', ['ignored', 'ignored'], 'NL_SET_ERR_MSG_FMT_MOD', print),
  ...plain(
    'include/rdma/ib_verbs.h (6.12)',
    ['ignored', 'ignored'],
    'ibdev_err ibdev_warn ibdev_info ibdev_dbg',
    print,
  ),
  ...plain('include/rdma/ib_verbs.h (6.12)', ['ignored', 'ignored'], 'ibdev_notice ibdev_crit', print),
  ...plain('include/rdma/ib_verbs.h (6.12)', ['ignored', 'ignored'], 'ibdev_err_ratelimited', print),
  ...plain('include/media/v4l2-common.h (6.12)', ['ignored'], 'v4l2_err v4l2_warn v4l2_info', print),
  ...plain('include/media/v4l2-common.h (6.12)', ['ignored', 'ignored', 'ignored'], 'v4l2_dbg', print),
  ...plain('include/drm/drm_print.h (6.12)', ['ignored', 'ignored'], 'drm_err drm_warn drm_info drm_dbg', print),
  ...plain('include/drm/drm_print.h (6.12)', ['ignored', 'ignored'], 'drm_dbg_kms drm_dbg_driver drm_err_once', print),
  ...plain('include/drm/drm_print.h (6.12)', ['ignored', 'ignored'], 'DRM_DEV_ERROR DRM_DEV_DEBUG DRM_DEV_INFO', print),
  ...plain(
    'include/drm/drm_print.h (6.12)',
    ['ignored'],
    'DRM_ERROR DRM_INFO DRM_DEBUG DRM_DEBUG_DRIVER DRM_WARN',
    print,
  ),
  ...plain('include/drm/drm_print.h (6.12)', ['ignored'], 'DRM_DEBUG_KMS', print),
  ...plain(seq, ['ignored', 'ignored'], 'seq_printf', print),
  ...plain(seq, ['ignored', 'ignored'], 'seq_puts seq_putc', { returns: 'nothing' }),
  ...plain(seq, ['ignored', 'cpu-read', 'size'], 'seq_write', { returns: 'value' }),
];
