// Which fields of the object that holds something a path leaves at 0 or NULL: flags by which others find it.
import { encloses } from '../base/span.js';
import type { ContractEntry } from '../contract/entry.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { Instr } from '../graph/instr.js';
import { rootOf } from '../symbolic/region.js';
import { entriesUnder } from '../symbolic/store.js';
import type { Path } from './path.js';

/** The names of the fields that a path stored 0 or NULL in, last of all. */
export function clearedBeside({ store }: Path, { heldIn }: ContractEntry): readonly string[] {
  const names = new Set<string>();
  for (const root of new Set(heldIn.map(rootOf))) {
    for (const [place, value] of entriesUnder(store, root)) {
      if (place.kind === 'field' && value.kind === 'const' && value.value === 0) names.add(place.name);
    }
  }
  return [...names].toSorted();
}

/**
 * Those among them that say how a function went which says so by nothing else: it sets them, and clears them again after
 * it made something itself.
 */
export function clearedAgain(
  names: readonly string[],
  { origin }: ContractEntry,
  { at, blocks }: FunctionGraph,
): readonly string[] {
  if (!encloses(at, origin.at)) return [];
  const stores = blocks.flatMap(({ instrs }) => instrs.filter((it) => it.kind === 'store'));
  return names.filter((name) => {
    const own = stores.filter(({ place }) => isField(place, name));
    return own.some((it) => !isZero(it)) && own.some((it) => isZero(it) && origin.at.start < it.at.start);
  });
}

type StoreInstr = Extract<Instr, { kind: 'store' }>;

function isField({ steps }: StoreInstr['place'], name: string): boolean {
  const last = steps.at(-1);
  return last?.kind === 'field' && last.name === name;
}

const isZero = ({ value }: StoreInstr): boolean => value.kind === 'number' && value.value === 0;
