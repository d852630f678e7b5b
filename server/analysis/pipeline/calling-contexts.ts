import type { ApiFunction } from '../api/api-function.js';
import type { Called } from '../contract/calling-context.js';
import { calledAs } from '../index/called-as.js';
import { type FileIndex, functionNamed } from '../index/file-index.js';

/** How others call the functions of a file, each at its name. */
export function callersOf(index: FileIndex): (name: string) => Called | undefined {
  const called = new Map<string, Called>();
  for (const [name, { context, how }] of calledAs(index)) {
    const at = index.functions.get(name)?.nameAt;
    if (at !== undefined) called.set(name, { as: context, how, at });
  }
  return (name) => called.get(name);
}

/**
 * Whether a function that nobody follows may leave a critical section: one of this file that gets to an unlock, and one
 * of another file whose name says so.
 */
export function sectionLeavers(
  index: FileIndex,
  rowOf: (name: string) => ApiFunction | undefined,
): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const find = (name: string): boolean => {
    if (functionNamed(index, name) === undefined) return /unlock|enable_?irq|irq_?(?:restore|enable)/i.test(name);
    // A set visits what is added to it while it is walked.
    const reached = new Set([name]);
    for (const it of reached) {
      for (const mentioned of functionNamed(index, it)?.mentions ?? []) {
        if (functionNamed(index, mentioned) !== undefined) reached.add(mentioned);
        else if (leaves(rowOf(mentioned)) || /unlock/.test(mentioned)) return true;
      }
    }
    return false;
  };
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = find(name);
    known.set(name, found);
    return found;
  };
}

const leaves = (row: ApiFunction | undefined): boolean =>
  row?.does === 'plain' && (row.context === 'leaves-atomic' || row.context === 'enables-irqs');
