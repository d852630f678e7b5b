import type { ContextKind, FileIndex } from './file-index.js';

/** Where execution can start. */
export interface EntryPoint {
  readonly functionName: string;
  readonly context: ContextKind;
  /** As in `Registration`; `not called here` for a function nobody in the file mentions. */
  readonly how: string;
}

/**
 * Functions that somebody outside may call: registered ones, those with external linkage, and those that nobody
 * in the file calls. Sorted by place in the file, one per function; the strictest context wins.
 */
export function findEntryPoints(index: FileIndex): readonly EntryPoint[] {
  const found = new Map<string, EntryPoint>();
  const add = (entry: EntryPoint): void => {
    const known = found.get(entry.functionName);
    if (known === undefined || strictness.indexOf(known.context) < strictness.indexOf(entry.context)) {
      found.set(entry.functionName, entry);
    }
  };
  for (const { functionName, context, how } of index.registrations) {
    if (index.functions.has(functionName)) {
      add({ functionName, context, how });
    }
  }
  const mentioned = new Set<string>();
  for (const { name, mentions } of index.functions.values()) {
    for (const word of mentions) {
      if (word !== name) {
        mentioned.add(word);
      }
    }
  }
  for (const { name, isStatic } of index.functions.values()) {
    if (!found.has(name) && (!isStatic || !mentioned.has(name))) {
      add({ functionName: name, context: 'unknown', how: isStatic ? 'not called here' : 'external' });
    }
  }
  const placeOf = (entry: EntryPoint): number => index.functions.get(entry.functionName)?.at.start ?? 0;
  return [...found.values()].sort((left, right) => placeOf(left) - placeOf(right));
}

/** What is known less strictly first. */
const strictness: readonly ContextKind[] = ['unknown', 'process', 'softirq', 'atomic', 'hardirq'];
