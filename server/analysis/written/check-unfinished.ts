import type { ApiFunction } from '../api/api-function.js';
import type { BlockId, Instr, Operand } from '../graph/instr.js';
import { plainName } from './check-sg.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';
import { walkForward } from './walk.js';
import { testsOf, type ValueTest } from './tests.js';
import { isAlwaysBefore, reaches } from './ways.js';

/** Memory that is released when the engine was told to stop and may not have, or when the wait for it was in vain. */
export function checkUnfinished(file: WrittenFile, raise: Raise): void {
  let given: ReadonlySet<string> | undefined;
  for (const flow of file.functions) {
    if (![...asyncStops, ...waits.keys()].some((name) => flow.calls.has(name))) continue;
    given ??= givenToEngines(file);
    const calls = apiCalls(file, flow);
    for (const call of calls) {
      if (asyncStops.has(call.name)) checkStop(file, call, given, raise);
    }
    for (const call of calls) if (waits.has(call.name)) checkWait(file, calls, call, raise);
  }
}

// Linux include/linux/dmaengine.h (6.12): memory that a transfer reaches may be freed after `dmaengine_synchronize()`, not
// before. `dmaengine_terminate_all()` is the old name of the asynchronous one; `dma_release_channel()` synchronizes.
const asyncStops: ReadonlySet<string> = new Set(['dmaengine_terminate_async', 'dmaengine_terminate_all']);
const synchronizes = /^(?:dmaengine_(?:synchronize|terminate_sync)|dma_release_channel)$/;

function checkStop(file: WrittenFile, stop: WrittenCall, given: ReadonlySet<string>, raise: Raise): void {
  const { flow, position } = stop;
  if (!isStarted(file, stop)) return;
  walkForward(flow.graph, next(position), (instr, at) => {
    if (endsTransfer(file, instr)) return true;
    const release = releaseIn(file, flow, instr, at);
    const handle = release === undefined ? undefined : handleOf(release);
    if (release === undefined || handle === undefined || !isGiven(file, release, handle, given)) return false;
    raiseAt(release, handle, stop, 'async-stop', raise);
    return true;
  });
}

/** A function that prepares a transfer, and stops it before it gave the engine anything to do, stops nothing. */
function isStarted(file: WrittenFile, { flow, position }: WrittenCall): boolean {
  const calls = apiCalls(file, flow);
  const isBefore = (call: WrittenCall): boolean => reaches(flow.graph, call.position, position);
  return !calls.some(({ name }) => isPrepare(name)) || calls.some((it) => issues.test(it.name) && isBefore(it));
}

const issues = /^dma_(?:async_)?issue_pending/;

/** Whatever waits, or may do so, or keeps the device from asking the engine for more. */
function endsTransfer(file: WrittenFile, instr: Instr): boolean {
  if (instr.kind !== 'call') return false;
  const row = instr.callee.kind === 'name' ? file.apiByName(instr.callee.name) : undefined;
  if (row === undefined) return true;
  if (row.does !== 'plain') return false;
  return synchronizes.test(row.name) || row.effect === 'wait' || row.effect === 'hand-over' || /write/.test(row.name);
}

/** Linux include/linux/completion.h, wait.h and iopoll.h (6.12): what the result is when the time is over. */
const waits: ReadonlyMap<string, 'zero' | 'not-zero'> = new Map([
  ['wait_for_completion_timeout', 'zero'],
  ['wait_for_completion_io_timeout', 'zero'],
  ['wait_for_completion_interruptible_timeout', 'zero'],
  ['wait_for_completion_killable_timeout', 'zero'],
  ['wait_event_timeout', 'zero'],
  ['wait_event_interruptible_timeout', 'zero'],
  ['readl_poll_timeout', 'not-zero'],
  ['readl_poll_timeout_atomic', 'not-zero'],
  ['readl_relaxed_poll_timeout', 'not-zero'],
  ['regmap_read_poll_timeout', 'not-zero'],
]);

