import type { Instr, Operand, Place } from '../graph/instr.js';
import type { CType } from '../index/c-type.js';
import type { FileIndex } from '../index/file-index.js';
import { type FieldFacts, fieldIdOf } from './fields.js';
import type { WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf, type Source } from './flow.js';

/** One field of one descriptor: something in memory that the device reads and writes too. */
export interface DescriptorField {
  /** Which descriptor: equal in one function for the same one, while nothing is assigned to the variable. */
  readonly object: string;
  /** The way from the descriptor to the field: `ctrl`, `wb.status`. */
  readonly field: string;
}

/** What tells descriptors from other memory. */
export interface DescriptorFacts {
  /** Whether a place is a field of a descriptor in a ring of coherent memory. */
  fieldAt(flow: Flow, place: Place, position: Position): DescriptorField | undefined;
  /** Whether a value is the address of memory for the device, read from the field that keeps it. */
  isSharedAddress(flow: Flow, operand: Operand, position: Position): boolean;
  /** Names of fields that the CPU writes somewhere, as a way from the descriptor. */
  readonly written: ReadonlySet<string>;
}

export function descriptorFacts(file: WrittenFile, fields: FieldFacts): DescriptorFacts {
  const rings = ringFields(file.index);
  const written = new Set<string>();
  for (const flow of file.functions) {
    for (const { instr } of sitesOf(flow.graph)) {
      if (instr.kind === 'store') written.add(lastField(instr.place) ?? '');
    }
  }
  return {
    written,
    isSharedAddress: (flow, operand, position) =>
      flow
        .sourcesOf(operand, position, 'copies')
        .some((source) => source.kind === 'load' && isSharedField({ rings, file, fields, flow }, source.place)),
    fieldAt: (flow, place, position) => {
      const split = splitPlace(place);
      if (split === undefined) return undefined;
      const object = objectKey(flow, split.object, position);
      if (object === undefined || !isInRing({ rings, file, fields, flow }, split.object, position)) return undefined;
      return { object, field: split.field };
    },
  };
}

export const lastField = ({ steps }: Place): string | undefined => {
  const last = steps.at(-1);
  return last?.kind === 'field' ? last.name : undefined;
};

/** `ring[i].wb.status`: the element and the fields in it; of `d->ctrl` what `d` points to and the fields. */
function splitPlace(place: Place): { readonly object: Place; readonly field: string } | undefined {
  const element = place.steps.findLastIndex((step) => step.kind === 'element');
  const inside = place.steps.slice(element + 1);
  const names = inside.flatMap((step) => (step.kind === 'field' ? [step.name] : []));
  if (names.length === 0 || place.root.kind !== 'pointee') return undefined;
  return { object: { ...place, steps: place.steps.slice(0, element + 1) }, field: names.join('.') };
}

function objectKey(flow: Flow, object: Place, position: Position): string | undefined {
  const { root } = object;
  const step = object.steps.at(-1);
  if (step?.kind === 'element') {
    const ring = flow.keyOfPlace({ ...object, steps: object.steps.slice(0, -1) }, position);
    return ring === undefined ? undefined : `${ring}[${indexKey(flow, step.index, position)}]`;
  }
  if (object.steps.length > 0 || root.kind !== 'pointee' || root.pointer.kind !== 'local') {
    return flow.keyOfPlace(object, position);
  }
  const local = flow.localOf(root.pointer.local);
  if (local !== undefined && local.kind !== 'temporary') return `${local.name}#${root.pointer.local}`;
  const [only] = flow.sourcesOf(root.pointer, position, 'copies');
  if (only?.kind !== 'element') return flow.keyOfPlace(object, position);
  const ring = flow.keyOf(only.pointer, only.position);
  return ring === undefined ? undefined : `${ring}[${indexKey(flow, only.index, only.position)}]`;
}

/** An index that was computed is the same as itself only. */
function indexKey(flow: Flow, index: Operand, position: Position): string {
  return flow.keyOf(index, position) ?? (index.kind === 'local' ? `t${index.local}` : '?');
}

interface Where {
  readonly rings: ReadonlySet<string>;
  readonly file: WrittenFile;
  readonly fields: FieldFacts;
  readonly flow: Flow;
}

const maxSteps = 8;

