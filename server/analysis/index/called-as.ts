import type { ContextKind, FileIndex, Registration } from './file-index.js';

/**
 * In which context the functions of a file are called by others, with the registration that says so: the strictest of
 * them. A function counts as one that may sleep only where everything that hands it out says so; what is exported besides is
 * made for the same place in the tables of others.
 */
export function calledAs(index: FileIndex): ReadonlyMap<string, Registration> {
  const registrations = new Map<string, Registration[]>();
  for (const registration of index.registrations) {
    const known = registrations.get(registration.functionName);
    if (known === undefined) registrations.set(registration.functionName, [registration]);
    else known.push(registration);
  }
  const called = new Map<string, Registration>();
  for (const [name, all] of registrations) {
    const strict = strictest.flatMap((context) => all.find((it) => it.context === context) ?? []).at(0);
    const given = all.filter(({ how }) => !how.startsWith('EXPORT_SYMBOL'));
    const isProcess = given.length > 0 && given.every((it) => it.context === 'process');
    const it = strict ?? (isProcess ? given[0] : undefined);
    if (it !== undefined) called.set(name, it);
  }
  return called;
}

const strictest: readonly ContextKind[] = ['hardirq', 'atomic', 'softirq'];
