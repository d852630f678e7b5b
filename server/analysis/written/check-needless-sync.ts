import type { Instr } from '../graph/instr.js';
import type { Flow, Position } from './flow.js';
import { apiCalls, argumentIn, argumentsIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { predecessors } from './ways.js';

/**
 * A sync for the CPU with nothing between it and the unmap, a sync for the device with nothing between it and the map:
 * both calls do what the sync does. Linux Documentation/core-api/dma-api.rst (6.12).
 */
export function checkNeedlessSync(file: WrittenFile, flow: Flow, raise: Raise): void {
  const calls = apiCalls(file, flow);
  for (const sync of calls) {
    if (sync.row.does !== 'sync-for-cpu' && sync.row.does !== 'sync-for-device') continue;
    const neighbor = sync.row.does === 'sync-for-cpu' ? unmapAfter(calls, sync) : mapBefore(file, sync);
    if (neighbor === undefined) continue;
    const { name, instr } = sync;
    const common = { at: instr.calleeAt, heuristics: [], functionName: flow.graph.name } as const;
    raise({ ...common, id: 'NEEDLESS_SYNC', name, beside: neighbor.name, besideAt: neighbor.instr.calleeAt });
  }
}

const keysOf = ({ flow, instr, position }: WrittenCall): ReadonlySet<string | undefined> =>
  new Set(instr.arguments.map((operand) => flow.keyOf(operand, position)));

function keyOf(call: WrittenCall, role: 'dma-address' | 'size'): string | undefined {
  const operand = argumentIn(call, role);
  return operand === undefined ? undefined : call.flow.keyOf(operand, call.position);
}

function unmapAfter(calls: readonly WrittenCall[], sync: WrittenCall): WrittenCall | undefined {
  const address = keyOf(sync, 'dma-address');
  const size = keyOf(sync, 'size');
  const { block, index } = sync.position;
  const unmap = calls.find((it) => it.row.does === 'unmap' && it.position.block === block && it.position.index > index);
  if (unmap === undefined || address === undefined || size === undefined) return undefined;
  if (keyOf(unmap, 'dma-address') !== address || keyOf(unmap, 'size') !== size) return undefined;
  // With attributes the unmap may leave the caches alone.
  if (argumentsIn(unmap, 'attributes').length > 0) return undefined;
  const between = sync.flow.graph.blocks[block]?.instrs.slice(index + 1, unmap.position.index) ?? [];
  const keys = keysOf(unmap);
  const isQuiet = between.every((instr, nth) =>
    isPreparation(sync.flow, instr, { block, index: index + 1 + nth }, keys),
  );
  return isQuiet ? unmap : undefined;
}

/** Loads of what a call is given, and computations, touch no mapped byte. */
function isPreparation(flow: Flow, instr: Instr, at: Position, keys: ReadonlySet<string | undefined>): boolean {
  if (instr.kind === 'assign') return true;
  const key = instr.kind === 'load' ? flow.keyOfPlace(instr.place, at) : undefined;
  return key !== undefined && keys.has(key);
}

/** Backward along the only way that leads here. */
function mapBefore(file: WrittenFile, sync: WrittenCall): WrittenCall | undefined {
  const { flow } = sync;
  const address = keyOf(sync, 'dma-address');
  const keys = keysOf(sync);
  const before = predecessors(flow.graph);
  let { block, index } = sync.position;
  for (let steps = 0; address !== undefined && steps < maxSteps; steps += 1) {
    index -= 1;
    if (index < 0) {
      const [only, ...others] = before.get(block) ?? [];
      if (only === undefined || others.length > 0) return undefined;
      block = only;
      index = flow.graph.blocks[block]?.instrs.length ?? 0;
      continue;
    }
    const instr = flow.graph.blocks[block]?.instrs[index];
    if (instr === undefined) return undefined;
    const at = { block, index };
    const row = instr.kind === 'call' && instr.callee.kind === 'name' ? file.apiByName(instr.callee.name) : undefined;
    if (instr.kind === 'call' && row?.does === 'map') {
      const map: WrittenCall = { flow, name: row.name, row, instr, position: at };
      return isMapOf(map, sync, address) ? map : undefined;
    }
    const isStored = instr.kind === 'store' && flow.keyOfPlace(instr.place, at) === address;
    if (!isStored && row?.does !== 'check-error' && !isPreparation(flow, instr, at, keys)) return undefined;
  }
  return undefined;
}

/** From the sync back to the map: the test of the result, and little more. */
const maxSteps = 40;

function isMapOf(map: WrittenCall, sync: WrittenCall, address: string): boolean {
  const { flow, instr } = map;
  if (argumentsIn(map, 'attributes').length > 0 || instr.target === undefined) return false;
  const operand = argumentIn(sync, 'dma-address');
  if (operand === undefined) return false;
  const isResult = flow
    .sourcesOf(operand, sync.position, 'copies')
    .some((source) => source.kind === 'call' && source.instr === instr);
  return isResult || isKeptIn(flow, map, address);
}

function isKeptIn(flow: Flow, { instr, position }: WrittenCall, address: string): boolean {
  const rest = flow.graph.blocks[position.block]?.instrs.slice(position.index + 1) ?? [];
  return rest.some((it, nth) => {
    if (it.kind !== 'store' || it.value.kind !== 'local' || it.value.local !== instr.target) return false;
    return flow.keyOfPlace(it.place, { block: position.block, index: position.index + 1 + nth }) === address;
  });
}
