import { type CType, pointerTo } from '../index/c-type.js';
import type { LocalId } from './instr.js';
import { completedType, isMemoryType, scalarInitializer } from './lower-initializer.js';
import { type Lowering, lowerExpression, lowerInitializer, moveInto, spanOf, typeOfExpression } from './lowering.js';
import { readBaseType, readDeclarator } from './read-type.js';
import { registerFree } from './scope-exit.js';
import { declare } from './scopes.js';
import { field, fields, type Syntax, textOf } from './syntax.js';

export function lowerDeclaration(cx: Lowering, node: Syntax): void {
  const storage = node.children.filter((it) => it.kind === 'storage_class_specifier').map(textOf);
  if (storage.includes('extern')) return;
  const base = readBaseType(cx, node);
  const declarators = fields(node, 'declarator');
  for (const [index, declarator] of declarators.entries()) {
    const end = declarators[index + 1]?.start ?? node.end;
    lowerDeclarator(cx, declarator, end, declaredBase(cx, node, base, declarator), storage.includes('static'));
  }
}

/** `__auto_type x = value` and `auto x = value` take the type of the value. */
function declaredBase(cx: Lowering, node: Syntax, base: CType, declarator: Syntax): CType {
  const type = field(node, 'type');
  const value = field(declarator, 'value');
  const isAuto = type !== undefined && textOf(type) === '__auto_type';
  return isAuto && value !== undefined ? typeOfExpression(cx, value) : base;
}

function lowerDeclarator(cx: Lowering, node: Syntax, end: number, base: CType, isStatic: boolean): void {
  const value = node.kind === 'init_declarator' ? field(node, 'value') : undefined;
  const inner = node.kind === 'init_declarator' ? (field(node, 'declarator') ?? node) : node;
  const declared = readDeclarator(base, inner);
  if (declared.name === undefined || declared.nameNode === undefined || declared.isPrototype) return;
  const type = completedType(cx, declared.type, value);
  const id = declareVariable(cx, declared.nameNode, declared.name, type, { isStatic });
  if (value !== undefined && !isStatic) initialize(cx, id, value, type);
  const stop = value?.start ?? end;
  for (const entry of node.source.side.within({ start: inner.start, end: stop })) {
    if (entry.kind === 'free') registerFree(cx, entry, id);
  }
}

/** A static is initialized once, before the function runs, and not here. */
function initialize(cx: Lowering, id: LocalId, value: Syntax, type: CType): void {
  if (cx.graph.locals[id]?.inMemory === true) {
    lowerInitializer(cx, value, { root: { kind: 'stack', local: id }, steps: [], type });
    return;
  }
  const scalar = scalarInitializer(value);
  if (scalar !== undefined) moveInto(cx, id, lowerExpression(cx, scalar, id), spanOf(cx, value));
}

export function declareVariable(
  cx: Lowering,
  node: Syntax,
  name: string,
  type: CType,
  how: { readonly isStatic: boolean; readonly isParameter?: boolean },
): LocalId {
  const own = how.isParameter === true && type.kind === 'array' ? pointerTo(type.of) : type;
  const inMemory = how.isStatic || isMemoryType(cx, own) || cx.needsMemory.has(name);
  const id = cx.graph.addLocal({
    name,
    type: own,
    kind: how.isParameter === true ? 'parameter' : 'variable',
    inMemory,
    isStatic: how.isStatic,
    at: spanOf(cx, node),
  });
  declare(cx.scopes, name, id);
  return id;
}
