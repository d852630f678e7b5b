import { apiByName } from '../api/index.js';
import type { KernelInline } from '../index/kernel-inlines.js';
import { isKnown } from './known-names.js';
import type { DeclaredNames } from './names-declared.js';
import type { SourceFile } from './source-file.js';

/** A small function with the header it stands in. */
export interface PickedInline extends KernelInline {
  readonly file: SourceFile;
}

interface InlinesOf {
  readonly file: SourceFile;
  readonly names: Pick<DeclaredNames, 'inlines'>;
  readonly declarations: { readonly inlines: ReadonlyMap<string, KernelInline> };
}

/** What lowering has a meaning for: graph/kernel-values.ts. */
const understood: ReadonlySet<string> = new Set([
  'container_of',
  'offsetof',
  'likely',
  'unlikely',
  'min',
  'max',
  'BIT',
  'BIT_ULL',
]);

/** `le64_to_cpu(fd->addr)`: what the tables say of it is all there is behind it. */
function isConversion(name: string): boolean {
  const row = apiByName(name);
  return row?.does === 'plain' && (row.effect === 'same-value' || row.effect === 'upper-half');
}

/**
 * The small functions that a file calls and the tables know nothing of, with those that they call. One that calls
 * anything else is left out: of what is behind that, nothing is known.
 */
export function inlinesNamed(
  headers: readonly InlinesOf[],
  isNamed: (word: string) => boolean,
): ReadonlyMap<string, PickedInline> {
  const picked = new Map<string, PickedInline>();
  const find = (name: string): PickedInline | undefined => {
    if (isKnown(name)) return undefined;
    const from = headers.find((it) => it.names.inlines.has(name) && it.declarations.inlines.has(name));
    const inline = from?.declarations.inlines.get(name);
    return from === undefined || inline === undefined ? undefined : { ...inline, file: from.file };
  };
  const pick = (inline: PickedInline | undefined, around: readonly string[]): boolean => {
    if (inline === undefined || around.includes(inline.name)) return false;
    if (picked.has(inline.name)) return true;
    const within = [...around, inline.name];
    if (!inline.calls.every((name) => understood.has(name) || isConversion(name) || pick(find(name), within)))
      return false;
    picked.set(inline.name, inline);
    return true;
  };
  for (const { names } of headers) {
    for (const name of names.inlines) if (isNamed(name)) pick(find(name), []);
  }
  return picked;
}
