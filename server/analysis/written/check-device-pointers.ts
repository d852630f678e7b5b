import type { Span } from '../base/span.js';
import type { CallInstr, LocalId, Operand } from '../graph/instr.js';
import { placesAccessed } from '../graph/operands.js';
import { resolveType } from '../index/named-types.js';
import { type DeviceMemory, isOutside } from './device-memory.js';
import { fieldIdOf } from './fields.js';
import { handedOn, type Raise, type WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { type Read, readsBehind } from './reads.js';
import { plainName } from './check-sg.js';

/** Kernel pointers that a file keeps in memory the device can write, and follows when it reads them back. */
export function checkDevicePointers(file: WrittenFile, memory: DeviceMemory, raise: Raise): void {
  if (!memory.exists) return;
  const stored = storedPointers(file, memory);
  if (stored.size === 0) return;
  const followed = followedParameters(file);
  // Of a structure that lies in such memory as a whole, one finding says it.
  const told = new Set<string>();
  for (const flow of file.functions) {
    for (const { pointer, position, at } of followedIn(flow, followed)) {
      for (const { instr, position: readIn } of readsOf(file, flow, pointer, position)) {
        const field = fieldIdOf(instr.place, file.index);
        const storedAt = field === undefined ? undefined : stored.get(field);
        const tag = field?.split('.')[0] ?? '';
        if (storedAt === undefined || told.has(tag) || !memory.isDevicePlace(flow, instr.place, readIn)) continue;
        told.add(tag);
        const what = plainName(flow.keyOfPlace(instr.place, readIn) ?? field ?? '');
        const common = { heuristics: [], functionName: flow.graph.name, isTrusted: !isOutside(file) } as const;
        raise({ ...common, id: 'POINTER_FROM_DEVICE', at, what, storedAt, readAt: instr.at });
      }
    }
  }
}

/** The fields that a pointer is put into, as it is or as a number, where the device can write. */
function storedPointers(file: WrittenFile, memory: DeviceMemory): ReadonlyMap<string, Span> {
  const stored = new Map<string, Span>();
  for (const flow of file.functions) {
    for (const { instr, position } of sitesOf(flow.graph)) {
      if (instr.kind !== 'store') continue;
      const field = fieldIdOf(instr.place, file.index);
      if (field === undefined || stored.has(field) || !isPointer(file, flow, instr.value, position)) continue;
      if (memory.isDevicePlace(flow, instr.place, position)) stored.set(field, instr.at);
    }
  }
  return stored;
}

/** A pointer of the kernel, or a number that was made of one. NULL and error values are none. */
function isPointer(file: WrittenFile, flow: Flow, value: Operand, position: Position): boolean {
  const passed = new Set<LocalId>();
  const sources = flow.sourcesOf(value, position, 'copies', passed);
  if (!sources.some(({ kind }) => kind !== 'number' && kind !== 'constant' && kind !== 'other')) return false;
  return [...passed].some((id) => {
    const type = flow.localOf(id)?.type;
    return type !== undefined && resolveType(type, file.index).kind === 'pointer';
  });
}

interface Followed {
  readonly pointer: Operand;
  readonly position: Position;
  readonly at: Span;
}

/** What a function dereferences, calls, or gives to another one of the file that does. */
function* followedIn(flow: Flow, parameters: ReadonlyMap<string, ReadonlySet<number>>): Generator<Followed> {
  for (const { instr, position } of sitesOf(flow.graph)) {
    for (const { root } of placesAccessed(instr)) {
      if (root.kind === 'pointee') yield { pointer: root.pointer, position, at: instr.at };
    }
    if (instr.kind !== 'call') continue;
    if (instr.callee.kind === 'pointer') yield { pointer: instr.callee.pointer, position, at: instr.calleeAt };
    else yield* givenOn(instr, position, parameters.get(instr.callee.name));
  }
}

function* givenOn(
  instr: CallInstr,
  position: Position,
  parameters: ReadonlySet<number> | undefined,
): Generator<Followed> {
  for (const nth of parameters ?? []) {
    const pointer = instr.arguments[nth];
    if (pointer !== undefined) yield { pointer, position, at: instr.argumentsAt[nth] ?? instr.calleeAt };
  }
}

/** The parameters that each function dereferences as they were given to it. */
function followedParameters(file: WrittenFile): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, ReadonlySet<number>>();
  for (const flow of file.functions) {
    const parameters = new Set<number>();
    for (const { instr } of sitesOf(flow.graph)) {
      for (const { root } of placesAccessed(instr)) {
        if (root.kind !== 'pointee' || root.pointer.kind !== 'local') continue;
        if (root.pointer.local < flow.graph.parameterCount) parameters.add(root.pointer.local);
      }
    }
    found.set(flow.graph.name, parameters);
  }
  return found;
}

/** The reads of memory that a pointer comes from, whatever it was cast to or swapped since. */
const readsOf = (file: WrittenFile, flow: Flow, operand: Operand, position: Position): readonly Read[] =>
  readsBehind(flow, operand, position, (instr) => handedOn(file, instr));
