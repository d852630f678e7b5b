// Scatterlists past the kernel's checker, which looks at them segment by segment.
// Source: kernel/dma/debug.c (6.12), debug_dma_unmap_sg and debug_dma_sync_sg_for_*.

import { bytes, dmaAddr } from '../address/spaces.js';
import { findExact, type Reference } from '../contract/debug-entries.js';
import { findReleased } from '../contract/records.js';
import type { SyncSg, UnmapSg } from '../ops/op.js';
import { raise, type Transition } from '../ops/transition.js';
import type { MapRecord, Owner, SgMapping } from '../state/map-record.js';
import { checkRelease, checkSync, reportCount } from './debug-checks.js';
import { deviceOf } from './devices.js';

type ListRelease = Pick<UnmapSg, 'device' | 'list' | 'nents' | 'direction'>;
type ListCall = ListRelease | SyncSg;

/** Checks an unmap before the backend acts, and answers the list if it is still mapped. */
export function checkListRelease(now: Transition, op: ListRelease): SgMapping | undefined {
  const live = now.state.mappings.get(op.list);
  const record: MapRecord | undefined = live ?? findReleased(now.state, op.list);
  if (record?.kind !== 'sg') return undefined;
  if (op.nents === 0) {
    raise(now, { id: 'ZERO_SIZE', device: op.device });
    return undefined;
  }
  const known = countSegments(now, record, op);
  // An unknown first segment does not stop the checker: it goes on for as many entries as it was told.
  const looked = known === 0 ? op.nents : Math.min(op.nents, known);
  for (let index = 0; index < looked; index += 1)
    checkRelease(now, { ...segmentRef(record, op, index), cpuAddress: undefined });
  return live?.kind === 'sg' ? live : undefined;
}

/** Checks a sync, and answers the list if it is still mapped. */
export function checkListSync(now: Transition, op: SyncSg, to: Owner): SgMapping | undefined {
  const live = now.state.mappings.get(op.list);
  const record: MapRecord | undefined = live ?? findReleased(now.state, op.list);
  if (record?.kind !== 'sg') return undefined;
  if (op.nents === 0) raise(now, { id: 'ZERO_SIZE', device: op.device });
  const known = countSegments(now, record, op);
  const device = deviceOf(now.state, op.device);
  for (let index = 0; index < Math.min(op.nents, known); index += 1) {
    checkSync(now, device, segmentRef(record, op, index), to);
  }
  if (live?.kind === 'sg') {
    reportUnseen(now, live, op, known);
    return live;
  }
  // The checker looks at no segment of a list it does not know.
  const { address, size } = record;
  raise(now, { id: 'SYNC_NOT_FOUND', device: op.device, address, size, kernelMessage: 'none' });
  return undefined;
}

/** What is wrong with a sync although the checker does not look, or looks away. */
function reportUnseen(now: Transition, record: SgMapping, op: SyncSg, known: number): void {
  if (op.nents === 0) return;
  const isBothWays = record.direction === 'bidirectional';
  if (op.nents !== record.entries.length && (isBothWays || known === 0)) reportCount(now, record, op.nents, 'none');
  if (known !== 0 || isBothWays || op.direction === record.direction) return;
  raise(now, { id: 'SYNC_DIRECTION', record, direction: op.direction, because: 'differs', kernelMessage: 'none' });
}

/** How many segments the checker believes there are: what the entry of the first one says. */
function countSegments(now: Transition, record: SgMapping, op: ListCall): number {
  const found = findExact(now.state, segmentRef(record, op, 0));
  return found.kind === 'entry' ? found.entry.sgMappedEnts : 0;
}

/** What the checker takes from one entry of the list; entries that were merged away have neither address nor length. */
function segmentRef(record: SgMapping, op: ListCall, index: number): Reference {
  const { address, length } = record.segments[index] ?? { address: dmaAddr(0), length: bytes(0) };
  return { device: op.device, address, size: length, type: 'sg', direction: op.direction, sgCallEnts: op.nents };
}
