// By which ways others come into a module, and which of them are closed once a function has failed.
import type { FileIndex, Registration } from '../index/file-index.js';
import type { CallGraph } from './call-graph.js';
import { isOpening, isProbe, isRequest } from './roles.js';

/** Whether nobody comes in that way any more, for this device, this file or this request. */
export type IsLast = (how: string) => boolean;

/** What a bus calls for a device that was bound: never for one whose probe failed. Linux drivers/base/dd.c (6.12). */
const ofBoundDevice = /^ops-table \.(?:remove|remove_new|shutdown|disconnect)\b/;

/**
 * What finds nothing to undo while a device is not started: network drivers ask `netif_running()` in these, and their
 * interrupts, timers and work run only in between. A probe was over before.
 */
const whileStarted =
  /^ops-table \.(?:probe\b|\w+ of (?:ethtool_ops|net_device_ops|pci_error_handlers|dev_pm_ops)$)|PM_OPS$|^INIT_(?:DELAYED_)?WORK$|^netif_napi_add|^timer_setup$|^tasklet_(?:init|setup)$|^(?:devm_)?request_(?:threaded_)?irq$/;

/** What older kernels call for a request that failed: Linux 6.1 crypto/crypto_engine.c, crypto_pump_requests(). */
const ofRequest = /\.(?:prepare|unprepare|cleanup)/;

/** The ways that are closed once a function has failed. */
export function endedByFailure(callGraph: CallGraph, explored: string): IsLast {
  const isLast = endedByEntry(callGraph.registered(explored));
  if (isLast !== undefined) return isLast;
  // What only probes call may be cleaned up by them.
  const ways = callGraph.waysInto(explored, new Set());
  const isOfProbes = ways.every(
    (from) => from !== undefined && callGraph.registered(from).every(({ how }) => isProbe(how)),
  );
  return isOfProbes && ways.length > 0 ? (how) => ofBoundDevice.test(how) : never;
}

/** The same of a function that others call in these ways; `undefined` where they may go on after it has failed. */
function endedByEntry(ways: readonly Registration[]): IsLast | undefined {
  const [first] = ways;
  if (first === undefined) return undefined;
  if (ways.every(({ how }) => isProbe(how))) return (how) => isProbe(how) || ofBoundDevice.test(how);
  if (!ways.every(({ how }) => isOpening(how))) return undefined;
  const table = tableOf(first.how);
  return (how) => table !== undefined && tableOf(how) === table;
}

/** The same once one of its callers has failed: a device that was not started does nothing by itself either. */
export function endedByCaller(ways: readonly Registration[]): IsLast | undefined {
  const isLast = endedByEntry(ways);
  const isOpened = ways.every(({ how }) => isOpening(how));
  return isLast !== undefined && isOpened ? (how) => isLast(how) || whileStarted.test(how) : isLast;
}

/** The same of what is done for one request: what others come in for is another request's. */
export const endedByRequest = (ways: readonly Registration[]): IsLast | undefined =>
  ways.length > 0 && ways.every(({ how }) => isRequest(how)) ? (how) => !ofRequest.test(how) : undefined;

export const never: IsLast = () => false;

const tableOf = (how: string): string | undefined => / of (\w+)$/.exec(how)?.[1];

/** From a table that the kernel defines: what a driver calls by a table of its own it may undo by that table. */
export const isOfKernel =
  ({ structs }: FileIndex) =>
  ({ how }: Registration): boolean =>
    tableOf(how) !== undefined && !structs.has(tableOf(how) ?? '');
