import { alignDown } from '../../address/align.js';
import type { Iova, PhysAddr } from '../../address/spaces.js';
import { offsetBy, physAddr } from '../../address/spaces.js';
import type { FaultKind } from './fault.js';
import type { WalkResult } from './format.js';
import { indexAt, type TableLevel, type Tables, type TableTree } from './table-records.js';
import { readWord, readWordFromMemory, type WordCoding, wordAddress } from './tables.js';
import type { Word } from './word.js';
import { type Access, allows, type LeafMeaning, type VisitedWord } from './word-meaning.js';

/**
 * The walk all formats share, from the root down to the word that is no link. Reads the tables as
 * memory, so it finds what the words say, not what a driver meant.
 */
export function walkTables<W extends Word>(
  tables: Tables,
  tree: TableTree,
  coding: WordCoding<W>,
  iova: Iova,
  access: Access,
): WalkResult {
  const visited: VisitedWord[] = [];
  let at: PhysAddr = tables.root.address;
  for (const level of tree) {
    const found = visit(tables, level, at, coding, iova, access);
    if (found === undefined) return fault('walk', visited);
    visited.push(found);
    const { meaning } = found;
    if (meaning.kind === 'leaf') return decide(visited, meaning, iova, access);
    if (meaning.kind === 'nothing') return fault('translation', visited);
    at = meaning.at;
  }
  return fault('walk', visited);
}

/**
 * Where `offset` inside an entry leads, and for how many bytes. The offset is put in place of the
 * address bits it covers: where a misaligned address has a bit there already, the two are OR-ed.
 */
export function withinEntry(
  { pa, size }: { readonly pa: PhysAddr; readonly size: number },
  offset: number,
): { readonly pa: PhysAddr; readonly remaining: number } {
  if (pa % size === 0) return { pa: offsetBy(pa, offset), remaining: size - offset };
  const address = BigInt(pa);
  const lowestBit = Number(address & -address);
  return { pa: physAddr(Number(address | BigInt(offset))), remaining: lowestBit - (offset % lowestBit) };
}

function visit<W extends Word>(
  tables: Tables,
  level: TableLevel,
  table: PhysAddr,
  coding: WordCoding<W>,
  iova: Iova,
  access: Access,
): VisitedWord | undefined {
  const index = indexAt(level, iova);
  const address = wordAddress(table, index, coding.wordBytes);
  const read = access.kind === 'lookup' ? readWord : readWordFromMemory;
  const word = read(tables, address);
  if (word === undefined) return undefined;
  return { level: level.level, index, address, word, meaning: coding.describe(level.level, coding.from(word)) };
}

function decide(visited: readonly VisitedWord[], leaf: LeafMeaning, iova: Iova, access: Access): WalkResult {
  if (leaf.isAccessFlagClear && access.kind !== 'lookup') return fault('access-flag', visited);
  if (!allows(leaf.permissions, access)) return fault('permission', visited);
  const { size, permissions } = leaf;
  const start = alignDown(iova, size);
  const entry = { iova: start, pa: leaf.pa, size, permissions };
  return { kind: 'translated', ...withinEntry(leaf, iova - start), entry, visited };
}

function fault(kind: FaultKind, visited: readonly VisitedWord[]): WalkResult {
  return { kind: 'fault', fault: kind, visited };
}
