import type { BlockId, Place } from '../graph/instr.js';
import { lastField } from '../graph/operands.js';
import { resolveType } from '../index/named-types.js';
import type { WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { testsOf, type ValueTest } from './tests.js';
import { isAlwaysBefore, reaches } from './ways.js';

/**
 * Where a handler comes only after it found a flag set that somebody else clears: `if (!ring->running) return;`. Whoever
 * frees has cleared it before.
 */
export function asksFlag(file: WrittenFile, flow: Flow): (position: Position) => boolean {
  const ways = testsOf(flow).flatMap((test) => (isOfFlag(file, flow, test) ? [waysOf(flow, test)] : []));
  return (position) =>
    ways.some(
      ({ test, cleared }) =>
        isAlwaysBefore(flow.graph, test, position) &&
        cleared !== undefined &&
        !reaches(flow.graph, { block: cleared, index: -1 }, position) &&
        cleared !== position.block,
    );
}

/** Where the function goes on when the flag is clear. */
function waysOf({ graph }: Flow, { position, relation, then }: ValueTest): { test: Position; cleared?: BlockId } {
  const end = graph.blocks[position.block]?.end;
  if (then === undefined || end?.kind !== 'branch') return { test: position };
  return { test: position, cleared: relation === '==' ? then : end.otherwise };
}

function isOfFlag(file: WrittenFile, flow: Flow, { value, relation, other, position }: ValueTest): boolean {
  if (other !== undefined || (relation !== '==' && relation !== '!=')) return false;
  const sources = flow.sourcesOf(value, position, 'copies');
  return sources.length > 0 && sources.every((it) => it.kind === 'load' && isFlag(file, flow, it.place));
}

function isFlag({ index, functions }: WrittenFile, { graph }: Flow, place: Place): boolean {
  const type = resolveType(place.type, index);
  const name = lastField(place);
  if ((type.kind !== 'named' && type.kind !== 'integer') || !/^_?bool$/i.test(type.name)) return false;
  const stores = functions.flatMap((other) =>
    sitesOf(other.graph).flatMap(({ instr }) =>
      instr.kind === 'store' && lastField(instr.place) === name ? [{ by: other.graph.name, value: instr.value }] : [],
    ),
  );
  if (name === undefined || stores.some(({ by }) => by === graph.name)) return false;
  if (stores.some(({ value }) => value.kind === 'number' && value.value === 0)) return true;
  const isRead = new Set(functions.map((other) => other.graph.name));
  return [...index.functions.values()].some((it) => !isRead.has(it.name) && it.changedFields.has(name));
}

/**
 * A handler that takes a whole list for itself has what is on it: who frees such an object knows it by another way, and
 * has taken it off the list before. Only what is in the struct of the handler itself is everybody's.
 */
export function takesList({ calls }: Flow): boolean {
  return [...calls].some((name) => takers.test(name));
}

// Linux include/linux/list.h, llist.h, skbuff.h and drivers/dma/virt-dma.h (6.12).
const takers =
  /^(?:list_splice(?:_tail)?_init|llist_del_all|skb_queue_splice(?:_tail)?_init|vchan_get_all_descriptors)$/;

/** Whether a field is in a struct that has the handler as a member too. */
export function isBesideItem({ index }: WrittenFile, field: string, item: string): boolean {
  const [tag] = field.split('.');
  const struct = tag === undefined ? undefined : index.structs.get(tag);
  return struct?.fields.some(({ name }) => name === item) === true;
}
