import type { Span } from '../base/span.js';
import type { Operand } from '../graph/instr.js';
import { type Flow, type Position, sitesOf, type Source } from './flow.js';
import { apiCalls, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { type FieldFacts, fieldIdOf } from './fields.js';
import { isAlwaysBefore } from './ways.js';

/** How user space is to see memory, against how the kernel sees it: two kinds of one page do not go together on ARM. */
export function checkPageProtection(file: WrittenFile, flow: Flow, facts: FieldFacts, raise: Raise): void {
  const settings = protectionsSet(flow);
  for (const call of apiCalls(file, flow)) {
    const common = { at: call.instr.calleeAt, heuristics: [], functionName: flow.graph.name, name: call.name } as const;
    const set = settings.find((it) => isAlwaysBefore(flow.graph, it.position, call.position));
    if (call.name.startsWith('dma_mmap_') && set !== undefined) {
      const problem = againstDmaMmap(call, set.name);
      if (problem !== undefined) {
        raise({ ...common, id: 'PAGE_PROTECTION', problem, protection: set.name, setAt: set.at });
      }
    }
    if (!pfnCalls.has(call.name) || !isCached(file, call, facts)) continue;
    const direct = protectionOf(flow, call.instr.arguments[4], call.position);
    const [protection, setAt] = direct === undefined ? [set?.name, set?.at] : [direct.name, direct.instr.calleeAt];
    if (protection === undefined || setAt === undefined) continue;
    raise({ ...common, id: 'PAGE_PROTECTION', problem: 'cached', protection, setAt });
  }
}

const pfnCalls: ReadonlySet<string> = new Set(['remap_pfn_range', 'io_remap_pfn_range']);

// Linux include/linux/pgtable.h, dma-map-ops.h (6.12): protections that are not cached.
const uncached = /^pgprot_(?:noncached|writecombine|device|dmacoherent|decrypted_noncached)$/;

interface Protection {
  readonly name: string;
  readonly at: Span;
  readonly position: Position;
}

function protectionsSet(flow: Flow): readonly Protection[] {
  return sitesOf(flow.graph).flatMap(({ instr, position }): readonly Protection[] => {
    const last = instr.kind === 'store' ? instr.place.steps.at(-1) : undefined;
    if (instr.kind !== 'store' || last?.kind !== 'field' || last.name !== 'vm_page_prot') return [];
    const protection = protectionOf(flow, instr.value, position);
    return protection === undefined ? [] : [{ name: protection.name, at: instr.at, position }];
  });
}

function protectionOf(flow: Flow, operand: Operand | undefined, position: Position) {
  if (operand === undefined) return undefined;
  const [only, ...others] = flow.sourcesOf(operand, position, 'copies');
  const isOne = only?.kind === 'call' && others.length === 0 && uncached.test(only.name);
  return isOne ? only : undefined;
}

/** `dma_mmap_*` computes the protection from the one it finds: Linux kernel/dma/mapping.c, dma_pgprot() (6.12). */
function againstDmaMmap(call: WrittenCall, protection: string): 'overridden' | 'contradicted' | undefined {
  // What both do to memory that is not cached is the same.
  if (protection === 'pgprot_writecombine' || protection === 'pgprot_dmacoherent') return undefined;
  const combines = /_(?:wc|writecombine)$/.test(call.name) ? true : attributesCombine(call);
  return combines === undefined ? undefined : combines ? 'contradicted' : 'overridden';
}

/** `undefined` for attributes that are not written here. */
function attributesCombine({ flow, instr, position }: WrittenCall): boolean | undefined {
  const attributes = instr.arguments[5];
  if (attributes === undefined) return false;
  const sources = flow.sourcesOf(attributes, position, 'parts');
  if (sources.some((it) => it.kind === 'constant' && it.name === 'DMA_ATTR_WRITE_COMBINE')) return true;
  return sources.every((it) => it.kind === 'constant' || it.kind === 'number') ? false : undefined;
}

const isConversion = (name: string): boolean => /^(?:virt_to_phys|__pa|virt_to_pfn|virt_to_page)$/.test(name);

/** The page frame of memory the kernel has in its linear map, and sets to no other kind. */
function isCached(file: WrittenFile, call: WrittenCall, facts: FieldFacts): boolean {
  const { flow, instr, position } = call;
  const frame = instr.arguments[2];
  if (frame === undefined || file.functions.some(({ calls }) => [...calls].some(setsKind))) return false;
  return flow.sourcesOf(frame, position, 'parts').some((source) => {
    const converted = throughPage(flow, source);
    return converted !== undefined && !isAllocatedForDma(file, flow, converted, facts);
  });
}

// Linux include/linux/set_memory.h (6.12).
const setsKind = (name: string): boolean => /^set_(?:memory|pages)_/.test(name);

/** The conversion a frame number was made by: `page_to_pfn(virt_to_page(p))`, `virt_to_phys(p) >> PAGE_SHIFT`. */
function throughPage(flow: Flow, source: Source): Extract<Source, { kind: 'call' }> | undefined {
  if (source.kind !== 'call') return undefined;
  if (isConversion(source.name)) return source;
  const [first] = source.instr.arguments;
  if (source.name !== 'page_to_pfn' || first === undefined) return undefined;
  return flow
    .sourcesOf(first, source.position, 'copies')
    .find((inner): inner is Extract<Source, { kind: 'call' }> => inner.kind === 'call' && isConversion(inner.name));
}

function isAllocatedForDma(
  file: WrittenFile,
  flow: Flow,
  { instr, position }: Extract<Source, { kind: 'call' }>,
  facts: FieldFacts,
): boolean {
  const [pointer] = instr.arguments;
  if (pointer === undefined) return true;
  return flow.sourcesOf(pointer, position, 'parts').some((source) => {
    if (source.kind === 'load') return facts.allocated.has(fieldIdOf(source.place, file.index) ?? '');
    return source.kind === 'call' && file.apiByName(source.name)?.does === 'allocate';
  });
}
