import type { CallInstr, Operand } from '../graph/instr.js';
import { resolveType } from '../index/named-types.js';
import type { Flow, Position, Source } from './flow.js';
import { testsOf, type ValueTest } from './tests.js';
import { successors } from '../graph/loops.js';
import { reaches } from './ways.js';

/** Where a function goes on that has found a call to have failed: its result is not zero, or less. */
export function failureStarts(flow: Flow, call: CallInstr): readonly Position[] {
  return testsOf(flow).flatMap((test) => {
    const { value, position, other } = test;
    if (other !== undefined) return [];
    const isOfCall = (source: Source): boolean => source.kind === 'call' && source.instr === call;
    const sources = flow.sourcesOf(value, position, 'copies');
    if (sources.length !== 1 || !sources.every(isOfCall)) return [];
    const block = failingWay(flow, test);
    return block === undefined ? [] : [{ block, index: 0 }];
  });
}

function failingWay({ graph }: Flow, { relation, then, position }: ValueTest): Position['block'] | undefined {
  if (then === undefined) return undefined;
  if (relation === '!=' || relation === '<') return then;
  const end = graph.blocks[position.block]?.end;
  const isTurned = relation === '==' || relation === '>=';
  return isTurned && end?.kind === 'branch' ? end.otherwise : undefined;
}

/** Whether all ways from a position end in a return that says that the function failed. */
export function gaveUp(flow: Flow, from: Position): boolean {
  const { graph } = flow;
  if (resolveType(graph.returns, { typedefs: new Map() }).kind === 'void') return false;
  const seen = new Set([from.block]);
  let fails = false;
  for (const id of seen) {
    const block = graph.blocks[id];
    if (block === undefined) continue;
    const { end } = block;
    for (const next of successors(end)) seen.add(next);
    if (end.kind !== 'return') continue;
    if (end.value === undefined || !saysFailed(flow, end.value, { block: id, index: block.instrs.length }))
      return false;
    fails = true;
  }
  return fails;
}

/** Whether a way from a position ends in a return that says nothing of a failure, as far as the way decides that. */
export function goesOn(flow: Flow, from: Position): boolean {
  const { graph } = flow;
  return graph.blocks.some(({ id, end, instrs }) => {
    const at = { block: id, index: instrs.length };
    if (end.kind !== 'return' || (id !== from.block && !reaches(graph, from, at))) return false;
    return end.value === undefined || numbersFrom(flow, from, end.value, at).some((it) => it >= 0);
  });
}

/** The numbers that a value may be on ways from a position. */
function numbersFrom(flow: Flow, from: Position, value: Operand, at: Position): readonly number[] {
  if (value.kind === 'number') return [value.value];
  if (value.kind !== 'local') return [];
  const had = flow.definitionsOf(value.local, from);
  return flow.definitionsOf(value.local, at).flatMap((it) => {
    if (it === 'entry' || it.instr.kind !== 'assign') return [];
    const isSince = reaches(flow.graph, from, it.position);
    if (!isSince && !had.some((before) => before !== 'entry' && before.instr === it.instr)) return [];
    const { value: given } = it.instr;
    if (given.kind !== 'operand' && given.kind !== 'cast') return [];
    return numbersFrom(flow, isSince ? from : it.position, given.operand, it.position);
  });
}

function saysFailed(flow: Flow, value: Operand, position: Position): boolean {
  const sources = flow.sourcesOf(value, position, 'copies');
  return sources.length > 0 && sources.every((it) => it.kind !== 'number' || it.value < 0);
}
