import type { Span } from '../base/span.js';
import { sizeOf } from '../graph/layout.js';
import type { Place } from '../graph/instr.js';
import type { FileIndex } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { placeBehind } from './fields.js';
import { apiCalls, argumentsIn, type WrittenCall, type WrittenFile } from './file.js';
import { type Position, sitesOf } from './flow.js';

/** Fields that some function stores to, by structure and name, with one such store. */
export type WrittenMembers = ReadonlyMap<string, MemberWrite>;

export interface MemberWrite {
  readonly at: Span;
  /** By nothing but functions that set up or tear down, as far as their names say. */
  readonly isSetUp: boolean;
  /** `position` is missing for functions that were not looked into. */
  readonly writes: readonly { readonly by: string; readonly position: Position | undefined }[];
}

export const isSetUpName = (name: string): boolean =>
  /probe|init|setup|alloc|create|attach|bind|remove|disconnect|free|exit|destroy/.test(name);

export function writtenMembers(file: WrittenFile): WrittenMembers {
  const members = new Map<string, MemberWrite>();
  const put = (id: string, by: string, position: Position | undefined, at: Span): void => {
    const isSetUp = isSetUpName(by);
    const known = members.get(id);
    const writes = [...(known?.writes ?? []), { by, position }];
    members.set(
      id,
      known?.isSetUp === false || (isSetUp && known !== undefined) ? { ...known, writes } : { at, isSetUp, writes },
    );
  };
  for (const flow of file.functions) {
    const { graph } = flow;
    const add = (place: Place | undefined, position: Position, at: Span): void => {
      const member = place === undefined ? undefined : memberOf(place, file.index);
      if (member !== undefined) put(`${member.tag}.${member.name}`, graph.name, position, at);
    };
    for (const { instr, position } of sitesOf(graph)) {
      if (instr.kind === 'store') add(instr.place, position, instr.at);
      else if (instr.kind === 'copy') add(instr.to, position, instr.at);
    }
    for (const call of apiCalls(file, flow)) {
      for (const operand of writtenBy(call))
        add(placeBehind(flow, operand, call.position), call.position, call.instr.at);
    }
  }
  const read = new Set(file.functions.map(({ graph }) => graph.name));
  for (const [name, id] of numbersOfOneStruct(file.index)) {
    for (const { name: by, nameAt, changedFields } of file.index.functions.values()) {
      if (!read.has(by) && changedFields.has(name)) put(id, by, undefined, nameAt);
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

/** The structure a pointer leads to and its member, however deep in that the place is. */
export function memberOf(place: Place, index: FileIndex): { readonly tag: string; readonly name: string } | undefined {
  const { root } = place;
  const [first] = place.steps;
  if (root.kind !== 'pointee' || first?.kind !== 'field') return undefined;
  const type = resolveType(root.element, index);
  return type.kind === 'struct' ? { tag: type.tag, name: first.name } : undefined;
}
