// What drivers do with lists besides mapping them.

import { alignDown, offsetIn, pageBytes } from '../address/align.js';
import { bytes, kernelVa, offsetBy, type PhysAddr } from '../address/spaces.js';
import { sliceRuns } from '../backends/backend.js';
import { cpuAccess } from '../cpu/access.js';
import { mapHighPage, unmapHighPage } from '../cpu/kmap.js';
import { isLinear, isLowmem, kernelToPhys, physToKernel } from '../memory/linear-map.js';
import { dmaLength, entriesOfPages, reachedWithoutLinks } from '../memory/sg-table.js';
import type { CopySg, SgInitOne, SgNentsForLength, SgTableFromPages, SgVirt, WalkSg } from '../ops/op.js';
import { codes, type StepResult } from '../ops/step-result.js';
import { begin, finish, perform, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { SgMapping } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';

/** for_each_sg and its relatives: the CPU's side has all entries, the device's side the mapped ones. */
export function walkSg(state: MachineState, op: WalkSg): StepResult {
  const now = begin(state);
  const record = state.mappings.get(op.list);
  if (record?.kind !== 'sg') return finish(now);
  const { entries, nents } = record;
  const right = op.purpose === 'cpu' ? entries.length : nents;
  const reached = op.advance === 'sg_next' ? op.count : reachedWithoutLinks(state.platform, op.count);
  if (reached !== right) {
    const origNents = entries.length;
    raise(now, { id: 'SG_WRONG_COUNT', record, origNents, nents, used: reached, kernelMessage: 'none' });
  }
  if (op.lengths !== (op.purpose === 'cpu' ? 'cpu' : 'dma')) reportLengths(now, record, op, reached);
  return finish(now);
}

/** Said of the first entry where the two lengths differ; where they are one field, none does. */
function reportLengths(now: Transition, record: SgMapping, { lengths: used }: WalkSg, count: number): void {
  for (const [index, { length: cpuLength }] of record.entries.slice(0, count).entries()) {
    const length = dmaLength(now.state.platform, record, index);
    if (length === cpuLength) continue;
    raise(now, { id: 'SG_LEN_CONFUSION', record, dmaLength: length, cpuLength, used });
    return;
  }
}

/** Page by page, as kmap gives them: a CPU access like any other, highmem included. */
export function copySg(state: MachineState, op: CopySg): StepResult {
  const now = begin(state);
  const record = state.mappings.get(op.list);
  if (record?.kind !== 'sg') return finish(now);
  for (const run of sliceRuns(record.entries, op.skip, op.size)) accessEntry(now, run, op.access);
  return finish(now);
}

function accessEntry(now: Transition, { start, length }: PhysRun, access: 'load' | 'store'): void {
  const end = start + length;
  for (let at: PhysAddr = start; at < end; at = offsetBy(alignDown(at, pageBytes), pageBytes)) {
    const page = alignDown(at, pageBytes);
    const size = bytes(Math.min(end, page + pageBytes) - at);
    const mapped = perform(now, mapHighPage, { kind: 'kmap-local', page });
    if (mapped.kind !== 'kernel-mapped') return;
    const va = offsetBy(mapped.va, at - page);
    perform(now, cpuAccess, { kind: `cpu-${access}`, va, size });
    perform(now, unmapHighPage, { kind: 'kunmap-local', va: mapped.va });
  }
}

export function sgVirt(state: MachineState, op: SgVirt): StepResult {
  const now = begin(state);
  const record = state.mappings.get(op.list);
  const entry = record?.kind === 'sg' ? record.entries[op.entry] : undefined;
  if (entry === undefined) return finish(now);
  const { start, length: size } = entry;
  // page_address() of a highmem page is NULL.
  const va = isLowmem(state.platform, start)
    ? physToKernel(state.platform, start)
    : kernelVa(offsetIn(start, pageBytes));
  return finish(now, { kind: 'kernel-mapped', va, size });
}

export function sgTableFromPages(state: MachineState, op: SgTableFromPages): StepResult {
  const now = begin(state);
  const entries = entriesOfPages(op.pages, op.offset, op.size, op.maxSegment ?? 2 ** 32 - 1);
  if (entries === undefined) return finish(now, { kind: 'code', code: codes.EINVAL });
  return finish(now, { kind: 'sg-table', entries });
}

/** Kernels that check lists stop at a pointer that is not linear; the others go on with a page that is not there. */
export function sgInitOne(state: MachineState, { va, size: length }: SgInitOne): StepResult {
  const now = begin(state);
  if (!isLinear(state.platform, va))
    raise(now, { id: 'KERNEL_BUG', site: 'scatterlist of an address outside the linear map' });
  return finish(now, { kind: 'sg-table', entries: [{ start: kernelToPhys(state.platform, va), length }] });
}

export function sgNentsForLength(state: MachineState, { list, size }: SgNentsForLength): StepResult {
  const now = begin(state);
  const record = state.mappings.get(list);
  let left: number = size;
  let count = 0;
  for (const { length } of record?.kind === 'sg' ? record.entries : []) {
    if (left <= 0) break;
    left -= length;
    count += 1;
  }
  return finish(now, { kind: 'code', code: 0 < left ? codes.EINVAL : count });
}
