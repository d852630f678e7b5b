import type { Span } from '../base/span.js';
import type { CallInstr, Operand, Place } from '../graph/instr.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, argumentsIn, type WrittenCall, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, sitesOf } from './flow.js';

export interface Embedded {
  readonly mappedAt: Span;
  readonly mappedIn: string;
}

interface Seen {
  readonly what: string;
  readonly readAt: Span;
}

/**
 * Handles of memory that lies in the same struct as they do, by their field: `edesc->dma = dma_map_single(dev,
 * edesc->buf, ..)`, with the place of the mapping. Without those that some function syncs for the CPU.
 */
export function embeddedHandles(file: WrittenFile): ReadonlyMap<string, Embedded> {
  const found = new Map<string, Embedded>();
  const calls = file.functions.flatMap((flow) => apiCalls(file, flow));
  for (const call of calls) {
    const [buffer] = call.row.does === 'map' && call.row.family === 'single' ? argumentsIn(call, 'cpu-address') : [];
    const direction = buffer === undefined ? undefined : argumentIn(call, 'direction');
    if (buffer === undefined || (direction?.kind === 'constant' && direction.name === 'DMA_TO_DEVICE')) continue;
    const handle = storedIn(file, call.flow, call.instr);
    const around = embedding(file, call.flow, buffer.operand, call.position);
    if (handle === undefined || !around.some((it) => tagOf(it) === tagOf(handle))) continue;
    found.set(handle, { mappedAt: call.instr.calleeAt, mappedIn: call.flow.graph.name });
  }
  for (const call of calls)
    if (call.row.does === 'sync-for-cpu') for (const it of handlesIn(file, call)) found.delete(it);
  return found;
}

/** The mapping whose handle a call names, and where the call right after it reads what lies beside that handle. */
export function readBeside(
  file: WrittenFile,
  call: WrittenCall,
  handles: ReadonlyMap<string, Embedded>,
): (Embedded & Seen) | undefined {
  const handle = handles.size === 0 ? undefined : handlesIn(file, call).find((it) => handles.has(it));
  const mapping = handle === undefined ? undefined : handles.get(handle);
  const read = handle === undefined ? undefined : readNext(file, call.flow, tagOf(handle), call.position);
  return mapping === undefined || read === undefined ? undefined : { ...mapping, ...read };
}

/** The field a call's result is stored to, and no other. */
function storedIn(file: WrittenFile, flow: Flow, call: CallInstr): string | undefined {
  const fields = sitesOf(flow.graph).flatMap(({ instr, position }) => {
    if (instr.kind !== 'store') return [];
    const isResult = flow
      .sourcesOf(instr.value, position, 'copies')
      .some((source) => source.kind === 'call' && source.instr === call);
    return isResult ? [fieldIdOf(instr.place, file.index)] : [];
  });
  return fields.length === 1 ? fields[0] : undefined;
}

/** The members of structs that an address points into. */
function embedding(file: WrittenFile, flow: Flow, operand: Operand, at: Position): readonly string[] {
  const members = (place: Place): readonly string[] => {
    const member = place.root.kind === 'pointee' ? fieldIdOf(place, file.index) : undefined;
    return member === undefined ? [] : [member.replace('[]', '')];
  };
  return flow.sourcesOf(operand, at, 'parts').flatMap((source) => {
    if (source.kind === 'address') return members(source.place);
    return source.kind === 'element' ? embedding(file, flow, source.pointer, source.position) : [];
  });
}

/** The fields that the address a call names is made of. */
function handlesIn(file: WrittenFile, call: WrittenCall): readonly string[] {
  const address = argumentIn(call, 'dma-address');
  if (address === undefined) return [];
  return call.flow
    .sourcesOf(address, call.position, 'parts')
    .flatMap((source) => (source.kind === 'load' ? (fieldIdOf(source.place, file.index) ?? []) : []));
}

/** The next call, if it reads what lies in such a struct. */
function readNext(file: WrittenFile, flow: Flow, tag: string, { block, index }: Position): Seen | undefined {
  const next = callsOf(flow.graph).find(({ position }) => position.block === block && index < position.index);
  const row = next === undefined ? undefined : file.apiByName(next.name);
  if (next === undefined || row === undefined) return undefined;
  const { instr, position, name } = next;
  for (const { operand } of argumentsIn({ flow, name, row, instr, position }, 'cpu-read')) {
    const member = embedding(file, flow, operand, position).find((it) => tagOf(it) === tag);
    if (member !== undefined) return { what: member.slice(tag.length + 1), readAt: instr.calleeAt };
  }
  return undefined;
}

const tagOf = (field: string): string => field.slice(0, field.indexOf('.'));
