// From calls that show memory to others to ops.
import { bytes, type DmaAttr, type MachineOp } from '#engine';
import type { Constraints } from '../symbolic/constraints.js';
import { dmaAddressOf } from './dma-addresses.js';
import { mappingOf, pageSize } from './plan-mapping.js';
import { planShared } from './plan-shared.js';
import { resultOf } from './planned-op.js';
import { add, attrsOf, type PlannedMapping, type Planner } from './planner.js';
import { argument, type UseStep } from './use-step.js';

export function planUse(planner: Planner, facts: Constraints, step: UseStep): void {
  const { plays, entry } = step;
  if (plays !== 'mmap' && plays !== 'sg-table' && plays !== 'vmap') {
    planShared(planner, facts, step);
    return;
  }
  const mapping = entry === undefined ? undefined : mappingOf(planner, facts, entry);
  if (mapping === undefined) return;
  if (plays === 'vmap') planVmap(planner, mapping);
  else planView(planner, mapping, step);
}

/** Memory of an allocation for a process, which asks for all of it, or as a table of pages. */
function planView(planner: Planner, mapping: PlannedMapping, step: UseStep): void {
  const { device, made } = mapping;
  const size = planner.numbers.of(argument(step, 'size')) ?? mapping.size;
  const attrs = attrsOfView(planner, step);
  add(planner, `${step.plays} ${made} ${size} ${attrs.join()}`, (results): MachineOp | undefined => {
    const memory = resultOf(results, made, 'allocated');
    const address = dmaAddressOf(results, mapping);
    if (memory === undefined || address === undefined) return undefined;
    const common = { device, cpuAddress: memory.cpuAddress, address, size: bytes(size), attrs };
    return step.plays === 'sg-table'
      ? { kind: 'get-sgtable', ...common }
      : { kind: 'mmap-attrs', ...common, pageOffset: 0, pages: Math.ceil(size / pageSize) };
  });
}

/** A function that takes no attributes has those of its allocator: `dma_mmap_wc()`. */
function attrsOfView(planner: Planner, step: UseStep): readonly DmaAttr[] {
  const word = argument(step, 'attributes');
  if (word !== undefined) return attrsOf(planner, word);
  return /_wc|writecombine/.test(step.name) ? ['write-combine'] : [];
}

function planVmap(planner: Planner, { device, made, size }: PlannedMapping): void {
  add(planner, `vmap ${made} ${size}`, (results) => {
    const list = resultOf(results, made, 'sg-mapped')?.list;
    return list === undefined ? undefined : { kind: 'vmap-noncontiguous', device, size: bytes(size), list };
  });
}
