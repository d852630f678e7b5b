import type { Span } from '../base/span.js';
import type { CType } from '../index/c-type.js';
import type { FileIndex } from '../index/file-index.js';
import type { Operand, Place } from '../graph/instr.js';
import { isNamed, resolveType } from '../index/named-types.js';
import { callsOf, type Flow, type Position, sitesOf, type Source } from './flow.js';
import { argumentIn, apiCalls, type WrittenFile } from './file.js';

/** What the functions of the file put into the fields of their structures. */
export interface FieldFacts {
  /** A DMA address: returned by a map call, or written by an allocation. */
  readonly dma: ReadonlySet<string>;
  /** The CPU address of memory allocated for DMA, and the function that allocated it. */
  readonly allocated: ReadonlyMap<string, string>;
  /** Every call that allocated memory for such a field. */
  readonly allocators: ReadonlyMap<string, readonly Allocator[]>;
  /** Something else as well, whatever their type says. */
  readonly mixed: ReadonlySet<string>;
  /**
   * Something of the file compares a physical with a DMA address: it relies on both being equal and makes sure of it,
   * as drivers of IOMMUs do for their own tables.
   */
  readonly comparesKinds: boolean;
}

export interface Allocator {
  readonly name: string;
  readonly functionName: string;
  readonly at: Span;
}

/** A field that anything else is put into as well, besides NULL and error values, counts for nothing. */
export function fieldFacts(file: WrittenFile): FieldFacts {
  const dma = new Set<string>();
  const allocated = new Map<string, string>();
  const allocators = new Map<string, readonly Allocator[]>();
  const others = new Set<string>();
  const put = (flow: Flow, source: Source, place: Place): void => {
    const field = fieldIdOf(place, file.index);
    if (field === undefined || source.kind === 'number' || source.kind === 'constant') return;
    // A caller's DMA address, by its type.
    const type = source.kind === 'parameter' ? flow.localOf(source.local)?.type : undefined;
    if (isNamed(type, 'dma_addr_t', file.index)) return;
    const row = source.kind === 'call' ? file.apiByName(source.name) : undefined;
    if (row?.does === 'map' && row.returns === 'dma-address') dma.add(field);
    else if (source.kind === 'call' && row?.does === 'allocate' && row.returns === 'cpu-address') {
      allocated.set(field, row.name);
      const by = { name: row.name, functionName: flow.graph.name, at: source.instr.calleeAt };
      allocators.set(field, [...(allocators.get(field) ?? []), by]);
    }
    // Physical addresses are what the rules look for, and no reason to doubt the rest.
    else if (row?.does !== 'plain' || row.effect !== 'to-physical') others.add(field);
  };
  for (const flow of file.functions) {
    for (const { instr, position } of sitesOf(flow.graph)) {
      if (instr.kind !== 'store') continue;
      for (const source of flow.sourcesOf(instr.value, position, 'copies')) put(flow, source, instr.place);
    }
    for (const call of apiCalls(file, flow)) {
      const out = call.row.does === 'allocate' ? argumentIn(call, 'dma-address-out') : undefined;
      const place = out === undefined ? undefined : placeBehind(flow, out, call.position);
      const field = place === undefined ? undefined : fieldIdOf(place, file.index);
      if (field !== undefined) dma.add(field);
    }
    for (const place of givenAway(file, flow)) {
      const field = fieldIdOf(place, file.index);
      if (field !== undefined) others.add(field);
    }
  }
  for (const field of others) {
    dma.delete(field);
    allocated.delete(field);
  }
  return {
    dma,
    allocated,
    allocators,
    mixed: others,
    comparesKinds: file.functions.some((flow) => comparesKinds(file, flow)),
  };
}

/** Places that functions nothing is known of may write. */
export function* givenAway(file: WrittenFile, flow: Flow): Generator<Place> {
  for (const { instr, position, name } of callsOf(flow.graph)) {
    if (file.apiByName(name) !== undefined) continue;
    for (const operand of instr.arguments) {
      const place = placeBehind(flow, operand, position);
      if (place !== undefined) yield place;
    }
  }
}

function comparesKinds(file: WrittenFile, flow: Flow): boolean {
  const isConversion = (name: string): boolean => {
    const row = file.apiByName(name);
    return row?.does === 'plain' && row.effect === 'to-physical';
  };
  if (![...flow.calls].some(isConversion)) return false;
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'assign' || instr.value.kind !== 'binary' || !/^[!=]=$/.test(instr.value.operator)) continue;
    const sides = [instr.value.left, instr.value.right].map((side) => flow.sourcesOf(side, position, 'copies'));
    const isPhysical = (source: Source): boolean => source.kind === 'call' && isConversion(source.name);
    const isNumber = (source: Source): boolean => source.kind === 'number' || source.kind === 'constant';
    if (sides.some((side) => side.some(isPhysical)) && !sides.some((side) => side.every(isNumber))) return true;
  }
  return false;
}

/** The place whose address an operand is. */
export function placeBehind(flow: Flow, operand: Operand, position: Position): Place | undefined {
  const [only, ...others] = flow.sourcesOf(operand, position, 'copies');
  return only?.kind === 'address' && others.length === 0 ? only.place : undefined;
}

/** `vex_ring.dma`: the structure a field is declared in, and its name. */
export function fieldIdOf(place: Place, index: FileIndex): string | undefined {
  const fields = place.steps.filter((step) => step.kind === 'field');
  const last = fields.at(-1);
  if (last === undefined) return undefined;
  const owner = ownerTag(place, index);
  const isElement = place.steps.at(-1)?.kind === 'element';
  return owner === undefined ? undefined : `${owner}.${last.name}${isElement ? '[]' : ''}`;
}

/** The structure around the last field of a place; in one of another file, the way there. */
function ownerTag(place: Place, index: FileIndex): string | undefined {
  const { root } = place;
  let type: CType | undefined =
    root.kind === 'pointee' ? root.element : root.kind === 'global' ? index.globals.get(root.name)?.type : undefined;
  let name = type === undefined ? undefined : tagOf(type, index);
  const fields = place.steps.flatMap((step) => (step.kind === 'field' ? [step.name] : []));
  for (const field of fields.slice(0, -1)) {
    type = name === undefined ? undefined : fieldType(name, field, index);
    name = type === undefined ? `${name ?? '?'}.${field}` : tagOf(type, index);
  }
  return name;
}

function tagOf(type: CType, index: FileIndex): string | undefined {
  let at = resolveType(type, index);
  if (at.kind === 'named') return at.name;
  while (at.kind === 'array') at = at.of;
  return at.kind === 'struct' || at.kind === 'union' ? at.tag : undefined;
}

const fieldType = (tag: string, name: string, { structs }: FileIndex): CType | undefined =>
  structs.get(tag)?.fields.find((field) => field.name === name)?.type;

/** In a structure that a header of the kernel declares, and no file of the driver. */
export const isOfKernel = ({ root }: Place, index: FileIndex): boolean =>
  root.kind === 'pointee' && root.element.kind === 'struct' && index.kernelStructs.has(root.element.tag);
