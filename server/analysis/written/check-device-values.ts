import type { Span } from '../base/span.js';
import { sizeOf } from '../graph/layout.js';
import type { Instr, LocalId, Operand, Place } from '../graph/instr.js';
import { operandsOf, placesAccessed } from '../graph/operands.js';
import type { CType } from '../index/c-type.js';
import type { FileIndex } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { type DeviceMemory, isOutside } from './device-memory.js';
import type { ValueUse } from './event.js';
import { fieldIdOf } from './fields.js';
import { argumentsIn, handedOn, type Raise, type WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { type Read, readsBehind } from './reads.js';
import { testsOf } from './tests.js';
import { plainName } from './check-sg.js';
import { walkEnds } from './ring-walks.js';
import { isAlwaysBefore, reaches } from './ways.js';

/** What a value decides, where. */
interface Sink {
  readonly value: Operand;
  readonly position: Position;
  readonly at: Span;
  readonly use: ValueUse;
  /** The elements of the array that is indexed, where they are known. */
  readonly size: number | undefined;
  /** What is counted are bytes. */
  readonly isOfBytes?: boolean;
}

/** Values that the device may have written, used as an index, an offset or a length that nothing bounds. */
export function checkDeviceValues(file: WrittenFile, flow: Flow, memory: DeviceMemory, raise: Raise): void {
  if (!memory.exists) return;
  let tested: readonly TestedRead[] | undefined;
  const said = new Map<string, Said[]>();
  for (const sink of sinksOf(file, flow)) {
    const [read] = readsOf(file, flow, sink.value, sink.position).filter((it) => isOfDevice(flow, memory, it));
    if (read === undefined || isWithinType(file.index, read, sink) || isJustWritten(file, flow, read)) continue;
    tested ??= testedReads(file, flow);
    if (tested.some((it) => it.read.instr === read.instr)) continue;
    const key = flow.keyOfPlace(read.instr.place, read.position);
    const what = plainName(key ?? lastField(read.instr.place) ?? 'the value');
    const common = { at: sink.at, heuristics: [], functionName: flow.graph.name, what, use: sink.use } as const;
    const isTrusted = !isOutside(file);
    const earlier = tested.find((it) => it.key !== undefined && it.key === key && isEarlier(flow, it.read, read));
    const mistake = [key ?? read.instr.at.start, sink.use, earlier === undefined].join(' ');
    const before = said.get(mistake) ?? [];
    if (before.some((first) => isMendedBy(flow, first, { read, sink }))) continue;
    said.set(mistake, [...before, { read, sink }]);
    if (earlier === undefined) {
      const { size } = sink;
      raise({ ...common, id: 'DEVICE_VALUE_UNBOUNDED', readAt: read.instr.at, size, isTrusted });
    } else {
      raise({ ...common, id: 'DEVICE_VALUE_READ_TWICE', checkedAt: earlier.at, isTrusted });
    }
  }
}

interface Said {
  readonly read: Read;
  readonly sink: Sink;
}

/** A bound of the same value, or one that every way to the next use goes past, mends that as well. */
const isMendedBy = ({ graph }: Flow, first: Said, next: Said): boolean =>
  first.read.instr === next.read.instr || isAlwaysBefore(graph, first.sink.position, next.sink.position);

/** In a loop the field that was tested may be another object's, unless every way to the read leads past the test. */
function isEarlier({ graph }: Flow, tested: Read, read: Read): boolean {
  if (!reaches(graph, tested.position, read.position)) return false;
  return !reaches(graph, read.position, tested.position) || isAlwaysBefore(graph, tested.position, read.position);
}

/** A field that the CPU writes as well may hold what the driver itself put there. */
function isOfDevice(flow: Flow, memory: DeviceMemory, { instr, position }: Read): boolean {
  return memory.isDevicePlace(flow, instr.place, position) && !memory.isWrittenByCpu(instr.place);
}

/** The function put a value there itself on the way to the read, and called nobody since who could tell the device. */
function isJustWritten(file: WrittenFile, flow: Flow, { instr: read, position }: Read): boolean {
  const key = flow.keyOfPlace(read.place, position);
  const instrs = flow.graph.blocks[position.block]?.instrs.slice(0, position.index) ?? [];
  for (const [back, instr] of instrs.toReversed().entries()) {
    if (instr.kind === 'call' && handedOn(file, instr).length === 0) return false;
    if (instr.kind !== 'store') continue;
    const at = { block: position.block, index: position.index - 1 - back };
    if (key !== undefined && flow.keyOfPlace(instr.place, at) === key) return true;
  }
  return false;
}

/** Nothing happens at an address that is only asked to come into the cache: Linux include/linux/prefetch.h (6.12). */
function isOnlyPrefetched(flow: Flow, address: LocalId): boolean {
  const isUsed = (operand: Operand): boolean => operand.kind === 'local' && operand.local === address;
  const uses = sitesOf(flow.graph).filter(({ instr }) => operandsOf(instr).some(isUsed));
  return uses.length > 0 && uses.every(({ instr }) => isCallTo(instr, /^(?:net_)?prefetch/));
}

const isCallTo = (instr: Instr, name: RegExp): boolean =>
  instr.kind === 'call' && instr.callee.kind === 'name' && name.test(instr.callee.name);

const lastField = ({ steps }: Place): string | undefined =>
  steps.flatMap((step) => (step.kind === 'field' ? [step.name] : [])).at(-1);

function* sinksOf(file: WrittenFile, flow: Flow): Generator<Sink> {
  for (const { instr, position } of sitesOf(flow.graph)) {
    for (const place of placesNamed(instr)) {
      for (const [nth, step] of place.steps.entries()) {
        if (step.kind !== 'element' || step.index.kind !== 'local') continue;
        const size = elementsOf(file.index, place, nth);
        yield { value: step.index, position, at: instr.at, use: 'index', size };
      }
    }
    if (instr.kind === 'assign' && instr.value.kind === 'advance' && instr.value.index.kind === 'local') {
      if (isOnlyPrefetched(flow, instr.target)) continue;
      const common = { value: instr.value.index, position, at: instr.at, size: undefined };
      yield { ...common, use: 'offset', isOfBytes: isOfBytes(instr.value.element, file.index) };
    }
    if (instr.kind === 'call') yield* lengthsOf(file, flow, instr, position);
  }
  for (const end of walkEnds(flow)) yield { ...end, use: 'end', size: undefined };
}

/** `u8 *` and `char *`, and `void *`, which counts bytes in the kernel. */
const isOfBytes = (element: CType, index: FileIndex): boolean =>
  element.kind === 'void' || sizeOf(element, index) === 1;

function* lengthsOf(
  file: WrittenFile,
  flow: Flow,
  instr: Extract<Instr, { kind: 'call' }>,
  position: Position,
): Generator<Sink> {
  const name = instr.callee.kind === 'name' ? instr.callee.name : '';
  const row = copies.has(name) ? file.apiByName(name) : undefined;
  if (row === undefined) return;
  for (const { operand, position: nth } of argumentsIn({ flow, name, row, instr, position }, 'size')) {
    const at = instr.argumentsAt[nth] ?? instr.calleeAt;
    yield { value: operand, position, at, use: 'length', size: undefined };
  }
}

// Linux include/linux/string.h and uaccess.h (6.12): they copy as much as they are told.
const copies: ReadonlySet<string> = new Set([
  'memcpy',
  'memmove',
  'memset',
  'copy_to_user',
  'memcpy_toio',
  'memcpy_fromio',
]);

/** Also those whose address is taken: whoever gets it goes there. */
const placesNamed = (instr: Instr): readonly Place[] =>
  instr.kind === 'assign' && instr.value.kind === 'address' ? [instr.value.place] : placesAccessed(instr);

/** How many elements the array has that the step at `nth` goes into. */
function elementsOf(index: FileIndex, { root, steps }: Place, nth: number): number | undefined {
  let type: CType | undefined = root.kind === 'pointee' ? root.element : undefined;
  if (root.kind === 'global') type = index.globals.get(root.name)?.type;
  for (const step of steps.slice(0, nth)) {
    const known: CType | undefined = type === undefined ? undefined : resolveType(type, index);
    if (step.kind === 'element') type = known?.kind === 'array' ? known.of : undefined;
    else if (known?.kind !== 'struct' && known?.kind !== 'union') return undefined;
    else type = index.structs.get(known.tag)?.fields.find(({ name }) => name === step.name)?.type;
  }
  const array = type === undefined ? undefined : resolveType(type, index);
  if (array?.kind !== 'array') return undefined;
  const bytes = sizeOf(array, index);
  const each = sizeOf(array.of, index);
  // `data[0]` at the end of a structure has as many as follow it.
  return bytes === undefined || bytes === 0 || each === undefined || each === 0 ? undefined : bytes / each;
}

/** A byte cannot lead out of an array of 256 elements, and one that a header declares may have as many. */
function isWithinType(index: FileIndex, { instr }: Read, { size, use, isOfBytes: countsBytes }: Sink): boolean {
  const bytes = sizeOf(instr.place.type, index);
  // A byte moves a pointer to bytes by less than any buffer for packets has.
  if (bytes === 1 && use === 'offset' && countsBytes === true) return true;
  if (bytes === 1 && size === undefined && use === 'index') return true;
  return size !== undefined && bytes !== undefined && bytes <= 2 && 2 ** (8 * bytes) <= size;
}

interface TestedRead {
  readonly read: Read;
  readonly key: string | undefined;
  readonly at: Span;
}

/** The reads whose values something is compared with, decides by, or is given to be judged. */
function testedReads(file: WrittenFile, flow: Flow): readonly TestedRead[] {
  const asked: { readonly value: Operand; readonly position: Position; readonly at: Span }[] = [];
  for (const test of testsOf(flow)) {
    // One of the values it may have: `len != 4 && len != 8`.
    const isKnown = test.other?.kind === 'number' || test.other?.kind === 'constant';
    const isBound = isKnown || (test.relation !== '==' && test.relation !== '!=');
    if (isBound) asked.push(test);
  }
  for (const { end, id, instrs } of flow.graph.blocks) {
    if (end.kind === 'switch')
      asked.push({ value: end.value, position: { block: id, index: instrs.length }, at: end.at });
  }
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'call' || instr.target === undefined || !flow.isRead(instr.target)) continue;
    const name = instr.callee.kind === 'name' ? instr.callee.name : '';
    // Whether the bit of a number is set says that somebody is waiting for it.
    if (file.apiByName(name) !== undefined && name !== 'test_bit') continue;
    for (const value of instr.arguments) asked.push({ value, position, at: instr.at });
  }
  return asked.flatMap(({ value, position, at }) =>
    readsOf(file, flow, value, position).map((read) => ({
      read,
      key: flow.keyOfPlace(read.instr.place, read.position),
      at,
    })),
  );
}

/**
 * The reads of memory a value was computed from, unless a mask, a remainder or a function on the way bounds it. A sum with
 * something unknown may be anything as well.
 */
function readsOf(file: WrittenFile, flow: Flow, operand: Operand, position: Position): readonly Read[] {
  const reads = readsBehind(flow, operand, position, (instr) => partsOf(file, instr));
  return reads.filter((it) => isWholeField(file.index, it.instr.place));
}

/** A bit-field is as wide as what it counts. */
function isWholeField(index: FileIndex, place: Place): boolean {
  const [tag, name] = fieldIdOf(place, index)?.split('.') ?? [];
  if (tag === undefined) return false;
  return index.structs.get(tag)?.fields.find((field) => field.name === name)?.isBitField !== true;
}

function partsOf(file: WrittenFile, instr: Instr): readonly Operand[] {
  if (instr.kind !== 'assign' || instr.value.kind !== 'binary') return handedOn(file, instr);
  const { value } = instr;
  if (value.operator === '+' || value.operator === '-' || value.operator === '*') return [value.left, value.right];
  // What is shifted out of a word is a field of it, and mostly as wide as what it counts.
  return value.operator === '/' || value.operator === '<<' ? [value.left] : [];
}
