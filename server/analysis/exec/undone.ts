import type { ContractEntry, EntryId } from '../contract/entry.js';
import type { Path } from './path.js';

/** Entries made before this one that the path released after it was made. */
export function undoneSince({ trace: last }: Path, entry: ContractEntry): readonly ContractEntry[] {
  // Where paths were joined since, what has ended is in their contract no more.
  const released = new Map<EntryId, ContractEntry>();
  const undone: ContractEntry[] = [];
  let isOlder = false;
  for (let trace = last; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind !== 'api') continue;
    const isMaking = step.does === 'map' || step.does === 'allocate';
    if (isMaking && step.entry.id === entry.id) isOlder = true;
    else if (!isOlder && (step.does === 'unmap' || step.does === 'free')) released.set(step.entry.id, step.entry);
    const ended = isOlder && isMaking ? released.get(step.entry.id) : undefined;
    if (ended !== undefined) undone.push(ended);
  }
  return undone;
}
