import type { Iova } from '../../address/spaces.js';
import { offsetBy } from '../../address/spaces.js';
import { type Access, allows, type Level, type VisitedWord, type WalkResult, type WordMeaning } from './format.js';
import { readWord, type Table, type Tables, wordAddress } from './tables.js';

const level1EntryBytes = 0x100000;
const level2EntryBytes = 0x1000;
const level2Words = 256;

/**
 * The walk both 32-bit formats share: level 1 by IOVA bits from 20 up, level 2 by bits 19:12.
 * Reads the tables as memory, so it finds what the words say, not what a driver meant.
 */
export function walkTwoLevels(
  tables: Tables,
  iova: Iova,
  access: Access,
  describe: (level: Level, word: number) => WordMeaning,
): WalkResult {
  const first = visit(tables, tables.root, Math.floor(iova / level1EntryBytes) % tables.root.wordCount, describe);
  if (first.meaning.kind !== 'table') return decide([first], first.meaning, iova, access);
  const table: Table = { level: 2, address: first.meaning.at, wordCount: level2Words, initialWord: 0 };
  const second = visit(tables, table, Math.floor(iova / level2EntryBytes) % level2Words, describe);
  return decide([first, second], second.meaning, iova, access);
}

function visit(
  tables: Tables,
  { level, address: at }: Table,
  index: number,
  describe: (level: Level, word: number) => WordMeaning,
): VisitedWord {
  const address = wordAddress(at, index);
  const word = readWord(tables, address);
  return { level, index, address, word, meaning: describe(level, word) };
}

function decide(visited: readonly VisitedWord[], meaning: WordMeaning, iova: Iova, access: Access): WalkResult {
  if (meaning.kind !== 'leaf') return { kind: 'fault', fault: 'translation', visited };
  if (!allows(meaning.permissions, access)) return { kind: 'fault', fault: 'permission', visited };
  const offset = iova % meaning.size;
  return {
    kind: 'translated',
    pa: offsetBy(meaning.pa, offset),
    remaining: meaning.size - offset,
    entrySize: meaning.size,
    permissions: meaning.permissions,
    visited,
  };
}
