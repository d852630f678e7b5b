import type { ApiFunction } from '../api/api-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import { elementType, fieldType } from '../graph/fields.js';
import { resolveType } from '../graph/layout.js';
import type { CallInstr, Instr, LocalId, Operand, Place } from '../graph/instr.js';
import type { CType } from '../index/c-type.js';
import type { FileIndex } from '../index/file-index.js';

/** A call that made what is kept in a field. */
export interface Origin {
  readonly row: ApiFunction;
  readonly call: CallInstr;
}

/** Everything the functions of a file put into one field: `struct ring.dma`. */
export interface FieldOrigins {
  readonly origins: readonly Origin[];
  /** Something else goes there too, or a function got the address of the field. */
  readonly isOpen: boolean;
}

export interface FieldRead {
  readonly key: string;
  /** The field's name alone. */
  readonly name: string;
}

export interface FileFields {
  readonly origins: ReadonlyMap<string, FieldOrigins>;
  /** Names of fields that were written in a struct the file does not declare: it may be any. */
  readonly looseNames: ReadonlySet<string>;
  /** Calls of functions of the table, with what their arguments were read from. */
  readonly calls: readonly {
    readonly functionName: string;
    readonly origin: Origin;
    readonly reads: readonly (FieldRead | undefined)[];
  }[];
}

interface Collected {
  readonly origins: Map<string, { origins: Origin[]; isOpen: boolean }>;
  readonly looseNames: Set<string>;
  readonly calls: FileFields['calls'][number][];
}

/**
 * What ends up in which field, over all functions: a mapping is made when a request is queued and released when it
 * completes, and the field in between is what the two have in common. No paths: a field counts as what every store says.
 */
export function fieldOrigins(
  graphs: readonly FunctionGraph[],
  index: FileIndex,
  apiByName: (name: string) => ApiFunction | undefined,
): FileFields {
  const collected: Collected = { origins: new Map(), looseNames: new Set(), calls: [] };
  for (const graph of graphs) collect(graph, index, apiByName, collected);
  return collected;
}

type Known = { readonly made?: Origin; readonly read?: FieldRead } | undefined;

function collect(
  graph: FunctionGraph,
  index: FileIndex,
  apiByName: (name: string) => ApiFunction | undefined,
  into: Collected,
): void {
  const known = new Map<LocalId, Known>();
  const put = (local: LocalId, value: Known): void => {
    // A variable that is assigned in several places stands for none of them.
    known.set(local, known.has(local) ? undefined : value);
  };
  const valueOf = (operand: Operand | undefined): Known =>
    operand?.kind === 'local' ? known.get(operand.local) : undefined;
  for (const instr of graph.blocks.flatMap(({ instrs }) => instrs)) {
    switch (instr.kind) {
      case 'assign':
        put(instr.target, copied(instr, valueOf));
        if (instr.value.kind === 'address') open(into, instr.value.place, keyOf(instr.value.place, graph, index));
        break;
      case 'load': {
        const read = keyOf(instr.place, graph, index);
        put(instr.target, read === undefined ? undefined : { read });
        break;
      }
      case 'store': {
        const key = keyOf(instr.place, graph, index);
        if (key === undefined) open(into, instr.place, key);
        else noteStore(into, key, instr.value, valueOf(instr.value));
        break;
      }
      case 'call': {
        const row = instr.callee.kind === 'name' ? apiByName(instr.callee.name) : undefined;
        if (instr.target !== undefined)
          put(instr.target, row === undefined ? undefined : { made: { row, call: instr } });
        if (row === undefined) break;
        const reads = instr.arguments.map((argument) => valueOf(argument)?.read);
        into.calls.push({ functionName: graph.name, origin: { row, call: instr }, reads });
        break;
      }
      default:
        break;
    }
  }
}

function copied(instr: Extract<Instr, { kind: 'assign' }>, valueOf: (operand: Operand) => Known): Known {
  const { value } = instr;
  return value.kind === 'operand' || value.kind === 'cast' ? valueOf(value.operand) : undefined;
}

function noteStore(into: Collected, { key }: FieldRead, value: Operand, known: Known): void {
  // 0, NULL and DMA_MAPPING_ERROR say that nothing is there.
  if (value.kind === 'number' || value.kind === 'constant') return;
  const field = fieldAt(into, key);
  if (known?.made === undefined) field.isOpen = true;
  else field.origins.push(known.made);
}

function open(into: Collected, place: Place, read: FieldRead | undefined): void {
  const last = place.steps.findLast((step) => step.kind === 'field');
  if (read !== undefined) fieldAt(into, read.key).isOpen = true;
  else if (last?.kind === 'field') into.looseNames.add(last.name);
}

function fieldAt({ origins }: Collected, key: string): { origins: Origin[]; isOpen: boolean } {
  const found = origins.get(key) ?? { origins: [], isOpen: false };
  origins.set(key, found);
  return found;
}

/** The last field on the way to a place, with the struct it is declared in. */
function keyOf(place: Place, graph: FunctionGraph, index: FileIndex): FieldRead | undefined {
  let type = rootType(place, graph, index);
  let found: FieldRead | undefined;
  for (const step of place.steps) {
    if (step.kind === 'element') {
      type = elementType(type, index);
      continue;
    }
    const struct = resolveType(type, index);
    const isNamed = struct.kind === 'struct' || struct.kind === 'union';
    found = isNamed ? { key: `${struct.tag}.${step.name}`, name: step.name } : undefined;
    type = fieldType(type, step.name, index);
  }
  return found;
}

function rootType({ root }: Place, graph: FunctionGraph, index: FileIndex): CType {
  switch (root.kind) {
    case 'pointee':
      return root.element;
    case 'stack':
      return graph.locals[root.local]?.type ?? { kind: 'unknown' };
    case 'global':
      return index.globals.get(root.name)?.type ?? { kind: 'unknown' };
  }
}
