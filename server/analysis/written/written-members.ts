import type { Span } from '../base/span.js';
import { sizeOf } from '../graph/layout.js';
import type { Place } from '../graph/instr.js';
import type { FileIndex } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { fieldIdOf, placeBehind } from './fields.js';
import { apiCalls, argumentsIn, type WrittenCall, type WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';

/** Fields that some function stores to, by structure and name, with one such store. */
export type WrittenMembers = ReadonlyMap<string, MemberWrite>;

export interface MemberWrite {
  readonly at: Span;
  /** By nothing but functions that set up or tear down, as far as their names say. */
  readonly isSetUp: boolean;
  readonly writes: readonly WriteOfMember[];
}

interface WriteOfMember {
  readonly by: string;
  /** Missing for functions that were not looked into. */
  readonly position: Position | undefined;
  /** Of two objects of one structure this is the one that a field leads to. */
  readonly object: string | undefined;
  /** Who waits for a lock writes to it as well. */
  readonly isLock: boolean;
}

export const isSetUpName = (name: string): boolean =>
  /probe|init|setup|alloc|create|attach|bind|remove|disconnect|free|exit|destroy/.test(name);

export function writtenMembers(file: WrittenFile): WrittenMembers {
  const members = new Map<string, MemberWrite>();
  const put = (id: string, write: WriteOfMember, at: Span): void => {
    const isSetUp = isSetUpName(write.by);
    const known = members.get(id);
    const writes = [...(known?.writes ?? []), write];
    members.set(
      id,
      known?.isSetUp === false || (isSetUp && known !== undefined) ? { ...known, writes } : { at, isSetUp, writes },
    );
  };
  for (const flow of file.functions) {
    const { graph } = flow;
    const add = (place: Place | undefined, position: Position, at: Span, isLock = false): void => {
      const member = place === undefined ? undefined : memberOf(place, file.index);
      if (member === undefined || place === undefined) return;
      const object = objectOf(flow, place, position, file.index);
      put(`${member.tag}.${member.name}`, { by: graph.name, position, object, isLock }, at);
    };
    for (const { instr, position } of sitesOf(graph)) {
      if (instr.kind === 'store') add(instr.place, position, instr.at);
      else if (instr.kind === 'copy') add(instr.to, position, instr.at);
    }
    for (const call of apiCalls(file, flow)) {
      for (const operand of writtenBy(call))
        add(placeBehind(flow, operand, call.position), call.position, call.instr.at, locks.test(call.name));
    }
  }
  const read = new Set(file.functions.map(({ graph }) => graph.name));
  for (const [name, id] of numbersOfOneStruct(file.index)) {
    for (const { name: by, nameAt, changedFields } of file.index.functions.values()) {
      if (!read.has(by) && changedFields.has(name))
        put(id, { by, position: undefined, object: undefined, isLock: false }, nameAt);
    }
  }
  return members;
}

/** Members that hold a number and whose name no other structure has: who assigns to one of that name means it. */
function numbersOfOneStruct(index: FileIndex): ReadonlyMap<string, string> {
  const owners = new Map<string, string | undefined>();
  for (const { tag, fields } of index.structs.values()) {
    for (const { name, type, isBitField } of fields) {
      if (name === undefined) continue;
      const size = isBitField ? undefined : sizeOf(type, index);
      const isNumber =
        size !== undefined && size <= 8 && /^(?:integer|named|enum)$/.test(resolveType(type, index).kind);
      owners.set(name, owners.has(name) || !isNumber ? undefined : `${tag}.${name}`);
    }
  }
  return new Map([...owners].flatMap(([name, id]) => (id === undefined ? [] : [[name, id] as const])));
}

/** What a call is given the address of and writes for the CPU: counters, bits, and locks that others wait for as well. */
function writtenBy(call: WrittenCall) {
  const [first] = call.instr.arguments;
  if (locks.test(call.name)) return first === undefined ? [] : [first];
  return argumentsIn(call, 'cpu-write').map(({ operand }) => operand);
}

// Linux include/linux/{spinlock,mutex,completion}.h (6.12).
const locks =
  /^(?:(?:raw_)?spin_lock(?:_irqsave|_irq|_bh)?|mutex_lock(?:_interruptible|_killable)?|complete(?:_all)?)$/;

/** The field that the pointer of a place was read from. */
export function objectOf(flow: Flow, { root }: Place, position: Position, index: FileIndex): string | undefined {
  if (root.kind !== 'pointee') return undefined;
  const [only, ...others] = flow.sourcesOf(root.pointer, position, 'copies');
  return only?.kind === 'load' && others.length === 0 ? fieldIdOf(only.place, index) : undefined;
}

/** The structure a pointer leads to and its member, however deep in that the place is. */
export function memberOf(place: Place, index: FileIndex): { readonly tag: string; readonly name: string } | undefined {
  const { root } = place;
  const [first] = place.steps;
  if (root.kind !== 'pointee' || first?.kind !== 'field') return undefined;
  const type = resolveType(root.element, index);
  return type.kind === 'struct' ? { tag: type.tag, name: first.name } : undefined;
}