function checkWait(file: WrittenFile, calls: readonly WrittenCall[], wait: WrittenCall, raise: Raise): void {
  const { flow } = wait;
  const mapped = calls.filter(
    ({ row, position }) => row.does === 'map' && isAlwaysBefore(flow.graph, position, wait.position),
  );
  if (mapped.length === 0 || calls.some((it) => isEarlierWait(it, wait, mapped))) return;
  const all = testsOf(flow);
  const early = all.filter((test) => !comesAfterStop(file, wait, test));
  for (const start of failuresOf(wait, early)) checkWay(start, () => false);
  // Whoever never asks, or later, unmaps whether the time is over or not; another question may be about just that.
  const isAsked = (at: Position): boolean => all.some(({ position }) => isAfterAll(flow, position, at));
  if (!isAsked(wait.position)) checkWay(next(wait.position), isAsked);

  function checkWay(start: Position, isOver: (at: Position) => boolean): void {
    walkForward(flow.graph, start, (instr, at) => {
      const release = releaseIn(file, flow, instr, at);
      const handle = release?.row.does === 'unmap' ? handleOf(release) : undefined;
      if (release === undefined) return isOver(at) || (instr.kind === 'call' && !isHarmless(file, instr));
      if (handle === undefined || !mapped.some((map) => isOf(flow, release, handle, map))) return isOver(at);
      raiseAt(release, handle, wait, 'timeout', raise);
      return true;
    });
  }
}

/** Whether a test stands at a position, or at the end of the block that this is the last instruction of. */
function isAfterAll({ graph }: Flow, test: Position, at: Position): boolean {
  if (test.block !== at.block) return false;
  const last = (graph.blocks[at.block]?.instrs.length ?? 0) - 1;
  return test.index === at.index || (at.index === last && test.index > last);
}

/** When an earlier wait was over the device was done with the memory, whatever else it has to do. */
function isEarlierWait({ row, position }: WrittenCall, wait: WrittenCall, mapped: readonly WrittenCall[]): boolean {
  const { graph } = wait.flow;
  const isWait = row.does === 'plain' && row.effect === 'wait' && isAlwaysBefore(graph, position, wait.position);
  return isWait && position !== wait.position && mapped.every((map) => isAlwaysBefore(graph, map.position, position));
}

/** A second question about the wait, where the function has done by then what may have stopped the device. */
function comesAfterStop(file: WrittenFile, { flow, position }: WrittenCall, test: ValueTest): boolean {
  const { graph } = flow;
  return callsOf(graph).some(
    (call) =>
      !isHarmless(file, call.instr) &&
      reaches(graph, position, call.position) &&
      !isAlwaysBefore(graph, call.position, position) &&
      call.position !== position &&
      isAlwaysBefore(graph, call.position, test.position),
  );
}

/** Where the function goes on that finds the time over. */
function failuresOf({ flow, instr, name }: WrittenCall, tests: readonly ValueTest[]): readonly Position[] {
  const isOfWait = ({ value, position }: ValueTest): boolean =>
    flow.sourcesOf(value, position, 'copies').some((source) => source.kind === 'call' && source.instr === instr);
  return tests.flatMap((test) => {
    if (test.other !== undefined || !isOfWait(test)) return [];
    const isOver = (test.relation === '==') === (waits.get(name) === 'zero');
    if (test.relation !== '==' && test.relation !== '!=') return [];
    const after = isOver ? test.then : otherwiseOf(flow, test);
    return after === undefined ? [] : [{ block: after, index: 0 }];
  });
}

function otherwiseOf({ graph }: Flow, { position, then }: ValueTest): BlockId | undefined {
  const end = graph.blocks[position.block]?.end;
  return then !== undefined && end?.kind === 'branch' ? end.otherwise : undefined;
}

