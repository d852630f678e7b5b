import type { Instr, LocalId } from '../graph/instr.js';
import { operandsOf } from '../graph/operands.js';
import { eventAt } from './check-sg.js';
import type { Raise, WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, sitesOf } from './flow.js';
import { kernelLists, type ListOrigins } from './list-origins.js';

/**
 * The address of a page in the linear map, which a page of high memory has none in: Linux include/linux/scatterlist.h,
 * sg_virt(), and mm.h, lowmem_page_address() (6.12). A request's list is filled with the pages of whoever made the request;
 * the MMC core has them bounced only for a device without a DMA mask: drivers/mmc/core/queue.c, mmc_alloc_disk().
 */
export function checkHighPages(file: WrittenFile, origins: ListOrigins, raise: Raise): void {
  const flows = file.functions.filter((flow) => converters.some((name) => flow.calls.has(name)));
  if (flows.length === 0 || knowsHighMemory.test(file.text) || makesLists(origins)) return;
  for (const flow of flows) {
    for (const { instr, position, name } of callsOf(flow.graph)) {
      const list = isConverter(name) ? listBehind(flow, instr, position) : undefined;
      if (list === undefined || !isUsed(flow, instr.target)) continue;
      const fields = origins.fieldsBehind(flow, list.operand, list.position);
      if (fields === undefined) continue;
      const [field = ''] = fields;
      raise({ ...eventAt(flow, instr.calleeAt), id: 'SG_HIGH_PAGE', name, list: field });
    }
  }
}

const converters = ['sg_virt', 'page_address', 'lowmem_page_address', 'page_to_virt', 'phys_to_virt', '__va'] as const;
const isConverter = (name: string): boolean => converters.some((it) => it === name);

/** Whoever asks for it has thought of it, or asks the core to have such pages bounced. */
const knowsHighMemory = /\bPageHighMem\b|\bCONFIG_HIGHMEM\b|\bBLK_\w*BOUNCE_HIGH\b|\bno_highmem\b|dma_mask\s*=\s*NULL/;

/** Fills the lists of requests itself, with memory it knows. */
function makesLists(origins: ListOrigins): boolean {
  return [...kernelLists].some((field) =>
    origins
      .storesTo(field)
      .some(({ flow, value, position }) => origins.fieldsBehind(flow, value, position) === undefined),
  );
}

/** The entry whose address is taken: that of `sg_virt(sg)`, `page_address(sg_page(sg))`, `phys_to_virt(sg_phys(sg))`. */
function listBehind(flow: Flow, { arguments: given }: Extract<Instr, { kind: 'call' }>, position: Position) {
  const [operand] = given;
  if (operand === undefined) return undefined;
  const called = flow.sourcesOf(operand, position, 'copies');
  const [only, ...others] = called;
  if (only?.kind !== 'call' || others.length > 0 || !/^sg_(?:page|phys)$/.test(only.name)) return { operand, position };
  const [list] = only.instr.arguments;
  return list === undefined ? undefined : { operand: list, position: only.position };
}

/** Whether anything is done with the address but to print it or to look at its low bits. */
function isUsed(flow: Flow, target: LocalId | undefined): boolean {
  if (target === undefined) return false;
  const seen = new Set([target]);
  // A set visits what is added to it while it is walked.
  for (const local of seen) {
    for (const { instr } of sitesOf(flow.graph)) {
      if (!operandsOf(instr).some((it) => it.kind === 'local' && it.local === local)) continue;
      if (instr.kind === 'call' && !isPrint(instr)) return true;
      if (instr.kind === 'store' || instr.kind === 'load' || instr.kind === 'copy') return true;
      if (instr.kind === 'assign' && carries(instr)) seen.add(instr.target);
    }
    const isReturned = flow.graph.blocks.some(
      ({ end }) => end.kind === 'return' && end.value?.kind === 'local' && end.value.local === local,
    );
    if (isReturned) return true;
  }
  return false;
}

const isPrint = ({ callee }: Extract<Instr, { kind: 'call' }>): boolean =>
  callee.kind === 'name' && /^(?:dev_|pr_|print|netdev_|trace_|snprintf|seq_|v?dbg)/.test(callee.name);

function carries({ value }: Extract<Instr, { kind: 'assign' }>): boolean {
  if (value.kind === 'binary') return value.operator === '+' || value.operator === '-';
  return value.kind !== 'unary';
}
