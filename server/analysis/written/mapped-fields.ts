import type { Span } from '../base/span.js';
import type { Instr, Operand, Place } from '../graph/instr.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, argumentsIn, type WrittenCall, type WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';

/**
 * Memory and the handle of its mapping, kept side by side in one object by the function that maps. Another function that
 * completes the request finds both there; what it reads before it unmaps, it reads too early.
 */
export interface MappedField {
  /** `request.desc`, `request.dma`. */
  readonly memory: string;
  readonly handle: string;
  readonly mappedAt: Span;
  readonly mappedIn: string;
}

/** Fields the device writes behind, and whose handle no function of the file syncs for the CPU. */
export function mappedFields(file: WrittenFile): ReadonlyMap<string, MappedField> {
  const found = new Map<string, MappedField>();
  for (const flow of file.functions) {
    for (const call of apiCalls(file, flow)) {
      const pair = call.row.does === 'map' && call.row.family === 'single' ? pairOf(file, call) : undefined;
      if (pair !== undefined) found.set(pair.memory, pair);
    }
  }
  if (found.size === 0) return found;
  for (const flow of file.functions) {
    for (const call of apiCalls(file, flow)) {
      const handle = call.row.does === 'sync-for-cpu' ? handleOf(file, call) : undefined;
      for (const pair of found.values()) if (pair.handle === handle) found.delete(pair.memory);
    }
  }
  return found;
}

function pairOf(file: WrittenFile, call: WrittenCall): MappedField | undefined {
  const { flow, instr, position } = call;
  const direction = argumentIn(call, 'direction');
  const deviceWrites = direction?.kind === 'constant' && /^DMA_(?:FROM_DEVICE|BIDIRECTIONAL)$/.test(direction.name);
  const [buffer] = argumentsIn(call, 'cpu-address');
  const [kept, ...others] = storesOf(flow, ({ value, at }) =>
    flow.sourcesOf(value, at, 'copies').some((source) => source.kind === 'call' && source.instr === instr),
  );
  if (!deviceWrites || buffer === undefined || kept === undefined || others.length > 0) return undefined;
  const handle = fieldIdOf(kept.place, file.index);
  const memory = memoryBeside(file, flow, kept, buffer.operand, position);
  if (handle === undefined || memory === undefined) return undefined;
  return { memory, handle, mappedAt: instr.calleeAt, mappedIn: flow.graph.name };
}

interface FieldStore {
  readonly place: Place;
  readonly value: Operand;
  readonly at: Position;
}

function storesOf(flow: Flow, isWanted: (store: FieldStore) => boolean): readonly FieldStore[] {
  return sitesOf(flow.graph).flatMap(({ instr, position: at }) => {
    if (instr.kind !== 'store' || instr.place.steps.at(-1)?.kind !== 'field') return [];
    const store = { place: instr.place, value: instr.value, at };
    return isWanted(store) ? [store] : [];
  });
}

const ownerOf = (flow: Flow, place: Place, at: Position): string | undefined =>
  flow.keyOfPlace({ ...place, steps: place.steps.slice(0, -1) }, at);

/** The field of the same object that the mapped pointer was read from, or is stored to. */
function memoryBeside(
  file: WrittenFile,
  flow: Flow,
  kept: FieldStore,
  buffer: Operand,
  at: Position,
): string | undefined {
  const owner = ownerOf(flow, kept.place, kept.at);
  const [only, ...others] = flow.sourcesOf(buffer, at, 'copies');
  if (owner === undefined || others.length > 0) return undefined;
  if (only?.kind === 'load') {
    return ownerOf(flow, only.place, only.position) === owner ? fieldIdOf(only.place, file.index) : undefined;
  }
  const inside = only?.kind === 'address' && only.place.root.kind === 'pointee' ? only.place.root.pointer : buffer;
  const key = flow.keyOf(inside, at);
  const [stored] = storesOf(
    flow,
    (it) => key !== undefined && flow.keyOf(it.value, it.at) === key && ownerOf(flow, it.place, it.at) === owner,
  );
  return stored === undefined ? undefined : fieldIdOf(stored.place, file.index);
}

export function handleOf(file: WrittenFile, call: WrittenCall): string | undefined {
  const address = argumentIn(call, 'dma-address');
  return address === undefined ? undefined : fieldRead(file, call.flow, address, call.position);
}

/** The field whose value an operand is. */
function fieldRead(file: WrittenFile, flow: Flow, operand: Operand, at: Position): string | undefined {
  const [only, ...others] = flow.sourcesOf(operand, at, 'copies');
  return only?.kind === 'load' && others.length === 0 ? fieldIdOf(only.place, file.index) : undefined;
}

/** The field whose mapping a call ends. */
export function unmappedField(
  file: WrittenFile,
  call: WrittenCall,
  fields: ReadonlyMap<string, MappedField>,
): MappedField | undefined {
  return call.row.does === 'unmap' ? fieldNamedBy(file, call, fields) : undefined;
}

/** The field whose handle a call is given. */
export function fieldNamedBy(
  file: WrittenFile,
  call: WrittenCall,
  fields: ReadonlyMap<string, MappedField>,
): MappedField | undefined {
  const handle = fields.size === 0 ? undefined : handleOf(file, call);
  return handle === undefined ? undefined : [...fields.values()].find((it) => it.handle === handle);
}

/** `request->desc->status`, `memcpy(to, request->buf, len)`. */
export function readsMemory(file: WrittenFile, flow: Flow, field: MappedField, instr: Instr, at: Position): boolean {
  const isField = (operand: Operand): boolean => fieldRead(file, flow, operand, at) === field.memory;
  if (instr.kind === 'load') return instr.place.root.kind === 'pointee' && isField(instr.place.root.pointer);
  if (instr.kind !== 'call' || instr.callee.kind !== 'name') return false;
  const { name } = instr.callee;
  const row = file.apiByName(name);
  if (row === undefined) return false;
  return argumentsIn({ flow, name, row, instr, position: at }, 'cpu-read').some(({ operand }) => isField(operand));
}

/** The next call, if it gets the memory of such a field. */
export function givenNext(
  file: WrittenFile,
  flow: Flow,
  field: MappedField,
  { block, index }: Position,
): Span | undefined {
  const rest = flow.graph.blocks[block]?.instrs.slice(index + 1) ?? [];
  const nth = rest.findIndex(({ kind }) => kind === 'call');
  const next = rest[nth];
  if (next?.kind !== 'call') return undefined;
  const at = { block, index: index + 1 + nth };
  return next.arguments.some((it) => fieldRead(file, flow, it, at) === field.memory) ? next.calleeAt : undefined;
}

/** `dma` of `request.dma`. */
export const nameIn = (field: string): string => field.slice(field.lastIndexOf('.') + 1);