/** An element, chosen by an index that runs round, of memory the file allocates for the device to share. */
function isInRing(where: Where, object: Place, position: Position): boolean {
  const { flow } = where;
  const step = object.steps.findLast((it) => it.kind === 'element');
  if (step !== undefined) return runsRound(flow, step.index, position) && isShared(where, object, position, 0);
  if (object.root.kind !== 'pointee') return false;
  const sources = flow.sourcesOf(object.root.pointer, position, 'copies');
  return sources.length > 0 && sources.every((source) => isRingElement(where, source));
}

function isRingElement(where: Where, source: Source): boolean {
  if (source.kind === 'element') {
    const { index, pointer, position } = source;
    return runsRound(where.flow, index, position) && isSharedPointer(where, pointer, position, 0);
  }
  if (source.kind !== 'address') return false;
  const step = source.place.steps.findLast((it) => it.kind === 'element');
  const isElement = step !== undefined && runsRound(where.flow, step.index, source.position);
  return isElement && isShared(where, source.place, source.position, 0);
}

/** Taken from a field or wrapped: not the counter of a loop over all elements. */
function runsRound(flow: Flow, index: Operand, position: Position): boolean {
  if (index.kind !== 'local') return false;
  const sources = flow.sourcesOf(index, position, 'parts');
  return sources.some((source) => source.kind === 'load' || source.kind === 'parameter') || isWrapped(flow, index);
}

function isWrapped(flow: Flow, index: Extract<Operand, { kind: 'local' }>): boolean {
  return sitesOf(flow.graph).some(
    ({ instr }) =>
      instr.kind === 'assign' &&
      instr.target === index.local &&
      instr.value.kind === 'binary' &&
      (instr.value.operator === '%' || instr.value.operator === '&'),
  );
}

/** Whether the memory of a place is one the file allocates as coherent, by the field its address is kept in. */
function isShared(where: Where, place: Place, position: Position, depth: number): boolean {
  if (isSharedField(where, place)) return true;
  return place.root.kind === 'pointee' && isSharedPointer(where, place.root.pointer, position, depth);
}

function isSharedPointer(where: Where, pointer: Operand, position: Position, depth: number): boolean {
  if (depth > maxSteps) return false;
  return where.flow.sourcesOf(pointer, position, 'copies').some((source) => {
    if (source.kind === 'load') return isSharedField(where, source.place);
    if (source.kind === 'element') return isSharedPointer(where, source.pointer, source.position, depth + 1);
    return source.kind === 'address' && isShared(where, source.place, source.position, depth + 1);
  });
}

function isSharedField({ file, fields, rings }: Where, place: Place): boolean {
  const field = fieldIdOf(withoutElements(place), file.index);
  if (field === undefined) return false;
  const allocator = file.apiByName(fields.allocated.get(field) ?? '');
  return (allocator?.does === 'allocate' && allocator.family === 'coherent') || rings.has(field);
}

/** Fields like `ring` of `struct vex_desc *ring; dma_addr_t ring_dma;`, where the descriptors have a fixed byte order. */
export function ringFields({ structs }: FileIndex): ReadonlySet<string> {
  const rings = new Set<string>();
  for (const { tag, fields } of structs.values()) {
    const handles = fields.flatMap(({ name, type }) => (name !== undefined && isHandle(type) ? [name] : []));
    for (const { name, type } of handles.length === 0 ? [] : fields) {
      if (name === undefined || type.kind !== 'pointer' || type.to.kind !== 'struct') continue;
      const isFixed = structs.get(type.to.tag)?.fields.some((it) => isEndian(it.type)) === true;
      if (isFixed && handles.some((handle) => handle.startsWith(name))) rings.add(`${tag}.${name}`);
    }
  }
  return rings;
}

const isEndian = (type: CType): boolean => type.kind === 'named' && /^__[lb]e\d+$/.test(type.name);
const isHandle = (type: CType): boolean => type.kind === 'named' && type.name === 'dma_addr_t';

const withoutElements = (place: Place): Place => ({
  ...place,
  steps: place.steps.filter((step) => step.kind === 'field'),
});

/** The variable that leads to the descriptor gets another value. */
export function assignsObject(flow: Flow, instr: Instr, { object }: DescriptorField): boolean {
  if (instr.kind !== 'assign' && instr.kind !== 'load' && instr.kind !== 'call') return false;
  if (instr.target === undefined) return false;
  return object === `${flow.localOf(instr.target)?.name ?? ''}#${instr.target}`;
}
