import type { Span } from '../base/span.js';
import { nodeKinds } from '../tree/node-kinds.js';
import { childByField, declaredName, innerDeclarator, namedChildren, type SyntaxNode } from '../tree/read.js';
import { type CType, pointerTo, unknownType, voidType } from './c-type.js';

export interface Declared {
  /** `undefined` for an abstract declarator. */
  readonly name: string | undefined;
  readonly nameAt: Span | undefined;
  readonly type: CType;
}

/** The type a specifier names, before any `*` or `[]`. */
export function typeOfSpecifier(specifier: SyntaxNode): CType {
  switch (specifier.type) {
    case nodeKinds.primitiveType:
      return primitive(specifier.text);
    case nodeKinds.sizedTypeSpecifier:
      return { kind: 'integer', name: specifier.text.replace(/\s+/g, ' ') };
    case nodeKinds.structSpecifier:
      return { kind: 'struct', tag: tagOf(specifier) };
    case nodeKinds.unionSpecifier:
      return { kind: 'union', tag: tagOf(specifier) };
    case nodeKinds.enumSpecifier:
      return { kind: 'enum', tag: tagOf(specifier) };
    case nodeKinds.typeIdentifier:
      return { kind: 'named', name: specifier.text };
    default:
      return unknownType;
  }
}

/** The tag as written, or one made from the place of an anonymous struct. */
export function tagOf(specifier: SyntaxNode): string {
  return childByField(specifier, 'name')?.text ?? `<anonymous ${specifier.startIndex}>`;
}

const keywordTypes = new Set(['char', 'int', 'bool', '_Bool', 'float', 'double']);

function primitive(name: string): CType {
  if (name === 'void') {
    return voidType;
  }
  return keywordTypes.has(name) ? { kind: 'integer', name } : { kind: 'named', name };
}

/** Applies a declarator from the outside in: `*x[4]` over `int` is an array of pointers to int. */
export function declare(base: CType, declarator: SyntaxNode | undefined): Declared {
  let type = base;
  let node = declarator;
  while (node !== undefined) {
    type = applyDeclarator(type, node);
    node = innerDeclarator(node);
  }
  const name = declarator === undefined ? undefined : declaredName(declarator);
  return {
    name: name?.text,
    nameAt: name === undefined ? undefined : { start: name.startIndex, end: name.endIndex },
    type,
  };
}

function applyDeclarator(type: CType, node: SyntaxNode): CType {
  switch (node.type) {
    case nodeKinds.pointerDeclarator:
    case nodeKinds.abstractPointerDeclarator:
      return pointerTo(type);
    case nodeKinds.arrayDeclarator:
    case nodeKinds.abstractArrayDeclarator:
      return { kind: 'array', of: type, count: childByField(node, 'size')?.text };
    case nodeKinds.functionDeclarator:
    case nodeKinds.abstractFunctionDeclarator:
      return { kind: 'function', returns: type };
    default:
      return type;
  }
}

/** Declarators of a declaration with their initializers: `int a = 1, *b;` has two. */
export function declarators(declaration: SyntaxNode): readonly DeclaratorWithValue[] {
  const found: DeclaratorWithValue[] = [];
  for (const child of declaration.childrenForFieldName('declarator')) {
    if (child === null) {
      continue;
    }
    const isInit = child.type === nodeKinds.initDeclarator;
    const declarator = isInit ? childByField(child, 'declarator') : child;
    if (declarator !== undefined) {
      found.push({ declarator, value: isInit ? childByField(child, 'value') : undefined });
    }
  }
  return found;
}

export interface DeclaratorWithValue {
  readonly declarator: SyntaxNode;
  readonly value: SyntaxNode | undefined;
}

export function hasSpecifier(declaration: SyntaxNode, word: string): boolean {
  return namedChildren(declaration).some(
    (child) =>
      (child.type === nodeKinds.storageClassSpecifier || child.type === nodeKinds.typeQualifier) && child.text === word,
  );
}
