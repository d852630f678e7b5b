import type { Span } from '../base/span.js';
import type { MaskedText } from '../text/masked-text.js';
import type { SyntaxNode } from '../tree/read.js';
import { type CType, unknownType } from './c-type.js';
import { type ConstantNames, constantOf } from './constants.js';
import { readEnumerators } from './enumerators.js';
import type { FieldDeclaration, StructDeclaration } from './file-index.js';
import { functionBodies } from './functions.js';
import { type KernelInline, readKernelInlines } from './kernel-inlines.js';
import { readMacros } from './macros.js';
import { readStructs, specifiersOf } from './structs.js';

/** What a header of the kernel says that holds for every configuration. */
export interface KernelDeclarations {
  readonly structs: ReadonlyMap<string, StructDeclaration>;
  /** Enumerators and macros that are one number. */
  readonly constants: ReadonlyMap<string, number>;
  /** Small functions that only answer. */
  readonly inlines: ReadonlyMap<string, KernelInline>;
}

/** Stands in front of the fields of a struct of which nobody knows how large it is. */
const unsized: FieldDeclaration = {
  name: undefined,
  type: unknownType,
  at: { start: 0, end: 0 },
  alignment: undefined,
  isBitField: false,
  bits: undefined,
};

export const noKernel: KernelDeclarations = { structs: new Map(), constants: new Map(), inlines: new Map() };

/**
 * The structs and constants of a header. What stands under an `#if`, or has one inside, depends on a configuration that
 * nobody told: constants are left out, and of structs only the types of their fields stay. Types by other names, and
 * functions that do anything, are those the tables of the analysis know better.
 */
export function readKernelHeader(root: SyntaxNode, masked: MaskedText): KernelDeclarations {
  const conditional = conditionalParts(masked.original);
  const isCertain = ({ start, end }: Span): boolean =>
    !conditional.some((part) => part.start < end && start < part.end);
  const macros = readMacros(masked.macros.filter(({ at }) => isCertain(at)));
  const enumerators = new Map(readEnumerators(root, masked, macros));
  const names = { macros, enumerators };
  const constants = new Map<string, number>();
  for (const specifier of specifiersOf(root, masked, 'enumerators')) {
    if (!isCertain({ start: specifier.startIndex, end: specifier.endIndex })) {
      for (const [word] of specifier.text.matchAll(/\w+/g)) enumerators.delete(word);
    }
  }
  for (const [name, value] of enumerators) if (value !== undefined) constants.set(name, value);
  for (const { name, parameters, body } of macros.values()) {
    const value = parameters === undefined && body !== '' ? constantOf(body, names) : undefined;
    if (value !== undefined) constants.set(name, value);
  }
  const structs = new Map<string, StructDeclaration>();
  for (const [tag, declaration] of readStructs(root, masked, names)) {
    const counted = withCounts(declaration, names);
    structs.set(tag, isCertain(declaration.at) ? counted : { ...counted, fields: [unsized, ...counted.fields] });
  }
  return { structs, constants, inlines: readKernelInlines(masked, isCertain) };
}

/** The text to parse: of the tree only structs and enumerators are read. */
export function bracedDeclarations(masked: MaskedText): string {
  const { tokens, structure, text } = masked;
  const bodies = new Map(functionBodies(masked).map(({ openBrace, closeBrace }) => [openBrace, closeBrace]));
  const pieces: string[] = [];
  let written = 0;
  let start = 0;
  let isWanted = false;
  for (let at = 0; at < tokens.count; at += 1) {
    const body = bodies.get(at);
    if (body === undefined && !tokens.is(at, ';')) {
      isWanted ||= tokens.is(at, '{') && structure.braceKind(at) !== 'initializer';
      at = Math.max(at, structure.partner(at));
      continue;
    }
    at = body ?? at;
    const end = tokens.end(at);
    if (isWanted) {
      pieces.push(' '.repeat(start - written), text.slice(start, end));
      written = end;
    }
    start = end;
    isWanted = false;
  }
  return [...pieces, isWanted ? ' '.repeat(start - written) + text.slice(start) : ''].join('');
}

/** The bounds of arrays as numbers: who uses the struct may not see the names they are written with. */
function withCounts(declaration: StructDeclaration, names: ConstantNames): StructDeclaration {
  const counted = (type: CType): CType => {
    if (type.kind !== 'array') return type;
    const count = type.count === undefined ? undefined : constantOf(type.count, names);
    return { ...type, of: counted(type.of), count: count === undefined ? type.count : String(count) };
  };
  return { ...declaration, fields: declaration.fields.map((it) => ({ ...it, type: counted(it.type) })) };
}

const directive = /^[ \t]*#[ \t]*(if|ifdef|ifndef|else|elif|endif)\b.*$/gm;

/** From each outermost `#if` to its `#endif`, without the one that keeps a header from being read twice. */
function conditionalParts(text: string): readonly Span[] {
  const parts: Span[] = [];
  const found = [...text.matchAll(directive)];
  const isGuarded = found[0]?.[1] === 'ifndef' && guardEnd(found) === found.length - 1;
  let depth = 0;
  let start = 0;
  for (const { 1: word = '', index, 0: line } of isGuarded ? found.slice(1, -1) : found) {
    if (word.startsWith('if')) {
      if (depth === 0) start = index;
      depth += 1;
    } else if (word === 'endif' && depth > 0) {
      depth -= 1;
      if (depth === 0) parts.push({ start, end: index + line.length });
    }
  }
  if (depth > 0) parts.push({ start, end: text.length });
  return parts;
}

/** Where the first `#if` ends, as a position in the list; -1 where it has an `#else` or no end. */
function guardEnd(found: readonly RegExpMatchArray[]): number {
  let depth = 0;
  for (const [position, { 1: word = '' }] of found.entries()) {
    if (word.startsWith('if')) depth += 1;
    else if (word === 'endif') depth -= 1;
    else if (depth === 1) return -1;
    if (depth === 0) return position;
  }
  return -1;
}
