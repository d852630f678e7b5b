// The ops of one plan in the making. It lives inside `planTrace` and `planViolation`; plans are values.
import type { DeviceId, Direction, DmaAttr, MachineOp } from '#engine';
import { attributeNames } from '../api/attributes.js';
import type { Span } from '../base/span.js';
import type { ContractEntry, EntryId } from '../contract/entry.js';
import { nameOf } from '../rules/words.js';
import { showTerm, type Term } from '../symbolic/term.js';
import {
  type BufferRef,
  type MappedObject,
  type MemoryFacts,
  type ObjectPlan,
  objectBehind,
  sized,
} from './buffers.js';
import type { Numbers } from './numbers.js';
import { type PlannedOp, resultOf, type Results } from './planned-op.js';

/** A mapping or allocation of the plan. */
export interface PlannedMapping {
  readonly entry: ContractEntry;
  /** The op that makes it. */
  readonly made: number;
  readonly device: DeviceId;
  /** The memory that is mapped; an entry of a list each. Nothing for allocations. */
  readonly buffers: readonly BufferRef[];
  readonly object: MappedObject | undefined;
  /** Whether the path knows that the call succeeded. */
  readonly isTested: boolean;
  /** Bytes; of one entry for a list. */
  readonly size: number;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

/** A path as a script for a machine: the same for every platform. */
export interface Plan {
  readonly ops: readonly PlannedOp[];
  readonly mappings: readonly PlannedMapping[];
}

export interface Planner {
  readonly facts: MemoryFacts;
  readonly numbers: Numbers;
  readonly deviceOf: (device: Term | undefined) => DeviceId;
  readonly ops: PlannedOp[];
  /** With the entry they are about. */
  readonly assumptions: Map<string, EntryId | undefined>;
  /** What the machine cannot do, one sentence each. */
  readonly skipped: Map<string, EntryId>;
  /** By their entry; the newest where a place in the code makes several. */
  readonly mappings: Map<EntryId, PlannedMapping>;
  readonly objects: Map<string, number>;
  /** Buffers, attachments and tables of dma-buf, by the value the driver has; where they are made. */
  readonly shared: Map<Term, number>;
  /** Entries whose bytes the device had its turn with since it owns them. */
  readonly transferred: Set<EntryId>;
  /** What the ops to come belong to. */
  step: number | undefined;
  at: Span;
}

export function finished({ ops, mappings }: Planner): Plan {
  return { ops: [...ops], mappings: [...mappings.values()] };
}

/** What the machine is asked, once the results of earlier ops are known. */
export type Make = (results: Results) => MachineOp | undefined;

/** Adds an op and says where it is. */
export function add(planner: Planner, key: string, make: Make, fails = false): number {
  const { step, at } = planner;
  planner.ops.push({ step, at, fails, key, make });
  return planner.ops.length - 1;
}

/** The object behind an entry, placed when it is needed first. */
export function placeObject(planner: Planner, object: ObjectPlan): BufferRef {
  const known = planner.objects.get(object.key);
  if (known !== undefined) return { position: known, offset: object.offset };
  const { region, name } = object;
  const size = sized(object.size);
  const position = add(planner, `allocate ${region} ${size} ${name}`, () => ({
    kind: 'allocate-buffer',
    region,
    size,
    name,
  }));
  planner.objects.set(object.key, position);
  for (const part of object.parts) {
    add(planner, `name ${position}+${part.offset} ${part.size} ${part.name}`, (results) => {
      const buffer = resultOf(results, position, 'buffer');
      return buffer === undefined
        ? undefined
        : { kind: 'name-part', object: buffer.object, offset: part.offset, size: sized(part.size), name: part.name };
    });
  }
  return { position, offset: object.offset };
}

export function assume(planner: Planner, about: ContractEntry | undefined, text: string): void {
  planner.assumptions.set(text, about?.id);
}

/** What was taken for granted about an entry, or about everything. */
export function assumedAbout({ assumptions }: Planner, { id }: ContractEntry): readonly string[] {
  return [...assumptions].flatMap(([text, about]) => (about === undefined || about === id ? [text] : []));
}

const largest = 4 * 1024 * 1024;
const usualSize = 256;

/** Bytes for the machine: where nothing is known, or more than it makes sense to play, a usual buffer. */
function sizeOfEntry(planner: Planner, entry: ContractEntry): number {
  const known = planner.numbers.of(entry.size);
  if (known === undefined && entry.size !== undefined)
    assume(planner, entry, `${nameOf(entry)} has ${usualSize} bytes`);
  return Math.min(largest, Math.max(1, Math.floor(known ?? usualSize)));
}

// enum dma_data_direction, Linux include/linux/dma-direction.h (6.12).
const directions: readonly Direction[] = ['bidirectional', 'to-device', 'from-device'];

/** A direction that the path does not decide may be any; both ways shows what can go wrong with either. */
export function directionOf(planner: Planner, entry: ContractEntry, direction = entry.direction): Direction {
  return directionOfTerm(planner, entry, direction);
}

export function directionOfTerm(
  planner: Planner,
  entry: ContractEntry | undefined,
  direction: Term | undefined,
): Direction {
  const value = planner.numbers.of(direction);
  const known = value === undefined ? undefined : directions[value];
  if (known === undefined && direction !== undefined) {
    assume(planner, entry, `${showTerm(direction)} = DMA_BIDIRECTIONAL (any direction)`);
  }
  return known ?? 'bidirectional';
}

const attributes: ReadonlyMap<string, DmaAttr> = new Map([
  ['DMA_ATTR_WEAK_ORDERING', 'weak-ordering'],
  ['DMA_ATTR_WRITE_COMBINE', 'write-combine'],
  ['DMA_ATTR_NO_KERNEL_MAPPING', 'no-kernel-mapping'],
  ['DMA_ATTR_SKIP_CPU_SYNC', 'skip-cpu-sync'],
  ['DMA_ATTR_FORCE_CONTIGUOUS', 'force-contiguous'],
  ['DMA_ATTR_ALLOC_SINGLE_PAGES', 'alloc-single-pages'],
  ['DMA_ATTR_NO_WARN', 'no-warn'],
  ['DMA_ATTR_PRIVILEGED', 'privileged'],
]);

export const toAttrs = (names: readonly string[]): readonly DmaAttr[] =>
  names.flatMap((name) => attributes.get(name) ?? []);

export function attrsOf(planner: Planner, word: Term | undefined): readonly DmaAttr[] {
  return toAttrs(attributeNames(planner.numbers.of(word) ?? 0));
}

/** Everything a new mapping has besides its ops. */
export function describeMapping(
  planner: Planner,
  entry: ContractEntry,
): Pick<PlannedMapping, 'entry' | 'device' | 'size' | 'direction' | 'attrs'> {
  return {
    entry,
    device: planner.deviceOf(entry.device),
    size: sizeOfEntry(planner, entry),
    direction: directionOf(planner, entry),
    attrs: attrsOf(planner, entry.attributes),
  };
}

export function objectOf(planner: Planner, entry: ContractEntry, size: number): MappedObject {
  return objectBehind(planner.facts, entry, size);
}
