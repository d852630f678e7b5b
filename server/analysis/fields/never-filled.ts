import type { Family } from '../api/api-function.js';
import { apiByName } from '../api/index.js';
import type { ContractEvent } from '../contract/event.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { CallInstr, Operand } from '../graph/instr.js';
import { sizeOf } from '../graph/layout.js';
import type { CType } from '../index/c-type.js';
import type { FileIndex } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { isElsewhere } from '../module/address.js';
import type { CollectedFields } from './collect.js';
import type { FieldPlace, FieldRecord, FieldUse } from './record.js';

export interface NeverFilled {
  readonly event: ContractEvent;
  readonly functionName: string;
}

/** The module as far as others could fill what is in it. */
export interface Surroundings {
  readonly index: FileIndex;
  /** All functions of the module that were read. */
  readonly graphs: readonly FunctionGraph[];
  readonly text: string;
  /** No other file is linked with this one. */
  readonly isAlone: boolean;
}

/**
 * Releases of what a field holds, where nothing in the module puts anything there: the other field was meant, or what it
 * was filled by is gone. It has to be a struct of this file, or of the header of a module of one file.
 */
export function neverFilled(
  { usedOn }: CollectedFields,
  record: FieldRecord,
  around: Surroundings,
): readonly NeverFilled[] {
  const found = new Map<number, NeverFilled>();
  let shared: ReadonlySet<string> | undefined;
  for (const [use, { functionName, own }] of usedOn) {
    const { place, at, name } = use;
    if (!isDuty(use) || own?.madeHere === true || found.has(at.start)) continue;
    if (!isOwnField(place, record, around) || !isEmpty(place, record) || !isFilledOtherwise(place, record)) continue;
    if (isAssigned(around.text, place.name)) continue;
    shared ??= sharedStructs(around);
    if (shared.has(place.tag)) continue;
    const event = { id: 'FIELD_NEVER_FILLED', at, heuristics: [], name, field: place.name, object: place.tag } as const;
    found.set(at.start, { event, functionName });
  }
  return [...found.values()];
}

/** What goes by an address of its own: a list is filled by its entries, and a pool is destroyed where it is NULL. */
const kinds: ReadonlySet<Family> = new Set<Family>(['single', 'coherent', 'noncoherent']);
const isDuty = ({ does, family, managed }: FieldUse): boolean => does === 'release' && !managed && kinds.has(family);

function isOwnField({ tag, name }: FieldPlace, record: FieldRecord, { index, isAlone }: Surroundings): boolean {
  const struct = index.structs.get(tag);
  if (struct?.kind !== 'struct' || !record.ownStructs.has(tag)) return false;
  const isExported = index.registrations.some(({ how }) => how.startsWith('EXPORT_SYMBOL'));
  if (isElsewhere(struct.at) && (!isAlone || isExported)) return false;
  // Of a variable the initializer may say it.
  if ([...index.globals.values()].some(({ type }) => tagIn(type, index) === tag)) return false;
  const declared = struct.fields.find((field) => field.name === name)?.type;
  return declared !== undefined && isAddress(declared);
}

/** Of any other type it may be in memory that the device writes. */
function isAddress(type: CType): boolean {
  const inner = type.kind === 'array' ? type.of : type;
  return inner.kind === 'pointer' || (inner.kind === 'named' && inner.name === 'dma_addr_t');
}

/** A struct of which something else is filled in sight: what is seen of it is more than an end without a beginning. */
function isFilledOtherwise({ tag }: FieldPlace, { fields }: FieldRecord): boolean {
  return [...fields].some(([key, { fills }]) => fills.length > 0 && key.startsWith(`${tag}.`));
}

/** Nothing but 0 and NULL is known to go there. */
function isEmpty({ key, name }: FieldPlace, record: FieldRecord): boolean {
  if (record.looseNames.has(name) || record.unreadNames.has(name)) return false;
  const history = record.fields.get(key);
  if (history === undefined) return true;
  const isZero = history.values.every(
    (value) => value !== undefined && value.parts.length === 0 && value.constant === 0,
  );
  return !history.isOpen && history.fills.length === 0 && isZero;
}

/** As the text says it, whatever a macro or a condition made of it: an assignment, an address, a name given to a macro. */
function isAssigned(text: string, name: string): boolean {
  const member = `(?:->|\\.)\\s*${name}\\b(?:\\s*\\[[^\\]]*\\])*`;
  const nothing = '(?:0|NULL|0x0|DMA_MAPPING_ERROR|~0)\\s*[;,)]';
  return [
    `${member}\\s*[-+|&^]?=(?!=)(?!\\s*${nothing})`,
    `&\\s*[^&;,(){}=]*${member}`,
    `_set\\s*\\([^;]*\\b${name}\\b`,
    `#\\s*define[^\\n]*\\b${name}\\b`,
  ].some((pattern) => new RegExp(pattern).test(text));
}

/** Structs that are copied as a whole, or given to functions that nobody read, with all that is inside of them. */
function sharedStructs({ index, graphs }: Surroundings): ReadonlySet<string> {
  const known = new Set(graphs.map(({ name }) => name));
  const tags = new Set<string>();
  const add = (type: CType | undefined): void => {
    const tag = type === undefined ? undefined : tagIn(type, index);
    if (tag !== undefined) tags.add(tag);
  };
  for (const graph of graphs) {
    const typeOf = (operand: Operand): CType | undefined =>
      operand.kind === 'local' ? graph.locals[operand.local]?.type : undefined;
    for (const instr of graph.blocks.flatMap(({ instrs }) => instrs)) {
      if (instr.kind === 'copy') add(instr.to.type);
      if (instr.kind !== 'call' || (instr.callee.kind === 'name' && known.has(instr.callee.name))) continue;
      for (const [position, operand] of instr.arguments.entries()) {
        const type = typeOf(operand);
        if (type !== undefined && isFilledBy(instr, position, { type, index })) add(type);
      }
    }
  }
  // A set visits what is added to it while it is walked.
  for (const tag of tags) {
    for (const { type } of index.structs.get(tag)?.fields ?? []) {
      if (type.kind !== 'pointer' || !isPrivate(type, index)) add(type);
    }
  }
  return tags;
}

interface Given {
  readonly type: CType;
  readonly index: FileIndex;
}

/** Other files do not know what is inside: they fill the whole of it, and are told how long that is. */
function isFilledBy({ callee, arguments: all }: CallInstr, position: number, { type, index }: Given): boolean {
  const row = callee.kind === 'name' ? apiByName(callee.name) : undefined;
  if (row !== undefined) {
    const role = row.parameters[position] ?? row.rest;
    return (role === 'cpu-write' && row.name !== 'memset') || role === 'changed';
  }
  if (!isPrivate(type, index)) return true;
  const length = type.kind === 'pointer' ? sizeOf(type.to, index) : undefined;
  return all.some((it) => it.kind === 'sizeof' || (it.kind === 'number' && it.value === length));
}

function isPrivate(type: CType, index: FileIndex): boolean {
  const struct = index.structs.get(tagIn(type, index) ?? '');
  return struct !== undefined && !isElsewhere(struct.at);
}

function tagIn(type: CType, index: FileIndex): string | undefined {
  const it = resolveType(type, index);
  if (it.kind === 'pointer') return tagIn(it.to, index);
  if (it.kind === 'array') return tagIn(it.of, index);
  return it.kind === 'struct' || it.kind === 'union' ? it.tag : undefined;
}
