import type { MemoryFunction, PlainFunction, Role } from './api-function.js';

type Shape = Omit<MemoryFunction, 'name'> | Omit<PlainFunction, 'name'>;

/** One row for each name; functions of one header that differ only in their name share a shape. */
export function rows<S extends Shape>(shape: S, names: string): readonly (S & { readonly name: string })[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ ...shape, name }));
}

/** Rows for functions the contract has no part in; without `more` they change nothing the analysis follows. */
export function plain(
  source: string,
  parameters: readonly Role[],
  names: string,
  more: Partial<Omit<PlainFunction, 'does' | 'name' | 'parameters' | 'source'>> = {},
): readonly PlainFunction[] {
  return rows({ does: 'plain' as const, effect: 'none' as const, parameters, source, ...more }, names);
}
