import type { Family } from '../api/api-function.js';
import type { ContractEntry } from '../contract/entry.js';
import { mentionsCpu } from '../contract/mentions.js';
import { rootOf } from '../symbolic/region.js';
import { read, type Store } from '../symbolic/store.js';

/**
 * Whether memory is where a path put it for others, whatever becomes of the variables that name it too:
 * `while (desc < ring->base + n) desc++` only walks through it.
 */
export function isStillHeld(store: Store, entry: ContractEntry): boolean {
  return (
    memory.has(entry.family) &&
    entry.heldIn.some((place) => {
      const value = rootOf(place).rootKind === 'stack' ? undefined : read(store, place);
      return value !== undefined && mentionsCpu(value, entry);
    })
  );
}

const memory: ReadonlySet<Family> = new Set<Family>(['coherent', 'noncoherent', 'pool']);
