import type { PageTableFormat } from './format.js';
import type { TableTree } from './table-records.js';
import { walkTables } from './table-walk.js';
import { emptyTables, type WordCoding } from './tables.js';
import type { Word } from './word.js';

/**
 * What formats have in common: a root of zeros, and a walk down the tree. Addresses from
 * `addressBytes` up are none the walker could form; nothing is there.
 */
export function treeFormat<W extends Word>(
  tree: TableTree,
  coding: WordCoding<W>,
  addressBytes: number,
): Pick<PageTableFormat, 'rootBytes' | 'create' | 'walk'> {
  const [{ level, words: wordCount }] = tree;
  const { wordBytes, zero: initialWord } = coding;
  return {
    rootBytes: wordCount * wordBytes,
    create: ({ root: address, lower }) => {
      return emptyTables({ level, address, wordCount, wordBytes, initialWord }, lower);
    },
    walk(tables, iova, access) {
      if (addressBytes <= iova) return { kind: 'fault', fault: 'translation', visited: [] };
      return walkTables(tables, tree, coding, iova, access);
    },
  };
}
