import type { Span } from '../base/span.js';
import { attributesByName } from '../api/attributes.js';
import type { CallInstr, Instr, Operand } from '../graph/instr.js';
import { type MappedField, readsMemory, unmappedField } from './mapped-fields.js';
import { apiCalls, argumentIn, argumentsIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';
import { walkBackward, walkForward } from './walk.js';

const attribute = 'DMA_ATTR_SKIP_CPU_SYNC';
const bit = attributesByName([attribute]);

/** What the functions of a file sync, asked before any of them is judged. */
export interface SyncFacts {
  readonly forDevice: boolean;
  readonly forCpu: boolean;
  /** Memory kept beside its handle that no function syncs for the CPU. */
  readonly mapped: ReadonlyMap<string, MappedField>;
}

export function syncFacts(file: WrittenFile, mapped: SyncFacts['mapped']): SyncFacts {
  const does = (wanted: string): boolean =>
    file.functions.some((flow) => [...flow.calls].some((name) => file.apiByName(name)?.does === wanted));
  return { forDevice: does('sync-for-device'), forCpu: does('sync-for-cpu'), mapped };
}

/**
 * A map or an unmap that leaves the caches alone, and nobody who does it instead: what the CPU wrote before may not be in
 * memory, what the device wrote may not be what the CPU reads. Linux Documentation/core-api/dma-attributes.rst (6.12).
 */
export function checkSkipSync(file: WrittenFile, flow: Flow, facts: SyncFacts, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    const { does } = call.row;
    if (does !== 'map' && does !== 'unmap') continue;
    const attributes = argumentIn(call, 'attributes');
    if (attributes === undefined || !certainlySkips(flow, attributes, call.position, 0)) continue;
    if (does === 'map') checkMap(file, call, facts, raise);
    else checkUnmap(file, call, facts, raise);
  }
}

/** Attributes are or-ed together; a word that only may have the bit says nothing. */
function certainlySkips(flow: Flow, operand: Operand, position: Position, depth: number): boolean {
  if (operand.kind === 'constant') return operand.name === attribute;
  if (operand.kind === 'number') return (operand.value & bit) !== 0;
  if (operand.kind !== 'local' || depth > maxDepth) return false;
  const definitions = flow.definitionsOf(operand.local, position);
  return (
    definitions.length > 0 &&
    definitions.every((definition) => {
      if (definition === 'entry' || definition.instr.kind !== 'assign') return false;
      const { value } = definition.instr;
      const has = (it: Operand): boolean => certainlySkips(flow, it, definition.position, depth + 1);
      if (value.kind === 'operand' || value.kind === 'cast') return has(value.operand);
      return value.kind === 'binary' && value.operator === '|' && (has(value.left) || has(value.right));
    })
  );
}

const maxDepth = 8;

const isDirection = (call: WrittenCall, names: RegExp): boolean => {
  const direction = argumentIn(call, 'direction');
  return direction?.kind === 'constant' && names.test(direction.name);
};

function checkMap(file: WrittenFile, call: WrittenCall, { forDevice }: SyncFacts, raise: Raise): void {
  const { flow, name, instr } = call;
  const buffer = bufferOf(call);
  if (buffer === undefined || !isDirection(call, /^DMA_(?:TO_DEVICE|BIDIRECTIONAL)$/)) return;
  const writtenAt = writtenBefore(file, call, buffer);
  if (writtenAt === undefined) return;
  const startedAt = handedOver(file, call);
  // Another function may sync what this one keeps.
  if (startedAt === undefined && forDevice) return;
  const common = { at: instr.calleeAt, heuristics: [], functionName: flow.graph.name } as const;
  raise({ ...common, id: 'SKIPPED_SYNC', problem: 'for-device', name, otherAt: writtenAt, startedAt });
}

/** The mapped pointer, by the name it has in the function. */
function bufferOf({ flow, position, ...call }: WrittenCall): string | undefined {
  const [cpu] = argumentsIn({ flow, position, ...call }, 'cpu-address');
  return cpu === undefined ? undefined : flow.keyOf(cpu.operand, position);
}

/** The last write to the buffer on some way to the map; memory that comes zeroed was written too. */
function writtenBefore(file: WrittenFile, { flow, position }: WrittenCall, buffer: string): Span | undefined {
  let found: Span | undefined;
  walkBackward(flow.graph, position, (instr, at) => {
    if (found !== undefined) return true;
    if (instr.kind === 'store' && instr.place.root.kind === 'pointee') {
      if (flow.keyOf(instr.place.root.pointer, at) === buffer) found = instr.at;
    } else if (instr.kind === 'call' && instr.callee.kind === 'name') {
      const call = rowOf(file, flow, instr, at);
      if (call?.row.does === 'sync-for-device') return true;
      const written = call === undefined ? [] : argumentsIn(call, 'cpu-write');
      if (written.some(({ operand }) => flow.keyOf(operand, at) === buffer)) found = instr.calleeAt;
      const isFresh = call?.row.does === 'get-memory' && call.row.zeroed === true && instr.target !== undefined;
      if (isFresh && isNamed(flow, instr, buffer)) found = instr.calleeAt;
    }
    return found !== undefined;
  });
  return found;
}

