import type { FunctionGraph } from '../graph/function-graph.js';
import type { CallInstr, Operand, Place } from '../graph/instr.js';
import { resolveType } from '../index/named-types.js';
import { type CallSite, callersOf } from './call-sites.js';
import { fieldIdOf, type FieldFacts } from './fields.js';
import { apiCalls, argumentsIn, type WrittenFile } from './file.js';
import { type Definition, type Flow, flowOf, type Position, sitesOf } from './flow.js';

/** Which memory of a file the device can write, as far as its functions tell. */
export interface DeviceMemory {
  /** Whether any memory of the file is the device's at all. */
  readonly exists: boolean;
  /** Behind a pointer that a DMA allocation returned, wherever it was kept or passed since. */
  isDevicePlace(flow: Flow, place: Place, position: Position): boolean;
  /** Whether the CPU puts anything but numbers into a field: then what is read from it may be the driver's own. */
  isWrittenByCpu(place: Place): boolean;
}

/** `elsewhere`: what the other functions of the module keep in the fields that those of the file read. */
export const deviceMemory = (file: WrittenFile, facts: FieldFacts, elsewhere: readonly FunctionGraph[]): DeviceMemory =>
  new WrittenMemory(file, facts, elsewhere);

/** A store to a field, and the function it stands in. */
interface KeptAt {
  readonly flow: Flow;
  readonly value: Operand;
  readonly position: Position;
}

/** Follows pointers back to their allocation, through the functions of the file. */
class WrittenMemory implements DeviceMemory {
  readonly exists: boolean;
  readonly #file: WrittenFile;
  readonly #facts: FieldFacts;
  readonly #flows: ReadonlyMap<string, Flow>;
  readonly #callers: ReadonlyMap<string, readonly CallSite[]>;
  readonly #answers = new Map<string, boolean>();
  readonly #all: readonly Flow[];
  #stored: ReadonlySet<string> | undefined;
  #kept: Kept | undefined;

  constructor(file: WrittenFile, facts: FieldFacts, elsewhere: readonly FunctionGraph[]) {
    this.#file = file;
    this.#facts = facts;
    this.#flows = new Map(file.functions.map((flow) => [flow.graph.name, flow]));
    this.#callers = callersOf(file.functions);
    this.#all = [...file.functions, ...elsewhere.map((graph) => flowOf(graph, file.apiByName))];
    this.exists = this.#all.some((flow) => [...flow.calls].some((it) => allocates(file, it)));
  }

  isDevicePlace(flow: Flow, place: Place, position: Position): boolean {
    return this.#isIn(flow, place, position, 0);
  }

  isWrittenByCpu(place: Place): boolean {
    this.#stored ??= storedFields(this.#file, this.#all);
    const field = fieldIdOf(place, this.#file.index);
    return field === undefined || this.#stored.has(field) || this.#stored.has(tagIn(field));
  }

  #isIn(flow: Flow, { root }: Place, position: Position, depth: number): boolean {
    return root.kind === 'pointee' && this.#isDevicePointer(flow, root.pointer, position, depth);
  }

  #isDevicePointer(flow: Flow, operand: Operand, position: Position, depth: number): boolean {
    if (operand.kind !== 'local' || depth > maxDepth) return false;
    const definitions = flow.definitionsOf(operand.local, position);
    return definitions.length > 0 && definitions.every((it) => this.#isDeviceValue(flow, it, operand.local, depth + 1));
  }

  #isDeviceValue(flow: Flow, definition: Definition, local: number, depth: number): boolean {
    if (definition === 'entry') {
      return local < flow.graph.parameterCount && this.#isDeviceParameter(flow.graph.name, local, depth);
    }
    const { instr, position } = definition;
    switch (instr.kind) {
      case 'load': {
        const field = fieldIdOf(instr.place, this.#file.index);
        return field !== undefined && this.#isDeviceField(field, depth);
      }
      case 'call': {
        const name = instr.callee.kind === 'name' ? instr.callee.name : '';
        const row = this.#file.apiByName(name);
        if (row?.does === 'allocate') {
          return row.returns === 'cpu-address' && !isFilled(this.#file, flow, instr);
        }
        return row === undefined && this.#returnsDevicePointer(name, depth);
      }
      case 'assign': {
        const { value } = instr;
        if (value.kind === 'operand' || value.kind === 'cast') {
          return this.#isDevicePointer(flow, value.operand, position, depth);
        }
        if (value.kind === 'advance') return this.#isDevicePointer(flow, value.pointer, position, depth);
        return value.kind === 'address' && this.#isIn(flow, value.place, position, depth);
      }
      default:
        return false;
    }
  }

  /** Nothing but such pointers goes into it: parts of one piece of memory, one for each slot. */
  #isDeviceField(field: string, depth: number): boolean {
    if (this.#facts.allocated.has(field)) return true;
    return this.#once(field, () => {
      this.#kept ??= keptIn(this.#file, this.#all);
      const stores = this.#kept.stores.get(field) ?? [];
      return (
        stores.length > 0 &&
        !this.#kept.open.has(field) &&
        stores.every(({ flow, value, position }) => this.#isDevicePointer(flow, value, position, depth))
      );
    });
  }

