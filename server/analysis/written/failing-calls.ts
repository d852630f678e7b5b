import type { BlockId, CallInstr, Operand } from '../graph/instr.js';
import { resolveType } from '../index/named-types.js';
import { type Flow, type Position, type Source, sitesOf } from './flow.js';
import { testsOf, type ValueTest } from './tests.js';
import { successors } from '../graph/loops.js';
import { isAlwaysBefore, reaches } from './ways.js';

/**
 * Where a function goes on when a call failed: where it has found the result not to be zero, or less, and at once where it
 * asks for one error at most and hands the result on, or does not look at it.
 */
export function waysAfterFailure(flow: Flow, call: CallInstr, position: Position): readonly Position[] {
  const starts = failureStarts(flow, call, 'of pointers');
  if (starts.length > 0) return starts;
  const isOfCall = (value: Operand, at: Position): boolean =>
    flow.sourcesOf(value, at, 'copies').some((it) => it.kind === 'call' && it.instr === call);
  const isAsked = testsOf(flow).some(
    ({ value, relation, other, position: at }) =>
      !(other !== undefined && (relation === '==' || relation === '!=')) && isOfCall(value, at),
  );
  const isKept = sitesOf(flow.graph).some((it) => it.instr.kind === 'store' && isOfCall(it.instr.value, it.position));
  return isAsked || isKept ? [] : [{ block: position.block, index: position.index + 1 }];
}

/** Where a function goes on that has found a call to have failed: its result is not zero, or less. */
export function failureStarts(flow: Flow, call: CallInstr, ofPointers?: 'of pointers'): readonly Position[] {
  return testsOf(flow).flatMap((test) => {
    const { value, position, other } = test;
    if (other !== undefined) return [];
    const isOfCall = (source: Source): boolean => source.kind === 'call' && source.instr === call;
    const sources = flow.sourcesOf(value, position, 'copies');
    if (sources.length !== 1 || !sources.every(isOfCall)) return [];
    const block = failingWay(flow, test, ofPointers !== undefined && isPointer(flow, call));
    return block === undefined ? [] : [{ block, index: 0 }];
  });
}

function isPointer(flow: Flow, { target }: CallInstr): boolean {
  return target !== undefined && flow.localOf(target)?.type.kind === 'pointer';
}

/** Of a pointer none is the failure. */
function failingWay(
  { graph }: Flow,
  { relation, then, position }: ValueTest,
  isOfPointer: boolean,
): Position['block'] | undefined {
  if (then === undefined) return undefined;
  if (relation === (isOfPointer ? '==' : '!=') || relation === '<') return then;
  const end = graph.blocks[position.block]?.end;
  const isTurned = relation === (isOfPointer ? '!=' : '==') || relation === '>=';
  return isTurned && end?.kind === 'branch' ? end.otherwise : undefined;
}

/** Whether a way on from a position ends in a failure that no way comes to without it. */
export function maySayFailed(flow: Flow, from: Position): boolean {
  const { graph } = flow;
  return graph.blocks.some(({ id, end, instrs }) => {
    if (end.kind !== 'return' || end.value === undefined) return false;
    const at = { block: id, index: instrs.length };
    if (!reaches(graph, from, at) || !isAlwaysBefore(graph, from, at)) return false;
    if (handsOnFailure(flow, from, end.value, at)) return true;
    const numbers = numbersFrom(flow, from, end.value, at);
    return graph.returns.kind === 'pointer' ? numbers.includes(0) : numbers.some((it) => it < 0);
  });
}

/** Whether a value is what a call after the position returned that is known to have failed. */
function handsOnFailure(flow: Flow, from: Position, value: Operand, at: Position): boolean {
  const [source, ...others] = flow.sourcesOf(value, at, 'copies');
  if (source?.kind !== 'call' || others.length > 0 || !reaches(flow.graph, from, source.position)) return false;
  const starts = failureStarts(flow, source.instr, 'of pointers');
  return starts.some((start) => isAlwaysBefore(flow.graph, start, at));
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

/** Whether a function that found a call to have failed may return without saying so. */
export function goesOn(flow: Flow, call: CallInstr, from: Position): boolean {
  const { graph } = flow;
  for (const id of failedWays(flow, call, from)) {
    const end = graph.blocks[id]?.end;
    if (end?.kind !== 'return') continue;
    const at = { block: id, index: graph.blocks[id]?.instrs.length ?? 0 };
    if (end.value === undefined || numbersFrom(flow, from, end.value, at).some((it) => it >= 0)) return true;
  }
  return false;
}

/** The blocks it comes through, when the call failed in no way that it asks for by number. */
function failedWays(flow: Flow, call: CallInstr, from: Position): ReadonlySet<BlockId> {
  const isOfCall = (source: Source): boolean => source.kind === 'call' && source.instr === call;
  const tests = testsOf(flow).filter(({ value, position }) => {
    const sources = flow.sourcesOf(value, position, 'copies');
    return sources.length > 0 && sources.every(isOfCall);
  });
  const ways = new Set([from.block]);
  // A set visits what is added to it while it is walked.
  for (const id of ways) {
    const end = flow.graph.blocks[id]?.end;
    const asked = tests.find(({ position, then }) => position.block === id && then !== undefined);
    const isBranch = asked !== undefined && end?.kind === 'branch';
    for (const next of end === undefined ? [] : successors(end)) {
      const isEqual = isBranch && next === (asked.relation === '==' ? asked.then : end.otherwise);
      if (!isEqual || (asked.relation !== '==' && asked.relation !== '!=')) ways.add(next);
    }
  }
  return ways;
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
    // `-EIO`
    if (given.kind === 'unary' && given.operator === '-' && given.operand.kind === 'constant') return [-1];
    if (given.kind !== 'operand' && given.kind !== 'cast') return [];
    return numbersFrom(flow, isSince ? from : it.position, given.operand, it.position);
  });
}

function saysFailed(flow: Flow, value: Operand, position: Position): boolean {
  const sources = flow.sourcesOf(value, position, 'copies');
  return sources.length > 0 && sources.every((it) => it.kind !== 'number' || it.value < 0);
}
