import type { Span } from '../base/span.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import { successors } from '../graph/loops.js';
import type { BlockId, Instr } from '../graph/instr.js';
import { placeBehind } from './fields.js';
import { apiCalls, argumentsIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, sitesOf } from './flow.js';
import { testsOf } from './tests.js';
import { isAlwaysBefore } from './ways.js';
import { walkBackward } from './walk.js';

const begins = /begin_cpu_access/;
const ends = /end_cpu_access/;
/** Linux include/linux/iosys-map.h (6.12). */
const accessors = /^iosys_map_(?:memcpy_to|memcpy_from|memset|rd|wr|rd_field|wr_field)$/;

/**
 * Memory of a dma-buf that the CPU touches without telling the exporter, which may have to move it or to clean caches:
 * Linux drivers/dma-buf/dma-buf.c (6.12), "CPU Access to DMA Buffer Objects". What the exporter does inside is its own.
 */
export function checkDmaBufAccess(file: WrittenFile, flow: Flow, raise: Raise): void {
  const calls = apiCalls(file, flow);
  checkOpenBrackets(flow, calls, raise);
  for (const call of calls) {
    if (call.row.does !== 'plain' || call.row.plays !== 'map-shared' || isInside(file, flow)) continue;
    const [access] = accessesOf(file, call).filter(({ position }) => !isBracketed(flow.graph, position));
    if (access === undefined) continue;
    const common = { at: access.at, heuristics: [], functionName: flow.graph.name } as const;
    raise({ ...common, id: 'UNBRACKETED_ACCESS', name: access.name, mappedAt: call.instr.calleeAt });
  }
}

/** An operation of an exporter, a function others bracket, or one whose callers nobody sees. */
function isInside({ index }: WrittenFile, { graph }: Flow): boolean {
  if (index.functions.get(graph.name)?.isStatic !== true) return true;
  if (index.registrations.some(({ functionName, how }) => functionName === graph.name && /dma_buf_ops/.test(how))) {
    return true;
  }
  return [...index.functions.values()].some(
    ({ name, mentions }) =>
      name !== graph.name && mentions.has(graph.name) && [...mentions].some((it) => begins.test(it)),
  );
}

interface Access {
  readonly name: string;
  readonly at: Span;
  readonly position: Position;
}

/** What the function does with the memory that a call mapped. */
function accessesOf(file: WrittenFile, { flow, instr: map, position: mappedAt }: WrittenCall): readonly Access[] {
  const [, operand] = map.arguments;
  const place = operand === undefined ? undefined : placeBehind(flow, operand, mappedAt);
  const key = place === undefined ? undefined : flow.keyOfPlace(place, mappedAt);
  if (key === undefined) return [];
  const isMemory = (instr: Instr, position: Position): boolean => {
    if (instr.kind !== 'load' && instr.kind !== 'store') return false;
    const { root } = instr.place;
    return root.kind === 'pointee' && (flow.keyOf(root.pointer, position)?.startsWith(`${key}.vaddr`) ?? false);
  };
  return sitesOf(flow.graph).flatMap(({ instr, position }) => {
    if (isMemory(instr, position)) return [{ name: instr.kind, at: instr.at, position }];
    if (instr.kind !== 'call' || instr.callee.kind !== 'name') return [];
    const { name } = instr.callee;
    const row = file.apiByName(name);
    const call = row === undefined ? undefined : { flow, name, row, instr, position };
    const touched = call === undefined ? [] : argumentsIn(call, 'cpu-read', 'cpu-write').map(({ operand: it }) => it);
    const isOwn = row?.does === 'plain' && row.plays !== undefined;
    const isRaw = touched.some((it) => flow.keyOf(it, position)?.startsWith(`${key}.vaddr`) ?? false);
    const isByStructure =
      accessors.test(name) &&
      instr.arguments.some((it) => {
        const behind = placeBehind(flow, it, position);
        return behind !== undefined && flow.keyOfPlace(behind, position) === key;
      });
    return !isOwn && (isRaw || isByStructure) ? [{ name, at: instr.calleeAt, position }] : [];
  });
}

/** Whether every way to a position went past a begin, with no end since. */
function isBracketed(graph: FunctionGraph, position: Position): boolean {
  let isOpen = false;
  walkBackward(graph, position, (instr, { block, index }) => {
    const name = instr.kind === 'call' && instr.callee.kind === 'name' ? instr.callee.name : '';
    if (begins.test(name)) return true;
    if (ends.test(name) || (block === 0 && index === 0)) isOpen = true;
    return isOpen;
  });
  return !isOpen;
}

/** A function that ends what it begins, but not on the way to each of its returns. */
function checkOpenBrackets(flow: Flow, calls: readonly WrittenCall[], raise: Raise): void {
  const { graph } = flow;
  const begin = calls.filter(({ row }) => row.does === 'plain' && row.plays === 'begin-cpu-access');
  const end = callsOf(graph).filter(({ name }) => ends.test(name));
  for (const { instr, position, name } of begin) {
    if (end.length === 0 || !end.every((it) => isAlwaysBefore(graph, position, it.position))) continue;
    const at = openReturn(flow, position, failureBlocks(flow, instr));
    if (at === undefined) continue;
    raise({ at, heuristics: [], functionName: graph.name, id: 'BRACKET_LEFT_OPEN', name, begunAt: instr.calleeAt });
  }
}

/** Where the path goes on if the call failed, and nothing has begun. */
function failureBlocks(flow: Flow, call: Instr): ReadonlySet<BlockId> {
  const failing = testsOf(flow).flatMap(({ value, relation, other, position, then }) => {
    if (then === undefined || other !== undefined) return [];
    const isResult = flow.sourcesOf(value, position, 'copies').some((it) => it.kind === 'call' && it.instr === call);
    if (!isResult) return [];
    if (relation !== '==') return [then];
    const end = flow.graph.blocks[position.block]?.end;
    return end?.kind === 'branch' ? [end.otherwise] : [];
  });
  return new Set(failing);
}

function openReturn({ graph }: Flow, from: Position, failing: ReadonlySet<BlockId>): Span | undefined {
  const seen = new Set<BlockId>();
  const work: Position[] = [{ block: from.block, index: from.index + 1 }];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const block = graph.blocks[at.block];
    if (block === undefined) continue;
    const isEnded = block.instrs
      .slice(at.index)
      .some((it) => it.kind === 'call' && it.callee.kind === 'name' && ends.test(it.callee.name));
    if (isEnded) continue;
    if (block.end.kind === 'return') return block.end.at;
    for (const next of successors(block.end)) {
      if (!seen.has(next) && !failing.has(next)) work.push({ block: next, index: 0 });
      seen.add(next);
    }
  }
  return undefined;
}
