// What several rules say in the same words.
import type { ContractEntry, WrongTest } from '../contract/entry.js';
import type { Exit, Heuristic, Use } from '../contract/event.js';
import type { Note } from '../findings/finding.js';
import { showRegion, showTerm, type Term } from '../symbolic/term.js';
import { isStreaming } from './families.js';

/** A C name as written. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** What a reader knows the entry by: the place that holds its DMA address, or the pointer that was allocated. */
export function nameOf(entry: ContractEntry): string {
  const [holder] = entry.heldIn;
  const address = isStreaming(entry) ? (entry.dma ?? entry.cpu) : (entry.cpu ?? entry.dma);
  if (holder !== undefined && (isStreaming(entry) || isUnnamed(address))) return code(showRegion(holder));
  if (address !== undefined) return code(showTerm(address));
  return isStreaming(entry) ? 'the mapping' : 'the memory';
}

/** A result that went into no variable is known by its call alone. */
const isUnnamed = (address: Term | undefined): boolean => address === undefined || showTerm(address).endsWith('()');

/** Where the entry was made. Nothing when another function made it. */
export function originNotes(
  entry: ContractEntry,
  message = isStreaming(entry) ? 'mapped here' : 'allocated here',
): readonly Note[] {
  return entry.madeHere ? [{ at: entry.origin.at, message }] : [];
}

/** Earlier steps that an exit undoes, while it leaves a later one. */
export function undoneNotes({ sibling, undone }: Exit): readonly Note[] {
  const [last] = undone;
  if (sibling !== undefined || last?.releasedAt === undefined) return [];
  return [{ at: last.releasedAt, message: `${nameOf(last)}, which was made before, is released here` }];
}

/** Where a reference was taken. */
export const referenceNotes = (entry: ContractEntry): readonly Note[] => originNotes(entry, 'taken here');

/** Where the entry was made, and where its bytes were handed over since. */
export function handOverNotes(entry: ContractEntry): readonly Note[] {
  const { ownedSince, owner } = entry;
  const isSince = !entry.madeHere || ownedSince.start !== entry.origin.at.start;
  return [
    ...originNotes(entry),
    ...(isSince ? [{ at: ownedSince, message: `handed to the ${handOver[owner]} here` }] : []),
  ];
}

const handOver = { cpu: 'CPU', device: 'device' } as const;

// enum dma_data_direction, Linux include/linux/dma-direction.h (6.12).
const directionNames = ['DMA_BIDIRECTIONAL', 'DMA_TO_DEVICE', 'DMA_FROM_DEVICE', 'DMA_NONE'];

export function showDirection(direction: Term): string {
  const name = direction.kind === 'const' ? directionNames[direction.value] : undefined;
  return code(name ?? showTerm(direction));
}

/** What happened to a result before anything tested it: `given to the device by …`. */
export function showUse({ how, to }: Use): string {
  const by = to === undefined ? '' : ` by ${code(to)}`;
  switch (how) {
    case 'given-to-device':
      return `given to the device${by}`;
    case 'stored':
      return to === undefined ? 'stored for others' : `stored in ${code(to)}`;
    case 'released':
      return `released${by}`;
    case 'synced':
      return `synced${by}`;
    case 'dereferenced':
      return to === undefined ? 'dereferenced' : `accessed${by}`;
    case 'passed':
      return to === undefined ? 'passed on' : `passed to ${code(to)}`;
  }
}

/** What a test that tells nothing takes for the sign of a failure. */
export function showSign(test: WrongTest): string {
  return signs[test];
}

const signs: { readonly [Test in WrongTest]: string } = {
  zero: '0',
  null: '`NULL`',
  negative: 'a negative value',
  'is-err': 'an error pointer',
  'not-zero': 'anything but 0',
  'other-count': 'a count that differs from the one given',
  'dma-address': 'a DMA address of 0',
  'mapping-error-of-allocation': 'an invalid DMA address',
  literal: 'a 32-bit number',
  'zero-of-helper': '`DMA_MAPPING_ERROR`',
};

/** What is taken for granted where proof is missing; completes `assuming that …`. */
export function showHeuristic(heuristic: Heuristic): string {
  return assumptions[heuristic];
}

const assumptions: { readonly [Name in Heuristic]: string } = {
  'error-return-by-convention': 'the returned value means failure',
  'start-by-register-write': 'the register write starts the device',
  'buffer-behind-handle': 'the written memory is what the handle stands for',
  'changed-by-variable-amount': 'the amount in between is not always 0',
  'unchanged-field': 'the fields it was computed from did not change in between',
  'no-owner-found': 'nothing outside this file releases it',
  'client-device': 'the field holds the device of the driver',
};

/** `` `A` and `B` ``. */
export function listOf(names: readonly string[]): string {
  return names.map(code).join(' and ');
}

/** A list is synced or unmapped by a count that is not the one it was mapped by. */
export function showWrongCount(does: 'syncs' | 'unmaps', { entry, count, isMappedCount }: WrongCount): string {
  const map = code(entry.origin.name);
  const given = entry.size === undefined ? 'all entries of the table' : showTerm(entry.size);
  return isMappedCount
    ? `${does} as many entries as ${map} returned, but it was given ${given}`
    : `${does} ${showTerm(count)} entries, but ${map} was given ${given}`;
}

interface WrongCount {
  readonly entry: ContractEntry;
  readonly count: Term;
  readonly isMappedCount: boolean;
}
