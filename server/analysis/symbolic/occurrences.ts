// What occurs in a term, at any depth: in sums, arguments, index terms and behind dereferenced pointers.
import { oncePer } from '../base/once-per.js';
import type { Region, SymbolTerm, Term } from './shapes.js';

/** Every symbol once, in the order of its creation. */
export const symbolsOf = (term: Term): readonly SymbolTerm[] => (term.kind === 'const' ? [] : symbolsIn(term));

// Terms never change, and the same few are asked about at every load and store.
const symbolsIn = oncePer((term: Term): readonly SymbolTerm[] => {
  const found = new Map<number, SymbolTerm>();
  visit(term, (inner) => {
    if (inner.kind === 'symbol') found.set(inner.id, inner);
    return false;
  });
  return [...found.values()].sort((left, right) => left.id - right.id);
});

/** Whether `part` is `whole` or occurs in it. */
export function mentions(whole: Term, part: Term): boolean {
  return visit(whole, (inner) => inner === part);
}

/** Stops, and returns true, as soon as `isFound` does. */
function visit(term: Term, isFound: (inner: Term) => boolean): boolean {
  if (isFound(term)) return true;
  switch (term.kind) {
    case 'linear':
      return term.parts.some(({ atom }) => visit(atom, isFound));
    case 'apply':
      return term.args.some((arg) => visit(arg, isFound));
    case 'pointer':
      return visitRegion(term.region, isFound);
    case 'const':
    case 'symbol':
    case 'string':
    case 'function':
      return false;
  }
}

function visitRegion(region: Region, isFound: (inner: Term) => boolean): boolean {
  for (let at = region; ; at = at.parent) {
    if (at.kind === 'root') return at.pointer !== undefined && visit(at.pointer, isFound);
    if (at.kind === 'element' && visit(at.index, isFound)) return true;
  }
}
