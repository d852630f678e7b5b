// What terms and regions are made of. They share a file because each refers to the other; everybody else imports them
// from `term.ts` and `region.ts`. All of them are hash-consed: within one `Terms` table, equal means the same object.
import type { Span } from '../base/span.js';

export type Term = ConstTerm | LinearTerm | Atom;

/** What a linear term adds up: everything that is not a number or a sum itself. */
export type Atom = SymbolTerm | PointerTerm | ApplyTerm | StringTerm | FunctionTerm;

/** Integers beyond 2^53 lose their low bits; 2^64 stands for `~0ull`. */
export interface ConstTerm {
  readonly kind: 'const';
  readonly id: number;
  readonly value: number;
}

/** A value nobody computed: a parameter, a field at first sight, the result of an unknown call. */
export interface SymbolTerm {
  readonly kind: 'symbol';
  readonly id: number;
  readonly key: string;
  readonly info: SymbolInfo;
}

/** The address of a region. */
export interface PointerTerm {
  readonly kind: 'pointer';
  readonly id: number;
  readonly region: Region;
}

/** Invariant: parts ascend by atom id, no coefficient is 0, and it is neither a number nor one plain atom. */
export interface LinearTerm {
  readonly kind: 'linear';
  readonly id: number;
  readonly constant: number;
  readonly parts: readonly LinearPart[];
}

export interface LinearPart {
  readonly coefficient: number;
  readonly atom: Atom;
}

/** An operator that is not linear, a comparison, a cast (`cast:u16`), or a pure function of its arguments. */
export interface ApplyTerm {
  readonly kind: 'apply';
  readonly id: number;
  readonly name: string;
  readonly args: readonly Term[];
  readonly info: SymbolInfo | undefined;
}

export interface StringTerm {
  readonly kind: 'string';
  readonly id: number;
  readonly text: string;
}

export interface FunctionTerm {
  readonly kind: 'function';
  readonly id: number;
  readonly name: string;
}

export interface SymbolInfo {
  /** As the user wrote it. */
  readonly name: string;
  readonly bits: 1 | 8 | 16 | 32 | 64;
  readonly signed: boolean;
  readonly isPointer: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** A tag of whoever made the symbol; nothing in this folder reads it. */
  readonly kind?: string;
}

export type RootKind =
  | 'stack'
  /** Of a symbolic pointer. */
  | 'pointee'
  | 'global'
  /** A static const object or a literal. */
  | 'constant'
  | 'heap'
  | 'pages'
  | 'vmalloc'
  | 'kmap'
  | 'coherent'
  /** Memory without a kernel mapping. */
  | 'cookie'
  | 'iomem'
  | 'user'
  | 'unknown';

export type Region = RootRegion | FieldRegion | ElementRegion;

export interface RootRegion {
  readonly kind: 'root';
  readonly id: number;
  readonly rootKind: RootKind;
  /** How the user wrote it: `buf`, `priv`, `kmalloc(64)`. */
  readonly name: string;
  readonly key: string;
  readonly at: Span | undefined;
  /** What points here, for roots that are known through a pointer only. */
  readonly pointer: Term | undefined;
}

export interface FieldRegion {
  readonly kind: 'field';
  readonly id: number;
  readonly parent: Region;
  readonly name: string;
}

/** Invariant: the parent is no element and the index is not 0, so that `a[0]` is `a` and `(&a[i])[j]` is `a[i + j]`. */
export interface ElementRegion {
  readonly kind: 'element';
  readonly id: number;
  readonly parent: RootRegion | FieldRegion;
  readonly index: Term;
}

export type CastBits = 8 | 16 | 32 | 64;
