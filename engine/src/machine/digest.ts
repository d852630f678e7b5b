import { hexOf } from '../data/hash.js';
import type { IntervalMap } from '../data/interval-map.js';
import type { PersistentMap } from '../data/persistent-map.js';
import type { Stack } from '../data/stack.js';
import { structuralHash } from '../data/structural-hash.js';
import type { StepId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';

/** Every name under which a state says when something happened. A missing or a needless one does not compile. */
const steps: Readonly<Record<StepNames<Omit<MachineState, 'platform'>>, true>> = {
  step: true,
  since: true,
  createdAt: true,
  allocatedAt: true,
  maskRefusedAt: true,
  freedAt: true,
  writtenAt: true,
  movedAt: true,
  fdFailedAt: true,
  dirty: true,
  ceded: true,
  overwritten: true,
  stored: true,
  invalidated: true,
  cpuWrites: true,
  deviceWrites: true,
};

/**
 * Ids given by a counter, where something else says what they stand for: a mapping is told apart by
 * its device, its addresses and its bytes, an object by its place. Other ids are references that
 * nothing else expresses, so they count.
 */
const ids = ['id', 'nextId', 'of', 'object', 'objects', 'owners', 'mappings', 'mappedBytes', 'lastMapped', 'dmaRanges'];

/** When an IOMMU walked its tables and when its flush queue is due: steps, on a layer that does not know them. */
const stepsBelow = ['filledAt', 'dueAt'];

const hashState = structuralHash(new Set([...Object.keys(steps), ...ids, ...stepsBelow]));

/**
 * Sixteen hex digits by which machines are told apart. Steps that have nothing to do with each other
 * lead to one digest in any order. After one step a digest costs what the step changed.
 */
export function digest(state: MachineState): string {
  return hexOf(hashState(state));
}

/** Names of properties, anywhere in `T`, whose values are step numbers, or ranges, maps or lists of them. */
type StepNames<T> = T extends string | number | boolean | bigint | undefined
  ? never
  : T extends Collection
    ? StepNames<MemberOf<T>>
    : { [Name in keyof T & string]-?: NameOfSteps<Name, T[Name]> | StepNames<T[Name]> }[keyof T & string];

type NameOfSteps<Name, T> = T extends StepId ? Name : T extends Collection ? NameOfSteps<Name, MemberOf<T>> : never;

type Collection = readonly unknown[] | IntervalMap<unknown> | Stack<unknown> | PersistentMap<number | string, unknown>;

type MemberOf<T> = T extends readonly (infer Member)[] | IntervalMap<infer Member> | Stack<infer Member>
  ? Member
  : T extends PersistentMap<number | string, infer Member>
    ? Member
    : never;
