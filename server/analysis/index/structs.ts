import type { Span } from '../base/span.js';
import type { MaskedText } from '../text/masked-text.js';
import type { SideEntry } from '../text/side-table.js';
import { nodeKinds } from '../tree/node-kinds.js';
import { childByField, namedChildren, type SyntaxNode } from '../tree/read.js';
import { type CType, unknownType } from './c-type.js';
import { type ConstantNames, constantOf } from './constants.js';
import { declare, declarators, tagOf, typeOfSpecifier } from './declarators.js';
import type { FieldDeclaration, StructDeclaration } from './file-index.js';

// Linux arch/arm/mm/Kconfig (6.12): ARMv7 cachelines have 64 bytes.
const cachelineBytes = 64;
/** `__attribute__((aligned))` without a number: the strictest alignment of any type, 8 on 32-bit ARM. */
const strictestAlignment = 8;

/** Every struct and union with a body, nested and local ones as well, by tag. */
export function readStructs(
  root: SyntaxNode,
  masked: MaskedText,
  names: ConstantNames,
): ReadonlyMap<string, StructDeclaration> {
  const structs = new Map<string, StructDeclaration>();
  for (const specifier of specifiersOf(root, masked, 'fields')) {
    const declaration = readStruct(specifier, masked, names);
    structs.set(declaration.tag, declaration);
  }
  return structs;
}

/** Bodies are found by their brace in the tokens, which costs less than a walk over the tree. */
export function specifiersOf(
  root: SyntaxNode,
  { tokens, structure }: MaskedText,
  kind: 'fields' | 'enumerators',
): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (!tokens.is(at, '{') || structure.braceKind(at) !== kind) {
      continue;
    }
    const specifier = root.descendantForIndex(tokens.start(at), tokens.start(at))?.parent?.parent;
    if (specifier !== null && specifier !== undefined && specifierKinds.has(specifier.type)) {
      found.push(specifier);
    }
  }
  return found;
}

const specifierKinds = new Set<string>([nodeKinds.structSpecifier, nodeKinds.unionSpecifier, nodeKinds.enumSpecifier]);

function readStruct(specifier: SyntaxNode, masked: MaskedText, names: ConstantNames): StructDeclaration {
  const body = childByField(specifier, 'body');
  const fields = body === undefined ? [] : namedChildren(body).flatMap((child) => readFields(child, masked, names));
  return {
    kind: specifier.type === nodeKinds.unionSpecifier ? 'union' : 'struct',
    tag: tagOf(specifier),
    at: { start: specifier.startIndex, end: specifier.endIndex },
    fields,
    alignment: body === undefined ? undefined : structAlignment(specifier, body, masked, names),
  };
}

/** Annotations of a struct stand before its body or right behind it. */
function structAlignment(
  specifier: SyntaxNode,
  body: SyntaxNode,
  { side, tokens, original }: MaskedText,
  names: ConstantNames,
): number | undefined {
  const next = tokens.firstFrom(body.endIndex);
  const behind = { start: body.endIndex, end: next < tokens.count ? tokens.start(next) : original.length };
  return alignmentOf(
    [...side.within({ start: specifier.startIndex, end: body.startIndex }), ...side.within(behind)],
    names,
  );
}

/** The strictest of what is asked for; packed only when nothing else is. */
function alignmentOf(entries: readonly SideEntry[], names: ConstantNames): number | undefined {
  let alignment: number | undefined;
  for (const entry of entries) {
    const asked = entry.kind === 'annotation' ? bytesOf(entry.name, entry.argument, names) : undefined;
    if (asked !== undefined) {
      alignment = Math.max(alignment ?? 0, asked);
    }
  }
  return alignment;
}

function bytesOf(name: string, argument: string | undefined, names: ConstantNames): number | undefined {
  switch (name) {
    case 'packed':
      return 1;
    case 'cacheline-aligned':
      return cachelineBytes;
    case 'aligned':
      return argument === undefined ? strictestAlignment : constantOf(argument, names);
    default:
      return undefined;
  }
}

function readFields(node: SyntaxNode, masked: MaskedText, names: ConstantNames): readonly FieldDeclaration[] {
  if (node.type !== nodeKinds.fieldDeclaration) {
    return [];
  }
  const specifier = childByField(node, 'type');
  const base = specifier === undefined ? unknownType : typeOfSpecifier(specifier);
  const at = { start: node.startIndex, end: node.endIndex };
  const clause = namedChildren(node).find((child) => child.type === nodeKinds.bitfieldClause);
  const isBitField = clause !== undefined;
  const bits = clause === undefined ? undefined : constantOf(clause.text.replace(/^\s*:/, ''), names);
  const list = declarators(node);
  if (list.length === 0) {
    return [
      { name: undefined, type: base, at, alignment: ownAlignment(specifier, at, masked, names), isBitField, bits },
    ];
  }
  return list.map(({ declarator }) => {
    const { name, nameAt, type } = declare(base, declarator);
    return {
      name,
      type: nameAt === undefined ? type : typeFromMacro(type, nameAt, masked),
      at: nameAt ?? at,
      alignment: ownAlignment(specifier, at, masked, names),
      isBitField,
      bits,
    };
  });
}

/** What a field says of itself; what its nested struct says belongs to that struct. */
function ownAlignment(
  specifier: SyntaxNode | undefined,
  at: Span,
  { side }: MaskedText,
  names: ConstantNames,
): number | undefined {
  const body = specifier === undefined ? undefined : childByField(specifier, 'body');
  return alignmentOf(side.within({ start: body?.endIndex ?? at.start, end: at.end }), names);
}

/** `DECLARE_BITMAP(x, n)` counts bits, `DECLARE_FLEX_ARRAY(t, x)` has no bound. */
function typeFromMacro(type: CType, nameAt: Span, { side }: MaskedText): CType {
  const entry = side.at(nameAt.start);
  if (entry?.kind !== 'member-macro') {
    return type;
  }
  if (entry.name === 'DECLARE_FLEX_ARRAY') {
    return { kind: 'array', of: type, count: undefined };
  }
  return type.kind === 'array' ? { ...type, count: `BITS_TO_LONGS(${type.count?.trim() ?? ''})` } : type;
}