  #isDeviceParameter(name: string, parameter: number, depth: number): boolean {
    return this.#once(`${name}(${parameter})`, () => {
      const sites = this.#callers.get(name) ?? [];
      return (
        this.#file.index.functions.get(name)?.isStatic === true &&
        sites.length > 0 &&
        sites.every(({ flow, given, position }) => {
          const operand = given[parameter];
          return operand !== undefined && this.#isDevicePointer(flow, operand, position, depth);
        })
      );
    });
  }

  #returnsDevicePointer(name: string, depth: number): boolean {
    return this.#once(`${name}()`, () => {
      const flow = this.#flows.get(name);
      if (flow === undefined || this.#file.index.functions.get(name)?.returns.kind !== 'pointer') return false;
      const values = flow.graph.blocks.flatMap(({ end, id, instrs }) =>
        end.kind === 'return' && end.value !== undefined && !isNull(end.value)
          ? [{ operand: end.value, position: { block: id, index: instrs.length } }]
          : [],
      );
      return (
        values.length > 0 &&
        values.every(({ operand, position }) => this.#isDevicePointer(flow, operand, position, depth))
      );
    });
  }

  /** Asked once; what leads back to itself tells nothing. */
  #once(key: string, answer: () => boolean): boolean {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    this.#answers.set(key, false);
    const found = answer();
    this.#answers.set(key, found);
    return found;
  }
}

/** How many copies, fields and calls a pointer is followed back through: no driver goes half as far. */
const maxDepth = 24;

// Devices that are plugged in, or belong to somebody else than the kernel does.
export const isOutside = ({ text }: WrittenFile): boolean => outside.test(text);

const outside = /\b(?:(?:pci|usb|virtio|hv)_(?:driver|dev|device)|(?:pci|usb|virtio|vmbus)_\w+\s*\()/;

const isNull = (operand: Operand): boolean => operand.kind === 'number' && operand.value === 0;

function allocates(file: WrittenFile, name: string): boolean {
  const row = file.apiByName(name);
  return row?.does === 'allocate' && row.returns === 'cpu-address';
}

const tagIn = (field: string): string => field.split('.')[0] ?? field;

interface Kept {
  /** What is put into fields, besides NULL. */
  readonly stores: ReadonlyMap<string, readonly KeptAt[]>;
  /** Fields whose address goes somewhere. */
  readonly open: ReadonlySet<string>;
}

function keptIn(file: WrittenFile, flows: readonly Flow[]): Kept {
  const stores = new Map<string, KeptAt[]>();
  const open = new Set<string>();
  for (const flow of flows) {
    for (const { instr, position } of sitesOf(flow.graph)) {
      const isAddress = instr.kind === 'assign' && instr.value.kind === 'address';
      const place = instr.kind === 'store' ? instr.place : isAddress ? instr.value.place : undefined;
      const field = place === undefined ? undefined : fieldIdOf(place, file.index);
      if (field === undefined) continue;
      if (instr.kind !== 'store') open.add(field);
      else if (!isNull(instr.value)) {
        stores.set(field, [...(stores.get(field) ?? []), { flow, value: instr.value, position }]);
      }
    }
  }
  return { stores, open };
}

/** Fields that some function stores more than a number to, and structures that one fills as a whole. */
function storedFields(file: WrittenFile, flows: readonly Flow[]): ReadonlySet<string> {
  const stored = new Set<string>();
  for (const flow of flows) {
    for (const tag of filledStructs(file, flow)) stored.add(tag);
    for (const { instr } of sitesOf(flow.graph)) {
      if (instr.kind !== 'store' || instr.value.kind === 'number' || instr.value.kind === 'constant') continue;
      const field = fieldIdOf(instr.place, file.index);
      if (field !== undefined) stored.add(field);
    }
  }
  return stored;
}

/** The CPU copies as much into it as was allocated: an image that the device is to read. */
function isFilled(file: WrittenFile, flow: Flow, made: CallInstr): boolean {
  return apiCalls(file, flow).some((call) => {
    if (call.row.does !== 'plain' || call.row.effect !== 'copy' || call.name === 'memset') return false;
    const [to] = argumentsIn(call, 'cpu-write');
    const [size] = argumentsIn(call, 'size');
    if (to?.operand.kind !== 'local' || size === undefined) return false;
    const [source, other] = flow.sourcesOf(to.operand, call.position, 'copies');
    if (other !== undefined || source?.kind !== 'call' || source.instr !== made) return false;
    const bytes = flow.keyOf(size.operand, call.position);
    return made.arguments.some((given) => bytes !== undefined && flow.keyOf(given, source.position) === bytes);
  });
}

/** `*to = *from`, `memcpy(to, ..)`, `copy_from_user(to, ..)`. */
function* filledStructs(file: WrittenFile, flow: Flow): Generator<string> {
  for (const { instr } of sitesOf(flow.graph)) {
    if (instr.kind === 'copy' && instr.to.type.kind === 'struct') yield instr.to.type.tag;
  }
  for (const call of apiCalls(file, flow)) {
    if (call.row.does !== 'plain' || call.row.effect !== 'copy' || call.name === 'memset') continue;
    for (const { operand } of argumentsIn(call, 'cpu-write')) {
      const type = operand.kind === 'local' ? flow.localOf(operand.local)?.type : undefined;
      const to = type?.kind === 'pointer' ? resolveType(type.to, file.index) : undefined;
      if (to?.kind === 'struct') yield to.tag;
      else if (to?.kind === 'named') yield to.name;
    }
  }
}
