import type { Instr, Operand } from '../graph/instr.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, argumentsIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { walkBackward, walkForward } from './walk.js';

export const vmaps = 'dma_vmap_noncontiguous';
const invalidates = 'invalidate_kernel_vmap_range';
const flushes = 'flush_kernel_vmap_range';
const forCpu = /^dma_sync_sg(?:table)?_for_cpu$/;
const forDevice = /^dma_sync_sg(?:table)?_for_device$/;

/** Fields of the file that hold what the call returned. */
export function aliasFields(file: WrittenFile): ReadonlySet<string> {
  const found = new Set<string>();
  for (const flow of file.functions) {
    if (!flow.calls.has(vmaps)) continue;
    for (const { instr, position } of sitesOf(flow.graph)) {
      if (instr.kind !== 'store' || !isMade(flow, instr.value, position)) continue;
      const field = fieldIdOf(instr.place, file.index);
      if (field !== undefined) found.add(field);
    }
  }
  return found;
}

const isMade = (flow: Flow, operand: Operand, position: Position): boolean =>
  flow.sourcesOf(operand, position, 'copies').some((source) => source.kind === 'call' && source.name === vmaps);

/**
 * The second kernel address of an allocation, used beside a sync that knows of the first one only. Where caches go by
 * virtual addresses each has lines of its own: Linux Documentation/core-api/cachetlb.rst (6.12).
 */
export function checkAliasFlush(file: WrittenFile, flow: Flow, fields: ReadonlySet<string>, raise: Raise): void {
  if (fields.size === 0 && !flow.calls.has(vmaps)) return;
  for (const call of apiCalls(file, flow)) {
    const direction = argumentIn(call, 'direction');
    const towards = direction?.kind === 'constant' ? direction.name : undefined;
    if (forCpu.test(call.name) && towards !== 'DMA_TO_DEVICE') checkReads(file, call, fields, raise);
    if (forDevice.test(call.name) && towards !== 'DMA_FROM_DEVICE') checkWrites(file, call, fields, raise);
  }
}

function checkReads(file: WrittenFile, call: WrittenCall, fields: ReadonlySet<string>, raise: Raise): void {
  const { flow, instr, position } = call;
  let isFound = false;
  walkForward(flow.graph, { block: position.block, index: position.index + 1 }, (it, at) => {
    if (isFound || isCallOf(it, invalidates)) return true;
    isFound = usesAlias(file, flow, fields, it, at, 'read');
    if (isFound) raise({ ...found(flow, it), id: 'ALIAS_UNFLUSHED', problem: 'read', ...named(call, instr) });
    return isFound;
  });
}

function checkWrites(file: WrittenFile, call: WrittenCall, fields: ReadonlySet<string>, raise: Raise): void {
  const { flow, instr, position } = call;
  let isFound = false;
  walkBackward(flow.graph, position, (it, at) => {
    if (isFound || isCallOf(it, flushes)) return true;
    isFound = usesAlias(file, flow, fields, it, at, 'write');
    if (isFound) raise({ ...found(flow, it), id: 'ALIAS_UNFLUSHED', problem: 'write', ...named(call, instr) });
    return isFound;
  });
}

const found = (flow: Flow, { at }: Instr) => ({ at, heuristics: [], functionName: flow.graph.name }) as const;
const named = ({ name }: WrittenCall, { calleeAt }: WrittenCall['instr']) => ({ name, syncedAt: calleeAt });

const isCallOf = (instr: Instr, name: string): boolean =>
  instr.kind === 'call' && instr.callee.kind === 'name' && instr.callee.name === name;

const invalidatesInside = ({ functions }: WrittenFile, name: string): boolean =>
  functions.some(({ graph, calls }) => graph.name === name && calls.has(invalidates));

/** Whether an instruction reads or writes through such a pointer, or gives it to somebody who may. */
export function usesAlias(
  file: WrittenFile,
  flow: Flow,
  fields: ReadonlySet<string>,
  instr: Instr,
  at: Position,
  how: 'read' | 'write',
): boolean {
  const isAlias = (operand: Operand): boolean =>
    isMade(flow, operand, at) ||
    flow.sourcesOf(operand, at, 'copies').some((source) => {
      const field = source.kind === 'load' ? fieldIdOf(source.place, file.index) : undefined;
      return field !== undefined && fields.has(field);
    });
  if (instr.kind === 'load' || instr.kind === 'store') {
    const { root } = instr.place;
    return (instr.kind === 'load') === (how === 'read') && root.kind === 'pointee' && isAlias(root.pointer);
  }
  if (instr.kind !== 'call' || instr.callee.kind !== 'name') return false;
  const { name } = instr.callee;
  const row = file.apiByName(name);
  if (row === undefined) return how === 'read' && !invalidatesInside(file, name) && instr.arguments.some(isAlias);
  const roles = how === 'read' ? 'cpu-read' : 'cpu-write';
  return argumentsIn({ flow, name, row, instr, position: at }, roles).some(({ operand }) => isAlias(operand));
}