/** Neither a function of the driver nor a register write, which may both stop the device. */
function isHarmless(file: WrittenFile, instr: Extract<Instr, { kind: 'call' }>): boolean {
  const name = instr.callee.kind === 'name' ? instr.callee.name : undefined;
  const row = name === undefined ? undefined : file.apiByName(name);
  if (row === undefined || name === undefined) return false;
  if (row.does !== 'plain' || row.pure === true) return true;
  return row.effect !== 'wait' && harmless.test(name);
}

const harmless = /^_?(?:dev|pr|netdev|mutex|spin|sg)_\w+$|^(?:printk|readl\w*)$/;

function releaseIn(file: WrittenFile, flow: Flow, instr: Instr, position: Position): WrittenCall | undefined {
  if (instr.kind !== 'call' || instr.callee.kind !== 'name' || instr.implied) return undefined;
  const { name } = instr.callee;
  const row = file.apiByName(name);
  return row !== undefined && isRelease(row) ? { flow, name, row, instr, position } : undefined;
}

const isRelease = ({ does }: ApiFunction): boolean => does === 'unmap' || does === 'free';

/** What a release, a map or a prepared transfer names the memory by for the device. */
const handleOf = (call: WrittenCall): Operand | undefined => argumentIn(call, 'dma-address', 'scatterlist', 'sg-table');

/** The handle that a mapping made, or the list it mapped. */
function isOf(flow: Flow, release: WrittenCall, handle: Operand, map: WrittenCall): boolean {
  const list = argumentIn(map, 'scatterlist', 'sg-table');
  if (list === undefined) {
    return flow
      .sourcesOf(handle, release.position, 'copies')
      .some((source) => source.kind === 'call' && source.instr === map.instr);
  }
  const key = flow.keyOf(handle, release.position);
  return key !== undefined && key === flow.keyOf(list, map.position);
}

const isPrepare = (name: string): boolean => name.startsWith('dmaengine_prep_');

/** Fields whose memory some function of the file gives to an engine. */
function givenToEngines(file: WrittenFile): ReadonlySet<string> {
  const given = new Set<string>();
  for (const flow of file.functions) {
    for (const call of apiCalls(file, flow)) {
      const handle = isPrepare(call.name) ? handleOf(call) : undefined;
      for (const field of handle === undefined ? [] : fieldsOf(file, flow, handle, call.position)) given.add(field);
    }
  }
  return given;
}

function isGiven(file: WrittenFile, { flow, position }: WrittenCall, handle: Operand, given: ReadonlySet<string>) {
  if (fieldsOf(file, flow, handle, position).some((field) => given.has(field))) return true;
  const key = flow.keyOf(handle, position);
  for (const call of key === undefined ? [] : apiCalls(file, flow)) {
    const prepared = isPrepare(call.name) ? handleOf(call) : undefined;
    if (prepared !== undefined && flow.keyOf(prepared, call.position) === key) return true;
  }
  return false;
}

function fieldsOf(file: WrittenFile, flow: Flow, operand: Operand, position: Position): readonly string[] {
  return flow.sourcesOf(operand, position, 'copies').flatMap((source) => {
    const place = source.kind === 'load' || source.kind === 'address' ? source.place : undefined;
    return (place === undefined ? undefined : fieldIdOf(place, file.index)) ?? [];
  });
}

const next = ({ block, index }: Position): Position => ({ block, index: index + 1 });

function raiseAt(
  release: WrittenCall,
  handle: Operand,
  by: WrittenCall,
  why: 'async-stop' | 'timeout',
  raise: Raise,
): void {
  const { flow, instr, name, row, position } = release;
  const key = flow.keyOf(handle, position);
  raise({
    id: 'RELEASED_WHILE_ACTIVE',
    at: instr.calleeAt,
    heuristics: [],
    functionName: flow.graph.name,
    name,
    what: key === undefined ? 'the memory' : plainName(key),
    isFreed: row.does === 'free',
    why,
    by: by.name,
    byAt: by.instr.calleeAt,
  });
}
