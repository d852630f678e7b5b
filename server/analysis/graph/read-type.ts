import { type CType, intType, pointerTo, unknownType, voidType } from '../index/c-type.js';
import { integerValue } from '../base/literals.js';
import { type Lowering, typeOfExpression } from './lowering.js';
import { findLocal } from './scopes.js';
import { field, type Syntax, textOf, unwrap } from './syntax.js';

export interface Declared {
  readonly name: string | undefined;
  readonly nameNode: Syntax | undefined;
  readonly type: CType;
  /** `int f(int)` inside a function: nothing is declared that lives here. */
  readonly isPrototype: boolean;
}

/** The type a declaration, parameter or `(type)` starts with. */
export function readBaseType(cx: Lowering, node: Syntax): CType {
  const type = field(node, 'type');
  return type === undefined ? intType : readSpecifier(cx, type);
}

export function readTypeDescriptor(cx: Lowering, node: Syntax): CType {
  const base = readBaseType(cx, node);
  const declarator = field(node, 'declarator');
  return declarator === undefined ? base : readDeclarator(base, declarator).type;
}

function readSpecifier(cx: Lowering, node: Syntax): CType {
  switch (node.kind) {
    case 'primitive_type':
    case 'sized_type_specifier':
      return primitive(textOf(node).replaceAll(/\s+/g, ' '));
    case 'type_identifier':
    case 'identifier':
      return namedType(cx, node);
    case 'struct_specifier':
    case 'union_specifier':
      return { kind: node.kind === 'struct_specifier' ? 'struct' : 'union', tag: tagOf(node) };
    case 'enum_specifier':
      return { kind: 'enum', tag: tagOf(node) };
    case 'macro_type_specifier':
      return typeofType(cx, node);
    default:
      return unknownType;
  }
}

const tagOf = (node: Syntax): string => {
  const name = field(node, 'name');
  return name === undefined ? `<anonymous ${node.start}>` : textOf(name);
};

const typedefLike = new Set(['bool', 'size_t', 'ssize_t', 'intptr_t', 'uintptr_t', 'ptrdiff_t', 'charptr_t']);

function primitive(name: string): CType {
  if (name === 'void') return voidType;
  // The grammar knows the C99 names as primitive; to the kernel they are typedefs like any other.
  if (typedefLike.has(name) || /^u?int\d+_t$/.test(name)) return { kind: 'named', name };
  return { kind: 'integer', name };
}

function namedType(cx: Lowering, node: Syntax): CType {
  const joined = node.source.side.at(node.start);
  if (joined?.kind === 'type-argument') return typeFromWords(joined.words);
  const name = textOf(node);
  const macro = cx.index.macros.get(name);
  if (macro !== undefined && macro.parameters === undefined && /^[\w\s]+$/.test(macro.body)) {
    return typeFromWords(macro.body);
  }
  return { kind: 'named', name };
}

/** `struct foo *`, `unsigned int`: a type written as the argument of a macro. */
function typeFromWords(text: string): CType {
  const stars = text.split('*').length - 1;
  const words = text
    .replaceAll('*', ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !qualifiers.has(word));
  let type = plainType(words);
  for (let count = 0; count < stars; count += 1) type = pointerTo(type);
  return type;
}

const qualifiers = new Set(['const', 'volatile', 'static', '__iomem', '__user', '__force']);

const integerWords = new Set(['unsigned', 'signed', 'int', 'long', 'short', 'char']);

function plainType(words: readonly string[]): CType {
  const [first = '', second = ''] = words;
  if (first === 'struct' || first === 'union') return { kind: first, tag: second };
  if (first === 'enum') return { kind: 'enum', tag: second };
  if (integerWords.has(first)) return { kind: 'integer', name: words.join(' ') };
  return words.length === 1 ? primitive(first) : unknownType;
}

/** Of primitives, typedefs are `named`: tell them apart from what the language itself knows. */
export function isTypeWord(word: string): boolean {
  return integerWords.has(word) || word === 'void' || typedefLike.has(word) || /^[su](8|16|32|64)$/.test(word);
}

function typeofType(cx: Lowering, node: Syntax): CType {
  const name = field(node, 'name');
  const type = field(node, 'type');
  if (type === undefined || name === undefined || !/typeof|__auto_type/.test(textOf(name))) return unknownType;
  // The grammar reads `typeof(x)` as a type name; a local of that name is what is meant.
  const inner = field(type, 'type');
  const declarator = field(type, 'declarator');
  if (inner?.kind === 'type_identifier' && findLocal(cx.scopes, textOf(inner)) !== undefined) {
    const own = typeOfExpression(cx, { ...inner, kind: 'identifier' });
    return declarator === undefined ? own : readDeclarator(own, declarator).type;
  }
  return readTypeDescriptor(cx, type);
}

/** From the outside in, as C writes declarators inside out. */
export function readDeclarator(base: CType, node: Syntax): Declared {
  let type = base;
  let at: Syntax | undefined = node;
  let isPrototype = false;
  while (at !== undefined) {
    switch (at.kind) {
      case 'pointer_declarator':
      case 'abstract_pointer_declarator':
        type = pointerTo(type);
        isPrototype = false;
        break;
      case 'array_declarator':
      case 'abstract_array_declarator':
        type = { kind: 'array', of: type, count: boundOf(at) };
        isPrototype = false;
        break;
      case 'function_declarator':
      case 'abstract_function_declarator':
        type = { kind: 'function', returns: type };
        isPrototype = true;
        break;
      case 'identifier':
      case 'field_identifier':
      case 'type_identifier':
        return { name: textOf(at), nameNode: at, type, isPrototype };
    }
    at = field(at, 'declarator') ?? inner(at);
  }
  return { name: undefined, nameNode: undefined, type, isPrototype };
}

function inner(node: Syntax): Syntax | undefined {
  return node.children.find((child) => child.kind.endsWith('declarator') || child.kind === 'identifier');
}

function boundOf(node: Syntax): string | undefined {
  const size = field(node, 'size');
  if (size === undefined) return undefined;
  const text = textOf(size);
  const value = size.kind === 'number_literal' ? integerValue(text) : undefined;
  return value === undefined ? text : String(value);
}

/** An identifier in an expression that names a type: the grammar cannot know. */
export function typeNamed(cx: Lowering, node: Syntax): CType | undefined {
  const inside = unwrap(node);
  if (inside.kind === 'type_descriptor') return readTypeDescriptor(cx, inside);
  if (inside.kind !== 'identifier') return undefined;
  const joined = inside.source.side.at(inside.start);
  if (joined?.kind === 'type-argument') return typeFromWords(joined.words);
  const name = textOf(inside);
  if (findLocal(cx.scopes, name) !== undefined) return undefined;
  return cx.index.typedefs.has(name) || isTypeWord(name) || /^\w+_t$/.test(name) || /^__[lb]e(16|32|64)$/.test(name)
    ? { kind: 'named', name }
    : undefined;
}
