import type { Span } from '../base/span.js';
import type { Sum } from './linear.js';
import type {
  ApplyTerm,
  Atom,
  ConstTerm,
  ElementRegion,
  FieldRegion,
  FunctionTerm,
  PointerTerm,
  Region,
  RootKind,
  RootRegion,
  StringTerm,
  SymbolInfo,
  SymbolTerm,
  Term,
} from './shapes.js';

/**
 * The tables behind one `Terms`. It makes what it is asked for and simplifies nothing, except that a sum which is
 * really a number or an atom becomes that.
 *
 * Invariant: no two terms (or regions) with the same content are ever made, so `===` and `id` decide equality.
 */
export class Interner {
  #nextTerm = 0;
  #nextRegion = 0;
  readonly #numbers = new Map<number, ConstTerm>();
  readonly #symbols = new Map<string, SymbolTerm>();
  readonly #strings = new Map<string, StringTerm>();
  readonly #functions = new Map<string, FunctionTerm>();
  readonly #pointers = new Map<number, PointerTerm>();
  readonly #sums = new Map<string, Term>();
  readonly #applications = new Map<string, Map<number | string, ApplyTerm>>();
  readonly #roots = new Map<string, RootRegion>();
  readonly #pointees = new Map<number, RootRegion>();
  readonly #fields = new Map<number, Map<string, FieldRegion>>();
  readonly #elements = new Map<number, ElementRegion>();
  readonly #loaded = new Map<number, Map<number, SymbolTerm>>();
  readonly #names = new Map<string, string>();

  name(text: string): string {
    return remembered(this.#names, text, () => `#${this.#names.size}`);
  }

  number(value: number): ConstTerm {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    // -0 and 0 are one key of a Map, so the first one asked for would decide; it must be 0.
    const made: ConstTerm = { kind: 'const', id: this.#nextTerm++, value: value === 0 ? 0 : value };
    this.#numbers.set(value, made);
    return made;
  }

  /** What a region holds since a moment, before anybody writes it by its name. */
  loaded(region: Region, epoch: number, makeInfo: () => SymbolInfo): SymbolTerm {
    const byEpoch = remembered(this.#loaded, region.id, () => new Map<number, SymbolTerm>());
    return remembered(byEpoch, epoch, () => this.symbol(`loaded:${region.id}@${epoch}`, makeInfo()));
  }

  symbol(key: string, info: SymbolInfo): SymbolTerm {
    return remembered(this.#symbols, key, () => ({ kind: 'symbol', id: this.#nextTerm++, key, info }));
  }

  string(text: string): StringTerm {
    return remembered(this.#strings, text, () => ({ kind: 'string', id: this.#nextTerm++, text }));
  }

  functionAddress(name: string): FunctionTerm {
    return remembered(this.#functions, name, () => ({ kind: 'function', id: this.#nextTerm++, name }));
  }

  pointer(region: Region): PointerTerm {
    return remembered(this.#pointers, region.id, () => ({ kind: 'pointer', id: this.#nextTerm++, region }));
  }

  sum(sum: Sum): Term {
    const [only, second] = sum.parts;
    if (only === undefined) return this.number(sum.constant);
    if (second === undefined && only.coefficient === 1 && sum.constant === 0) return only.atom;
    let key = String(sum.constant);
    for (const { coefficient, atom } of sum.parts) key += `,${coefficient}*${atom.id}`;
    const { constant, parts } = sum;
    return remembered(this.#sums, key, () => ({ kind: 'linear', id: this.#nextTerm++, constant, parts }));
  }

  application(name: string, args: readonly Term[], info?: SymbolInfo): ApplyTerm {
    const table = remembered(this.#applications, name, () => new Map<number | string, ApplyTerm>());
    return remembered(table, argumentKey(args), () => ({ kind: 'apply', id: this.#nextTerm++, name, args, info }));
  }

  root(rootKind: RootKind, key: string, name: string, at?: Span, pointer?: Term): RootRegion {
    const make = (): RootRegion => ({ kind: 'root', id: this.#nextRegion++, rootKind, name, key, at, pointer });
    return remembered(this.#roots, `${rootKind} ${key}`, make);
  }

  /** The root that a pointer leads to, which `make` makes the first time. */
  pointee(pointer: Term, make: () => RootRegion): RootRegion {
    return remembered(this.#pointees, pointer.id, make);
  }

  knownField(parent: Region, name: string): FieldRegion | undefined {
    return this.#fields.get(parent.id)?.get(name);
  }

  field(parent: Region, name: string): FieldRegion {
    const table = remembered(this.#fields, parent.id, () => new Map<string, FieldRegion>());
    return remembered(table, name, () => ({ kind: 'field', id: this.#nextRegion++, parent, name }));
  }

  element(parent: RootRegion | FieldRegion, index: Term): ElementRegion {
    const make = (): ElementRegion => ({ kind: 'element', id: this.#nextRegion++, parent, index });
    return remembered(this.#elements, pairKey(parent.id, index.id), make);
  }
}

export function isAtom(term: Term): term is Atom {
  return term.kind !== 'const' && term.kind !== 'linear';
}

/** A symbol, or a function declared to give one, that holds an address. */
export function isPointerValue(term: Term): boolean {
  return (term.kind === 'symbol' && term.info.isPointer) || (term.kind === 'apply' && term.info?.isPointer === true);
}

/** Of something: a pointer into a region, or a value of pointer type. */
export const isAddress = (term: Term): boolean => term.kind === 'pointer' || isPointerValue(term);

/** Ids stay below 2^26 (67 million terms in one file), so a pair of them is an exact number. */
const pairKey = (left: number, right: number): number => left * 2 ** 26 + right;

function argumentKey(args: readonly Term[]): number | string {
  const [first, second] = args;
  if (first !== undefined && second !== undefined && args.length === 2) return pairKey(first.id, second.id);
  if (first !== undefined && args.length === 1) return -1 - first.id;
  return args.map((arg) => arg.id).join();
}

function remembered<K, V>(table: Map<K, V>, key: K, make: () => V): V {
  const known = table.get(key);
  if (known !== undefined) return known;
  const made = make();
  table.set(key, made);
  return made;
}
