import { isHeaderConstant, isResult, isSizeOf } from '../contract/symbol-keys.js';
import { castOf } from '../symbolic/interval.js';
import { type RootRegion, rootOf } from '../symbolic/region.js';
import type { Atom, Term, SymbolTerm } from '../symbolic/term.js';
import { read, type Store } from '../symbolic/store.js';
import type { Places } from './places.js';
import { addPlain, type PlainAtom, plainAtom, plainNumber, type PlainValue, scalePlain } from './plain-value.js';

/** From where a term is looked at. */
export interface Outlook {
  readonly places: Places;
  /** The object that holds the address the term is about. */
  readonly holder: RootRegion | undefined;
  /** What is in memory by then: a field that has another value now does not stand for the old one. */
  readonly store?: Store;
  /** The field of the holder in which a value was kept that was not read from anywhere. */
  readonly keptIn?: (value: Term) => string | undefined;
}

/** A term without what only its own path knows; `undefined` where nothing else is left of it. */
export function plainOf(term: Term | undefined, from: Outlook): PlainValue | undefined {
  if (term === undefined) return undefined;
  const kept = from.keptIn?.(term);
  if (kept !== undefined) return plainAtom({ name: `${whose(true)}${kept}`, kind: 'field', field: kept, foreign: [] });
  if (term.kind === 'const') return plainNumber(term.value);
  if (term.kind !== 'linear') return plainOfAtom(term, from);
  let sum: PlainValue = plainNumber(term.constant);
  for (const { coefficient, atom } of term.parts) {
    const part = plainOf(atom, from);
    if (part === undefined) return undefined;
    sum = addPlain(sum, scalePlain(part, coefficient), 1);
  }
  return sum;
}

function plainOfAtom(atom: Atom, from: Outlook): PlainValue | undefined {
  switch (atom.kind) {
    case 'symbol': {
      const field = plainRead(atom, from);
      if (field !== undefined) return plainAtom(field);
      const kind = named(atom);
      return kind === undefined
        ? undefined
        : plainAtom({ name: atom.key, kind, field: undefined, foreign: kind === 'result' ? [atom.key] : [] });
    }
    case 'pointer': {
      const place = from.places.of(atom.region);
      if (place === undefined) return undefined;
      const isOwn = rootOf(atom.region) === from.holder;
      const name = `&${whose(isOwn)}${place.key}`;
      return plainAtom({ name, kind: 'address', field: place.key, foreign: isOwn ? [] : [place.key] });
    }
    case 'apply': {
      const values = atom.args.map((argument) => plainOf(argument, from));
      const [first] = values;
      // A cast cuts off what does not fit; both sides of a comparison keep what they compare in fields that fit.
      if (castOf(atom) !== undefined) return first;
      if (values.some((value) => value === undefined)) return undefined;
      const parts = values.flatMap((value) => value?.parts ?? []);
      const name = `${atom.name}(${values.map(showPlain).join(', ')})`;
      const isFixed = parts.every((part) => part.atom.kind === 'constant' || part.atom.kind === 'size-of-type');
      const foreign = parts.flatMap((part) => part.atom.foreign);
      return plainAtom({ name, kind: isFixed ? 'constant' : 'computed', field: undefined, foreign });
    }
    case 'string':
    case 'function':
      return undefined;
  }
}

function plainRead(symbol: Term, { places, holder, store }: Outlook): PlainAtom | undefined {
  const region = places.behind(symbol);
  const place = region === undefined ? undefined : places.of(region);
  if (region === undefined || place === undefined) return undefined;
  const now = store === undefined ? undefined : read(store, region);
  if (now !== undefined && now !== symbol) return undefined;
  const isOwn = rootOf(region) === holder;
  return { name: `${whose(isOwn)}${place.key}`, kind: 'field', field: place.key, foreign: isOwn ? [] : [place.key] };
}

/** `len` of the object that holds the address, or of any other. */
const whose = (isOwn: boolean): string => (isOwn ? 'own ' : '');

function named(symbol: SymbolTerm): PlainAtom['kind'] | undefined {
  if (isHeaderConstant(symbol)) return 'constant';
  if (isSizeOf(symbol)) return 'size-of-type';
  return isResult(symbol) ? 'result' : undefined;
}

function showPlain(value: PlainValue | undefined): string {
  if (value === undefined) return '?';
  return [value.constant, ...value.parts.map(({ coefficient, atom }) => `${coefficient}*${atom.name}`)].join('+');
}
