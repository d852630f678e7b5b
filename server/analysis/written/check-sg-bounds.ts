import type { BlockId, CallInstr, LocalId, Operand } from '../graph/instr.js';
import { callsOf, type Flow, type Position, sitesOf } from './flow.js';
import { reaches } from './ways.js';
import { apiCalls, argumentIn, type Raise, type WrittenFile } from './file.js';
import { eventAt, plainName } from './check-sg.js';

/** Loops over a list, and calls that are told how long it is. */
export function checkSgBounds(file: WrittenFile, flow: Flow, raise: Raise): void {
  if (![...flow.calls].some((name) => name.startsWith('sg_dma_') || name === 'dmaengine_prep_slave_sg')) return;
  checkBounds(file, flow, raise);
  checkHead(flow, raise);
}

/** In a loop over the entries, address or length of the first one again and again. */
function checkHead(flow: Flow, raise: Raise): void {
  for (const { loop } of flow.graph.blocks) {
    if (loop === undefined) continue;
    const calls = callsOf(flow.graph).filter(({ position }) => loop.body.includes(position.block));
    for (const { instr: step, name } of calls) {
      const [entry] = step.arguments;
      if (!step.implied || name !== 'sg_next' || entry?.kind !== 'local' || step.target !== entry.local) continue;
      const head = headOf(flow, entry.local, loop.body);
      for (const { instr, position, name: read } of calls) {
        const [list] = instr.arguments;
        if ((read !== 'sg_dma_len' && read !== 'sg_dma_address') || list === undefined || head === undefined) continue;
        if (flow.keyOf(list, position) !== head) continue;
        const isAlsoRead = calls.some(
          (it) =>
            it.name === read && it.instr.arguments[0]?.kind === 'local' && it.instr.arguments[0].local === entry.local,
        );
        if (isAlsoRead) continue;
        const names = { name: read, list: plainName(head), entry: flow.localOf(entry.local)?.name ?? '' };
        raise({ ...eventAt(flow, instr.at), id: 'SG_HEAD_IN_LOOP', ...names });
      }
    }
  }
}

/** What the loop variable starts with. */
function headOf(flow: Flow, entry: LocalId, body: readonly BlockId[]): string | undefined {
  const starts = sitesOf(flow.graph).filter(
    ({ instr, position }) => instr.kind === 'assign' && instr.target === entry && !body.includes(position.block),
  );
  const [only, ...others] = starts;
  if (only?.instr.kind !== 'assign' || only.instr.value.kind !== 'operand' || others.length > 0) return undefined;
  return flow.keyOf(only.instr.value.operand, only.position);
}

/** Addresses beyond the number of mapped segments are what the last mapping left there. */
function checkBounds(file: WrittenFile, flow: Flow, raise: Raise): void {
  for (const block of flow.graph.blocks) {
    if (block.loop === undefined) continue;
    const { body } = block.loop;
    const read = callsOf(flow.graph).find(
      ({ name, position, instr }) => name === 'sg_dma_address' && body.includes(position.block) && !instr.implied,
    );
    if (read === undefined) continue;
    for (const [index, instr] of block.instrs.entries()) {
      if (instr.kind !== 'assign' || instr.value.kind !== 'binary' || instr.value.operator !== '<') continue;
      const position = { block: block.id, index };
      const problem = boundProblem(file, flow, instr.value.right, position);
      if (problem === undefined || stopsByLength(flow, body)) continue;
      raise({ ...eventAt(flow, read.instr.at), id: 'SG_WRONG_BOUND', name: 'sg_dma_address', ...problem });
    }
  }
  for (const call of apiCalls(file, flow)) {
    if (call.name !== 'dmaengine_prep_slave_sg') continue;
    const [, list, count] = call.instr.arguments;
    const listKey = list === undefined ? undefined : flow.keyOf(list, call.position);
    const problem = count === undefined ? undefined : boundProblem(file, flow, count, call.position, listKey);
    if (problem === undefined) continue;
    raise({ ...eventAt(flow, call.instr.calleeAt), id: 'SG_WRONG_BOUND', name: call.name, ...problem });
  }
}

/** `list` is what the bound goes with, where it has a name: two lists may well have one length. */
function boundProblem(file: WrittenFile, flow: Flow, bound: Operand, position: Position, list?: string) {
  const key = flow.keyOf(bound, position);
  if (key === undefined || bound.kind === 'number') return undefined;
  if (key.endsWith('.orig_nents')) return { bound: plainName(key), mappedAt: undefined };
  for (const call of apiCalls(file, flow)) {
    if (call.row.does !== 'map' || call.row.family !== 'sg' || call.instr.target === undefined) continue;
    const entries = argumentIn(call, 'entries');
    if (entries === undefined || entries.kind === 'number' || !reaches(flow.graph, call.position, position)) continue;
    const mapped = argumentIn(call, 'scatterlist');
    const mappedKey = mapped === undefined ? undefined : flow.keyOf(mapped, call.position);
    if (list !== undefined && mappedKey !== undefined && list !== mappedKey) continue;
    const isResult = flow
      .sourcesOf(bound, position, 'copies')
      .some((source) => source.kind === 'call' && source.instr === call.instr);
    if (isResult || flow.keyOf(entries, call.position) !== key || isComparedWith(flow, call.instr, key)) continue;
    return { bound: plainName(key), mappedAt: call.instr.calleeAt };
  }
  return undefined;
}

/** Whoever refuses any other result may use either number. */
function isComparedWith(flow: Flow, map: CallInstr, key: string): boolean {
  return sitesOf(flow.graph).some(({ instr, position }) => {
    if (instr.kind !== 'assign' || instr.value.kind !== 'binary' || !/^(?:[!=]=|<)$/.test(instr.value.operator))
      return false;
    const sides = [instr.value.left, instr.value.right];
    const isResult = (side: Operand): boolean =>
      flow.sourcesOf(side, position, 'copies').some((source) => source.kind === 'call' && source.instr === map);
    return sides.some(isResult) && sides.some((side) => flow.keyOf(side, position) === key);
  });
}

/** A loop that counts down the bytes it was asked for ends with the mapped segments, whatever its bound. */
function stopsByLength(flow: Flow, body: readonly BlockId[]): boolean {
  const lengths = callsOf(flow.graph).filter(
    ({ name, position }) => name === 'sg_dma_len' && body.includes(position.block),
  );
  return lengths.some(({ instr }) => {
    const { target } = instr;
    return (
      target !== undefined &&
      body.some((id) =>
        flow.graph.blocks[id]?.instrs.some(
          (it) =>
            it.kind === 'assign' &&
            it.value.kind === 'binary' &&
            it.value.operator === '-' &&
            it.value.right.kind === 'local' &&
            it.value.right.local === target,
        ),
      )
    );
  });
}
