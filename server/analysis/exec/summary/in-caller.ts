// What a callee says, in the words of its caller.
import { type Region, type RootRegion, rootOf } from '../../symbolic/region.js';
import type { SymbolTerm, Term } from '../../symbolic/term.js';
import type { ExecContext } from '../context.js';
import type { Path } from '../path.js';
import { valueFrom } from '../places.js';

/** One call of a function that is not followed, as its summary is carried over. */
export interface Crossing {
  readonly cx: ExecContext;
  /** The caller, right before the call. */
  readonly path: Path;
  readonly callee: string;
  readonly values: readonly Term[];
  /** Names what the call makes: the same on every path that calls there. */
  readonly site: string;
}

/** The value of a callee's term; `undefined` where it is made of something that only the callee knows. */
export function termInCaller(crossing: Crossing, term: Term): Term | undefined {
  const { terms } = crossing.cx;
  switch (term.kind) {
    case 'const':
    case 'string':
    case 'function':
      return term;
    case 'symbol':
      return symbolInCaller(crossing, term);
    case 'pointer': {
      const region = regionInCaller(crossing, term.region);
      return region === undefined ? undefined : terms.addressOf(region);
    }
    case 'linear': {
      const parts = term.parts.map(({ coefficient, atom }) => ({ coefficient, term: termInCaller(crossing, atom) }));
      const known = parts.flatMap(({ coefficient, term: part }) =>
        part === undefined ? [] : [{ coefficient, term: part }],
      );
      return known.length === parts.length ? terms.sum(term.constant, known) : undefined;
    }
    case 'apply': {
      const args = term.args.map((it) => termInCaller(crossing, it));
      const known = args.flatMap((it) => it ?? []);
      return known.length === args.length ? terms.apply(term.name, known, term.info) : undefined;
    }
  }
}

export function regionInCaller(crossing: Crossing, region: Region): Region | undefined {
  const { terms } = crossing.cx;
  switch (region.kind) {
    case 'root':
      return rootInCaller(crossing, region);
    case 'field': {
      const parent = regionInCaller(crossing, region.parent);
      return parent === undefined ? undefined : terms.field(parent, region.name);
    }
    case 'element': {
      const parent = regionInCaller(crossing, region.parent);
      const index = termInCaller(crossing, region.index);
      return parent === undefined || index === undefined ? undefined : terms.element(parent, index);
    }
  }
}

function rootInCaller(crossing: Crossing, root: RootRegion): Region | undefined {
  if (root.rootKind === 'global' || root.rootKind === 'constant') return root;
  const pointer = root.pointer === undefined ? undefined : termInCaller(crossing, root.pointer);
  return pointer === undefined ? undefined : crossing.cx.terms.pointee(pointer);
}

function symbolInCaller(crossing: Crossing, symbol: SymbolTerm): Term | undefined {
  const { cx, values, callee, site } = crossing;
  const { key, info } = symbol;
  const kind = /^[a-z]+:/.exec(key)?.[0];
  if (kind === 'constant:' || key.startsWith('sizeof(')) return symbol;
  if (kind === 'parameter:') {
    const position = values.findIndex((_, id) => key === `parameter:${callee}:${id}`);
    return values[position];
  }
  // The calls inside make what they make anew each time.
  if (kind !== undefined && madeByCalls.has(kind)) {
    return cx.terms.symbol(`${kind}${site}${key.slice(kind.length)}`, info);
  }
  return kind === 'loaded:' ? foundInCaller(crossing, symbol) : undefined;
}

const madeByCalls: ReadonlySet<string> = new Set(['result:', 'dma:', 'segment:', 'nents:']);

/** What the callee found in memory is what its caller had there. */
function foundInCaller(crossing: Crossing, symbol: SymbolTerm): Term | undefined {
  const { cx, path } = crossing;
  const place = cx.readFrom.get(symbol);
  if (place === undefined || !isAtEntry(symbol, place) || cx.memory.has(rootOf(place))) return undefined;
  const region = regionInCaller(crossing, place);
  return region === undefined ? undefined : valueFrom(cx, path, region, () => symbol.info);
}

/** Before anything was forgotten: see `Terms.loaded`. */
export const isAtEntry = ({ key }: SymbolTerm, place: Region): boolean => key === `loaded:${place.id}@0`;
