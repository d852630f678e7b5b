import type { ContractEvent } from '../contract/event.js';
import type { Verdict } from '../symbolic/verdict.js';

interface Raised {
  readonly event: ContractEvent;
  /** The function whose exploration raised it. */
  readonly functionName: string;
}

/**
 * An allocation told not to sleep is wrong only where everybody who gets to it may sleep: in each function it was met
 * from, some path proves that and none says otherwise.
 * Zeroing is needless only where no path needs it.
 */
export function withoutNeeded<It extends Raised>(events: readonly It[]): readonly It[] {
  const zeroed = new Set(events.flatMap(({ event }) => (event.id === 'ZEROING_NEEDED' ? [event.at.start] : [])));
  const verdicts = new Map<number, Map<string, Verdict>>();
  for (const { event, functionName } of events) {
    if (event.id !== 'ATOMIC_ALLOCATION') continue;
    const byFunction = verdicts.get(event.at.start) ?? new Map<string, Verdict>();
    verdicts.set(event.at.start, byFunction.set(functionName, stronger(byFunction.get(functionName), event.maySleep)));
  }
  return events.filter(({ event }) => {
    if (event.id === 'ZEROING_NEEDED') return false;
    if (event.id === 'REDUNDANT_ZEROING') return !zeroed.has(event.at.start);
    if (event.id !== 'ATOMIC_ALLOCATION') return true;
    const all = [...(verdicts.get(event.at.start)?.values() ?? [])];
    return event.maySleep === 'yes' && all.every((verdict) => verdict === 'yes');
  });
}

/** One path in a lock is enough; one that slept tells more than one that left before. */
function stronger(known: Verdict | undefined, seen: Verdict): Verdict {
  if (known === 'no' || seen === 'no') return 'no';
  return known === 'yes' || seen === 'yes' ? 'yes' : 'unknown';
}