function rowOf(file: WrittenFile, flow: Flow, instr: CallInstr, position: Position): WrittenCall | undefined {
  if (instr.callee.kind !== 'name') return undefined;
  const { name } = instr.callee;
  const row = file.apiByName(name);
  return row === undefined ? undefined : { flow, name, row, instr, position };
}

const isNamed = (flow: Flow, { target }: CallInstr, buffer: string): boolean =>
  target !== undefined && `${flow.localOf(target)?.name ?? ''}#${target}` === buffer;

/** Where the address is given to the device, or to a function that does so, before any sync. */
function handedOver(file: WrittenFile, call: WrittenCall): Span | undefined {
  const { flow, position, instr: map } = call;
  let found: Span | undefined;
  walkForward(flow.graph, { block: position.block, index: position.index + 1 }, (instr, at) => {
    if (found !== undefined) return true;
    if (instr.kind !== 'call' || instr.callee.kind !== 'name') return false;
    const row = file.apiByName(instr.callee.name);
    if (row?.does === 'sync-for-device' || row?.does === 'unmap') return true;
    if (row?.does === 'check-error' || !isGiven(flow, instr, at, map)) return false;
    const starts =
      row === undefined ? startsDevice(file, instr.callee.name) : row.does === 'plain' && row.effect === 'hand-over';
    if (starts) found = instr.calleeAt;
    return starts;
  });
  return found;
}

const isGiven = (flow: Flow, call: CallInstr, at: Position, map: CallInstr): boolean =>
  call.arguments.some((operand) =>
    flow.sourcesOf(operand, at, 'parts').some((source) => source.kind === 'call' && source.instr === map),
  );

/** A function of the file that writes registers and syncs nothing. */
function startsDevice(file: WrittenFile, name: string): boolean {
  const flow = file.functions.find(({ graph }) => graph.name === name);
  if (flow === undefined) return false;
  const rows = [...flow.calls].map((it) => file.apiByName(it));
  return (
    rows.some((row) => row?.does === 'plain' && row.effect === 'hand-over') &&
    !rows.some((row) => row?.does === 'sync-for-device')
  );
}

function checkUnmap(file: WrittenFile, call: WrittenCall, { mapped, forCpu }: SyncFacts, raise: Raise): void {
  const { flow, name, instr, position } = call;
  if (!isDirection(call, /^DMA_(?:FROM_DEVICE|BIDIRECTIONAL)$/) || syncsBefore(file, call)) return;
  const field = unmappedField(file, call, mapped);
  const map = mapOf(file, call);
  const buffer = map === undefined ? undefined : bufferOf(map);
  if (field === undefined && (buffer === undefined || (forCpu && map === undefined))) return;
  const reads = (it: Instr, at: Position): boolean =>
    (field !== undefined && readsMemory(file, flow, field, it, at)) ||
    (buffer !== undefined && readsBuffer(file, flow, buffer, it, at));
  walkForward(flow.graph, { block: position.block, index: position.index + 1 }, (it, at) => {
    const row = it.kind === 'call' && it.callee.kind === 'name' ? file.apiByName(it.callee.name) : undefined;
    if (row?.does === 'map' || row?.does === 'sync-for-cpu') return true;
    if (!reads(it, at)) return false;
    const common = { at: instr.calleeAt, heuristics: [], functionName: flow.graph.name } as const;
    raise({ ...common, id: 'SKIPPED_SYNC', problem: 'for-cpu', name, otherAt: it.at, startedAt: undefined });
    return true;
  });
}

function syncsBefore(file: WrittenFile, { flow, position }: WrittenCall): boolean {
  let isSynced = false;
  walkBackward(flow.graph, position, (instr) => {
    const name = instr.kind === 'call' && instr.callee.kind === 'name' ? instr.callee.name : undefined;
    if (name !== undefined && syncsForCpu(file, name)) isSynced = true;
    return isSynced;
  });
  return isSynced;
}

const syncsForCpu = (file: WrittenFile, name: string): boolean =>
  file.apiByName(name)?.does === 'sync-for-cpu' ||
  file.functions.some(
    ({ graph }) => graph.name === name && callsOf(graph).some((it) => file.apiByName(it.name)?.does === 'sync-for-cpu'),
  );

/** The call of the same function that made the mapping. */
function mapOf(file: WrittenFile, call: WrittenCall): WrittenCall | undefined {
  const address = argumentIn(call, 'dma-address');
  if (address === undefined) return undefined;
  const [only, ...others] = call.flow.sourcesOf(address, call.position, 'copies');
  if (only?.kind !== 'call' || others.length > 0) return undefined;
  const map = rowOf(file, call.flow, only.instr, only.position);
  return map?.row.does === 'map' ? map : undefined;
}

function readsBuffer(file: WrittenFile, flow: Flow, buffer: string, instr: Instr, at: Position): boolean {
  if (instr.kind === 'load') {
    return instr.place.root.kind === 'pointee' && flow.keyOf(instr.place.root.pointer, at) === buffer;
  }
  const call = instr.kind === 'call' ? rowOf(file, flow, instr, at) : undefined;
  return call !== undefined && argumentsIn(call, 'cpu-read').some(({ operand }) => flow.keyOf(operand, at) === buffer);
}
