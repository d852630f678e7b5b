// Which fields of the object that holds something a path leaves at 0 or NULL: flags by which others find it.
import { encloses } from '../base/span.js';
import type { ContractEntry } from '../contract/entry.js';
import { fieldKeyOf } from '../graph/field-key.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { Instr } from '../graph/instr.js';
import { rootOf } from '../symbolic/region.js';
import { entriesUnder } from '../symbolic/store.js';
import type { ExecContext } from './context.js';
import type { Path } from './path.js';

type Known = Pick<ExecContext, 'placeOf' | 'index'>;

/** The fields that a path stored 0 or NULL in, last of all, as `struct.field`. */
export function clearedBeside(
  { placeOf, index }: Known,
  { store }: Path,
  { heldIn }: ContractEntry,
): readonly string[] {
  const fields = new Set<string>();
  for (const root of new Set(heldIn.map(rootOf))) {
    for (const [place, value] of entriesUnder(store, root)) {
      const isZero = place.kind === 'field' && value.kind === 'const' && value.value === 0;
      const named = isZero ? placeOf.get(place) : undefined;
      const field = named === undefined || named.isAmbiguous ? undefined : fieldKeyOf(named.place, named.graph, index);
      if (field !== undefined) fields.add(field.key);
    }
  }
  return [...fields].toSorted();
}

/**
 * Those among them that say how a function went which says so by nothing else: it sets them, and clears them again after
 * it made something itself.
 */
export function clearedAgain(
  { index }: Known,
  fields: readonly string[],
  { origin }: ContractEntry,
  graph: FunctionGraph,
): readonly string[] {
  if (!encloses(graph.at, origin.at)) return [];
  const stores = graph.blocks.flatMap(({ instrs }) => instrs.filter((it) => it.kind === 'store'));
  return fields.filter((field) => {
    const own = stores.filter(({ place }) => fieldKeyOf(place, graph, index)?.key === field);
    return own.some((it) => !isZero(it)) && own.some((it) => isZero(it) && origin.at.start < it.at.start);
  });
}

type StoreInstr = Extract<Instr, { kind: 'store' }>;

const isZero = ({ value }: StoreInstr): boolean => value.kind === 'number' && value.value === 0;
