import type { Span } from '../base/span.js';
import { type CType, pointerTo, unknownType } from '../index/c-type.js';
import type { LocalId, Place } from './instr.js';
import { declareVariable } from './lower-declaration.js';
import { emit, type Lowering, lowerExpression, spanOf } from './lowering.js';
import { typeNamed } from './read-type.js';
import { type Syntax, textOf } from './syntax.js';

interface DeclaringMacro {
  /** Position of the name. */
  readonly name: number;
  readonly type: CType;
  readonly inMemory: boolean;
}

const struct = (tag: string, name = 0): DeclaringMacro => ({ name, type: { kind: 'struct', tag }, inMemory: true });

/** Macros that declare a local. Linux include/linux/{list,wait,completion,spinlock,skbuff}.h, include/crypto (6.12). */
const declaring: ReadonlyMap<string, DeclaringMacro> = new Map([
  ['LIST_HEAD', struct('list_head')],
  ['HLIST_HEAD', struct('hlist_head')],
  ['LLIST_HEAD', struct('llist_head')],
  ['DEFINE_WAIT', struct('wait_queue_entry')],
  ['DEFINE_WAIT_FUNC', struct('wait_queue_entry')],
  ['DECLARE_WAITQUEUE', struct('wait_queue_entry')],
  ['DECLARE_WAIT_QUEUE_HEAD_ONSTACK', struct('wait_queue_head')],
  ['DECLARE_COMPLETION_ONSTACK', struct('completion')],
  ['DECLARE_COMPLETION', struct('completion')],
  ['DEFINE_SPINLOCK', struct('spinlock')],
  ['DEFINE_MUTEX', struct('mutex')],
  ['DECLARE_WORK', struct('work_struct')],
  ['DEFINE_RATELIMIT_STATE', struct('ratelimit_state')],
  ['DEFINE_DMA_ATTRS', struct('dma_attrs')],
  ['DEFINE_DMA_BUF_EXPORT_INFO', struct('dma_buf_export_info')],
  ['DECLARE_CRYPTO_WAIT', struct('crypto_wait')],
  [
    'SKCIPHER_REQUEST_ON_STACK',
    { name: 0, type: pointerTo({ kind: 'struct', tag: 'skcipher_request' }), inMemory: false },
  ],
  [
    'SYNC_SKCIPHER_REQUEST_ON_STACK',
    { name: 0, type: pointerTo({ kind: 'struct', tag: 'skcipher_request' }), inMemory: false },
  ],
  ['AHASH_REQUEST_ON_STACK', { name: 0, type: pointerTo({ kind: 'struct', tag: 'ahash_request' }), inMemory: false }],
  ['SHASH_DESC_ON_STACK', { name: 0, type: pointerTo({ kind: 'struct', tag: 'shash_desc' }), inMemory: false }],
  ['XA_STATE', struct('xa_state')],
  [
    'DECLARE_MAC_BUF',
    { name: 0, type: { kind: 'array', of: { kind: 'integer', name: 'char' }, count: '18' }, inMemory: true },
  ],
]);

/** Lowers a call of such a macro; `false` for any other statement. */
export function lowerDeclaringMacro(
  cx: Lowering,
  node: Syntax,
  name: string | undefined,
  given: readonly Syntax[],
): boolean {
  if (name === 'DEFINE_RAW_FLEX' || name === 'DEFINE_FLEX') return declareFlexible(cx, node, given);
  const macro = name === undefined ? undefined : declaring.get(name);
  const nameNode = macro === undefined ? undefined : given[macro.name];
  if (macro === undefined || nameNode?.kind !== 'identifier' || cx.index.macros.has(name ?? '')) return false;
  const at = spanOf(cx, node);
  for (const [position, other] of given.entries()) {
    if (position !== macro.name) lowerExpression(cx, other);
  }
  const id = declareVariable(cx, nameNode, textOf(nameNode), macro.type, { isStatic: false });
  if (!macro.inMemory) pointToStack(cx, id, unknownType, at, false);
  return true;
}

/** `DEFINE_FLEX(type, name, member, …)`: a zeroed struct with its array on the stack. Linux include/linux/overflow.h. */
function declareFlexible(cx: Lowering, node: Syntax, given: readonly Syntax[]): boolean {
  const [typeNode, nameNode] = given;
  if (typeNode === undefined || nameNode?.kind !== 'identifier') return false;
  const type = typeNamed(cx, typeNode) ?? unknownType;
  const id = declareVariable(cx, nameNode, textOf(nameNode), pointerTo(type), { isStatic: false });
  pointToStack(cx, id, type, spanOf(cx, node), true);
  return true;
}

function pointToStack(cx: Lowering, id: LocalId, type: CType, at: Span, isZero: boolean): void {
  const stack = cx.graph.temporary(type, at, true);
  const place: Place = { root: { kind: 'stack', local: stack }, steps: [], type };
  if (isZero) emit(cx, { kind: 'zero', place, at });
  emit(cx, { kind: 'assign', target: id, value: { kind: 'address', place }, at });
}
