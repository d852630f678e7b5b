import type { BlockId, Instr, LocalId, Operand } from '../graph/instr.js';
import type { Raise, WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';

// Linux net/core/skbuff.c (6.12), skb_free_head(): the memory a socket buffer was built on goes with it.
const building = /^(?:napi_)?build_skb(?:_around)?$/;
const freeing = /^(?:kfree_skb|dev_kfree_skb(?:_any|_irq)?|napi_consume_skb|consume_skb)$/;
const givingPages = /^(?:put_page|__free_pages?|page_frag_free|skb_free_frag|kfree)$/;
// include/linux/mm.h and page_ref.h (6.12): whoever takes another reference has one to give back.
const counting = /^(?:get_page|page_ref_\w+|page_frag_\w*alloc\w*|__page_frag_cache_drain|skb_get)$/;

/** A socket buffer is freed, and then the page once more that it was built on. */
export function checkBuiltSkbs(file: WrittenFile, raise: Raise): void {
  if (file.functions.some(({ calls }) => [...calls].some((name) => counting.test(name)))) return;
  for (const flow of file.functions) {
    if (![...flow.calls].some((name) => building.test(name))) continue;
    for (const { instr, position, name } of callsOf(flow.graph)) {
      const [skb] = instr.arguments;
      const memory = freeing.test(name) && skb !== undefined ? memoryOf(flow, skb, position) : undefined;
      if (memory === undefined) continue;
      const again = givenBack(flow, position, memory);
      if (again === undefined || again.callee.kind !== 'name') continue;
      raise({
        id: 'FREED_WITH_SKB',
        at: again.calleeAt,
        heuristics: [],
        functionName: flow.graph.name,
        name: again.callee.name,
        what: flow.localOf(memory)?.name ?? '',
        freedAt: instr.calleeAt,
      });
    }
  }
}

/** The variable with the memory, or with its page, of a socket buffer that is certainly built on that. */
function memoryOf(flow: Flow, skb: Operand, position: Position): LocalId | undefined {
  const [source, ...others] = flow.sourcesOf(skb, position, 'copies');
  if (source?.kind !== 'call' || others.length > 0 || !building.test(source.name)) return undefined;
  const [memory] = source.instr.arguments;
  if (memory === undefined) return undefined;
  const [address, ...more] = flow.sourcesOf(memory, source.position, 'copies');
  const isOfPage = address?.kind === 'call' && address.name === 'page_address' && more.length === 0;
  const given = isOfPage ? address.instr.arguments[0] : memory;
  return given?.kind === 'local' && isNamed(flow, given.local) ? given.local : undefined;
}

const isNamed = (flow: Flow, local: LocalId): boolean => /^\w+$/.test(flow.localOf(local)?.name ?? '');

/** The call that gives the memory back on the one way on from a position, where nothing is asked. */
function givenBack(flow: Flow, from: Position, memory: LocalId): Extract<Instr, { kind: 'call' }> | undefined {
  const seen = new Set<BlockId>();
  let at: Position | undefined = { block: from.block, index: from.index + 1 };
  while (at !== undefined && !seen.has(at.block)) {
    seen.add(at.block);
    const block: Flow['graph']['blocks'][number] | undefined = flow.graph.blocks[at.block];
    for (const instr of block?.instrs.slice(at.index) ?? []) {
      if ('target' in instr && instr.target === memory) return undefined;
      if (instr.kind !== 'call' || instr.callee.kind !== 'name' || !givingPages.test(instr.callee.name)) continue;
      const [given] = instr.arguments;
      if (given?.kind === 'local' && given.local === memory) return instr;
    }
    at = block?.end.kind === 'jump' ? { block: block.end.to, index: 0 } : undefined;
  }
  return undefined;
}
