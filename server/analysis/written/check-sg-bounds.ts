import type { BlockId, CallInstr, Instr, LocalId, Operand } from '../graph/instr.js';
import { successors } from '../graph/loops.js';
import { callsOf, type Flow, type Position, type Site, sitesOf } from './flow.js';
import { reaches } from './ways.js';
import { apiCalls, argumentIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { eventAt, plainName } from './check-sg.js';
import { stepsOf } from './check-sg-cursors.js';
import type { ListOrigins } from './list-origins.js';
import { listOfEntry } from './list-walks.js';
import { countedInstead, fieldRead, isComparedWith, listFieldOf, type MappedList } from './sg-counts.js';

/** What the whole file says about its lists. */
export interface SgFacts {
  readonly origins: ListOrigins;
  readonly lists: readonly MappedList[];
}

/** Loops over a list, and calls that are told how long it is. */
export function checkSgBounds(file: WrittenFile, flow: Flow, facts: SgFacts, raise: Raise): void {
  if (![...flow.calls].some((name) => name.startsWith('sg_dma_') || toldHowMany.has(name))) return;
  checkBounds(file, flow, facts, raise);
  checkTold(file, flow, facts, raise);
  checkUntilEnd(file, flow, raise);
  checkHead(flow, raise);
}

/** Linux include/linux/dmaengine.h and rdma/ib_verbs.h (6.12): the list and its number of segments by argument. */
const toldHowMany: ReadonlySet<string> = new Set(['dmaengine_prep_slave_sg', 'ib_map_mr_sg']);

/** In a loop over the entries, address or length of the first one again and again. */
function checkHead(flow: Flow, raise: Raise): void {
  for (const { loop } of flow.graph.blocks) {
    if (loop === undefined) continue;
    const calls = callsOf(flow.graph).filter(({ position }) => loop.body.includes(position.block));
    for (const entry of cursorsOf(flow, loop.body)) {
      const head = headOf(flow, entry, loop.body);
      for (const { instr, position, name: read } of calls) {
        const [list] = instr.arguments;
        if ((read !== 'sg_dma_len' && read !== 'sg_dma_address') || list === undefined || head === undefined) continue;
        if (flow.keyOf(list, position) !== head) continue;
        const isAlsoRead = calls.some(
          (it) => it.name === read && it.instr.arguments[0]?.kind === 'local' && it.instr.arguments[0].local === entry,
        );
        if (isAlsoRead) continue;
        const names = { name: read, list: plainName(head), entry: flow.localOf(entry)?.name ?? '' };
        raise({ ...eventAt(flow, instr.at), id: 'SG_HEAD_IN_LOOP', ...names });
      }
    }
  }
}

/** The variables that `sg_next()` moves on in a loop. */
function cursorsOf(flow: Flow, body: readonly BlockId[]): ReadonlySet<LocalId> {
  const steps = stepsOf(flow).filter(({ instr, position, target }) => {
    const [entry] = instr.arguments;
    return entry?.kind === 'local' && entry.local === target && body.includes(position.block);
  });
  return new Set(steps.flatMap(({ target }) => target ?? []));
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
function checkBounds(file: WrittenFile, flow: Flow, facts: SgFacts, raise: Raise): void {
  for (const block of flow.graph.blocks) {
    if (block.loop === undefined) continue;
    const { body } = block.loop;
    const read = addressReadIn(flow, body);
    if (read === undefined) continue;
    for (const [index, instr] of block.instrs.entries()) {
      if (instr.kind !== 'assign' || instr.value.kind !== 'binary' || instr.value.operator !== '<') continue;
      const position = { block: block.id, index };
      const { right } = instr.value;
      const problem = boundProblem(file, flow, right, position) ?? keptProblem(flow, facts, { right, position, read });
      if (problem === undefined || stopsByLength(flow, body)) continue;
      raise({ ...eventAt(flow, read.instr.at), id: 'SG_WRONG_BOUND', name: 'sg_dma_address', ...problem });
    }
  }
}

const addressReadIn = (flow: Flow, body: readonly BlockId[]): Site<CallInstr> | undefined =>
  callsOf(flow.graph).find(
    ({ name, position, instr }) => name === 'sg_dma_address' && body.includes(position.block) && !instr.implied,
  );

interface Bounded {
  readonly right: Operand;
  readonly position: Position;
  readonly read: Site<CallInstr>;
}

/** Another function mapped the list, and kept what came out. */
function keptProblem(flow: Flow, { origins, lists }: SgFacts, { right, position, read }: Bounded) {
  const [entry] = read.instr.arguments;
  const list = entry === undefined ? undefined : listFieldOf(origins, flow, entry, read.position);
  const bound = fieldRead(origins, flow, right, position);
  const mapped = countedInstead(lists, list, bound);
  const key = flow.keyOf(right, position);
  return mapped === undefined || key === undefined ? undefined : { bound: plainName(key), mappedAt: mapped.at };
}

/** Calls that get a list, and how long it is. */
function checkTold(file: WrittenFile, flow: Flow, facts: SgFacts, raise: Raise): void {
  for (const { instr, position, name } of callsOf(flow.graph)) {
    const [, list, count] = instr.arguments;
    if (!toldHowMany.has(name) || list === undefined || count === undefined) continue;
    const listKey = flow.keyOf(list, position);
    const read = { instr: { ...instr, arguments: [list] }, position };
    const problem =
      boundProblem(file, flow, count, position, listKey) ?? keptProblem(flow, facts, { right: count, position, read });
    if (problem !== undefined) raise({ ...eventAt(flow, instr.calleeAt), id: 'SG_WRONG_BOUND', name, ...problem });
    if (name === 'ib_map_mr_sg') checkDone(flow, facts, { right: count, position, read: { instr, position } }, raise);
  }
}

/** What a call did of the segments it was told of is compared with the number of entries. */
function checkDone(flow: Flow, { origins, lists }: SgFacts, { right, position, read }: Bounded, raise: Raise): void {
  const [, list] = read.instr.arguments;
  const listField = list === undefined ? undefined : fieldRead(origins, flow, list, position);
  const mapped = lists.find((it) => it.list === listField && !it.isRefused);
  if (mapped === undefined || fieldRead(origins, flow, right, position) === mapped.entries) return;
  for (const { instr, position: at } of sitesOf(flow.graph)) {
    if (instr.kind !== 'assign' || instr.value.kind !== 'binary' || !/^(?:[!=<>]=|[<>])$/.test(instr.value.operator)) {
      continue;
    }
    const sides = [instr.value.left, instr.value.right];
    const isResult = (side: Operand): boolean =>
      flow.sourcesOf(side, at, 'copies').some((source) => source.kind === 'call' && source.instr === read.instr);
    const other = sides.find((side) => fieldRead(origins, flow, side, at) === mapped.entries);
    if (other === undefined || !sides.some(isResult)) continue;
    const names = { name: 'ib_map_mr_sg', bound: plainName(flow.keyOf(other, at) ?? ''), mappedAt: mapped.at };
    raise({ ...eventAt(flow, instr.at), id: 'SG_COMPARED_COUNT', ...names });
  }
}

/** `for (sg = sgl; sg; sg = sg_next(sg))` goes on behind the last segment, where the mapping made fewer of the entries. */
function checkUntilEnd(file: WrittenFile, flow: Flow, raise: Raise): void {
  const maps = apiCalls(file, flow).filter(({ row }) => row.does === 'map' && row.family === 'sg');
  if (maps.length === 0) return;
  for (const { loop } of flow.graph.blocks) {
    const read = loop === undefined ? undefined : addressReadIn(flow, loop.body);
    const [entry] = read?.instr.arguments ?? [];
    if (loop === undefined || read === undefined || entry?.kind !== 'local') continue;
    if (!endsWith(flow, loop.body, entry.local) || stopsByLength(flow, loop.body)) continue;
    const mapped = maps.find((call) => mapsWhole(flow, call, entry, read.position));
    if (mapped === undefined) continue;
    const names = { name: 'sg_dma_address', bound: 'NULL', mappedAt: mapped.instr.calleeAt };
    raise({ ...eventAt(flow, read.instr.at), id: 'SG_WRONG_BOUND', ...names });
  }
}

/** Whether a loop is left where a variable is NULL, and nowhere else. */
function endsWith(flow: Flow, body: readonly BlockId[], entry: LocalId): boolean {
  const exits = flow.graph.blocks.filter(
    ({ id, end }) =>
      body.includes(id) && (successors(end).length === 0 || successors(end).some((to) => !body.includes(to))),
  );
  const [only, ...others] = exits;
  if (only?.end.kind !== 'branch' || others.length > 0) return false;
  const { condition } = only.end;
  if (condition.kind !== 'local') return false;
  const made = flow.definitionsOf(condition.local, { block: only.id, index: only.instrs.length });
  return (
    condition.local === entry || (made.length > 0 && made.every((it) => it !== 'entry' && isTestOf(it.instr, entry)))
  );
}

/** `sg` or `sg != NULL`. */
function isTestOf(instr: Instr, entry: LocalId): boolean {
  if (instr.kind !== 'assign') return false;
  const { value } = instr;
  const isEntry = (operand: Operand): boolean => operand.kind === 'local' && operand.local === entry;
  if (value.kind === 'operand') return isEntry(value.operand);
  return value.kind === 'binary' && value.operator === '!=' && isEntry(value.left) && value.right.kind === 'number';
}

/** Whether a call maps the list an entry belongs to, all of it, and takes any number of segments for a success. */
function mapsWhole(flow: Flow, call: WrittenCall, entry: Operand, position: Position): boolean {
  const [list, entries] = [argumentIn(call, 'scatterlist'), argumentIn(call, 'entries')];
  if (list === undefined || entries === undefined || entries.kind === 'number') return false;
  const key = flow.keyOf(list, call.position);
  if (key === undefined || listOfEntry(flow, entry, position) !== key) return false;
  const count = flow.keyOf(entries, call.position);
  return (
    (count === undefined || !isComparedWith(flow, call.instr, count)) && reaches(flow.graph, call.position, position)
  );
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
