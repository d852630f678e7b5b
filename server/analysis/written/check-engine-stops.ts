import { plainName } from './check-sg.js';
import { makes } from './check-late-stops.js';
import { gaveUp } from './failing-calls.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';
import type { Release, Releases } from './releases.js';
import { testsOf } from './tests.js';
import { walkForward } from './walk.js';
import { isAlwaysBefore, reaches } from './ways.js';

// Linux include/linux/dmaengine.h (6.12): only these come back when the engine and its callbacks are done.
const synchronizes = /^dmaengine_(?:synchronize|terminate_sync)$/;
const stops = /^dmaengine_(?:terminate_(?:all|async|sync)|synchronize|pause)$|^dma_release_channel$/;

/** Engines that go on after the memory they were given: nobody waits for them, or the function that started one gives up. */
export function checkEngineStops(file: WrittenFile, releases: Releases, raise: Raise): void {
  const cyclic = cyclicChannels(file);
  const isAwaited = cyclic.size === 0 || isSynchronized(file);
  for (const flow of file.functions) {
    if (!isAwaited && !makes(file, flow) && !comesWhenOver(file, flow)) checkLateChannel(flow, releases, cyclic, raise);
    if (flow.calls.has('dma_async_issue_pending')) checkLeftRunning(file, flow, raise);
  }
}

/** Whether the file waits for an engine anywhere but where it gives up on a transfer it has just prepared. */
const isSynchronized = ({ index }: WrittenFile): boolean =>
  [...index.functions.values()].some(({ mentions }) => {
    const names = [...mentions];
    return names.some((it) => synchronizes.test(it)) && !names.some((it) => it.startsWith('dmaengine_prep_'));
  });

/** By the fields of the memory that is given for a transfer without end: the fields of the channels. */
function cyclicChannels(file: WrittenFile): ReadonlyMap<string, string> {
  const channels = new Map<string, string>();
  const calls = file.functions.flatMap((flow) => [...apiCalls(file, flow)]);
  for (const call of calls) {
    if (call.name !== 'dmaengine_prep_dma_cyclic') continue;
    const channel = fieldIn(file, call, call.instr.arguments[0]);
    const handle = fieldIn(file, call, argumentIn(call, 'dma-address'));
    if (channel !== undefined && handle !== undefined) channels.set(handle, channel);
  }
  for (const call of channels.size === 0 ? [] : calls) {
    const handle = call.row.does === 'free' ? fieldIn(file, call, argumentIn(call, 'dma-address')) : undefined;
    const memory = fieldIn(file, call, argumentIn(call, 'cpu-address'));
    const channel = handle === undefined ? undefined : channels.get(handle);
    if (memory !== undefined && channel !== undefined) channels.set(memory, channel);
  }
  return channels;
}

function fieldIn(
  file: WrittenFile,
  { flow, position }: WrittenCall,
  operand: WrittenCall['instr']['arguments'][number] | undefined,
): string | undefined {
  const [source, ...others] = operand === undefined ? [] : flow.sourcesOf(operand, position, 'copies');
  return source?.kind === 'load' && others.length === 0 ? fieldIdOf(source.place, file.index) : undefined;
}

function checkLateChannel(flow: Flow, releases: Releases, cyclic: ReadonlyMap<string, string>, raise: Raise): void {
  if ([...flow.calls].some((name) => stops.test(name) && name !== 'dma_release_channel')) return;
  const all = releases.in(flow);
  for (const memory of all) {
    const channel = cyclic.get(memory.field);
    const isIts = ({ how, field }: Release): boolean => how === 'let go' && field === channel;
    const ends = channel === undefined ? [] : all.filter(isIts);
    const end = ends.find(({ position }) => reaches(flow.graph, memory.position, position));
    if (end === undefined || ends.some((it) => isAlwaysBefore(flow.graph, it.position, memory.position))) continue;
    const { at, name, functionName, what, how } = memory;
    const isFreed = how === 'freed';
    const [by, byAt] = [end.name, end.at];
    raise({
      id: 'RELEASED_WHILE_ACTIVE',
      at,
      heuristics: [],
      functionName,
      name,
      what,
      isFreed,
      why: 'late-stop',
      by,
      byAt,
    });
    return;
  }
}

/**
 * A helper that every caller comes to when nobody can use the device any more, or to give up on what it has set up: what
 * is taken back from its users, as by iio_device_unregister(), is stopped for them before.
 */
function comesWhenOver(file: WrittenFile, { graph }: Flow): boolean {
  const calls = file.functions.flatMap((flow) =>
    callsOf(flow.graph).flatMap(({ name, position }) => (name === graph.name ? { flow, position } : [])),
  );
  return (
    0 < calls.length &&
    calls.every(({ flow, position }) => makes(file, flow) || isProbe(file, flow) || isTakenBackBefore(flow, position))
  );
}

const isProbe = ({ index }: WrittenFile, { graph }: Flow): boolean =>
  index.registrations.some(({ functionName, how }) => functionName === graph.name && /^ops-table \.probe\b/.test(how));

const isTakenBackBefore = (flow: Flow, position: Position): boolean =>
  callsOf(flow.graph).some((it) => /unregister/.test(it.name) && isAlwaysBefore(flow.graph, it.position, position));

/** A second transfer cannot be prepared, and the first one is under way. */
function checkLeftRunning(file: WrittenFile, flow: Flow, raise: Raise): void {
  const calls = apiCalls(file, flow);
  for (const started of calls.filter(({ name }) => name === 'dma_async_issue_pending')) {
    const [channel] = started.instr.arguments;
    const key = channel === undefined ? undefined : flow.keyOf(channel, started.position);
    if (key === undefined || isStoppedByCallers(file, flow)) continue;
    for (const failing of calls) {
      if (
        !failing.name.startsWith('dmaengine_prep_') ||
        !isAlwaysBefore(flow.graph, started.position, failing.position)
      )
        continue;
      const start = failsAt(flow, failing).find((it) => !isStopped(file, flow, it, key));
      if (start === undefined || !gaveUp(flow, start) || mayBeOver(file, flow, started, failing)) continue;
      raise({
        id: 'LEFT_RUNNING',
        at: firstIn(flow, start) ?? failing.instr.calleeAt,
        heuristics: [],
        functionName: flow.graph.name,
        channel: plainName(key),
        startedAt: started.instr.calleeAt,
      });
      return;
    }
  }
}

/** Where a function goes on that was given no descriptor. */
function failsAt(flow: Flow, call: WrittenCall): readonly Position[] {
  return testsOf(flow).flatMap(({ value, position, relation, other, then }) => {
    const end = flow.graph.blocks[position.block]?.end;
    if (other !== undefined || then === undefined || end?.kind !== 'branch') return [];
    const sources = flow.sourcesOf(value, position, 'copies');
    if (sources.length !== 1 || !sources.every((it) => it.kind === 'call' && it.instr === call.instr)) return [];
    return relation === '==' || relation === '!='
      ? [{ block: relation === '==' ? then : end.otherwise, index: 0 }]
      : [];
  });
}

const firstIn = ({ graph }: Flow, { block }: Position) =>
  graph.blocks[block]?.instrs.find(({ kind }) => kind === 'call')?.at;

/** Whether anything after a position stops the channel, or may do so. */
function isStopped(file: WrittenFile, flow: Flow, from: Position, key: string): boolean {
  let isIt = false;
  walkForward(flow.graph, from, (instr, at) => {
    if (instr.kind !== 'call') return false;
    const name = instr.callee.kind === 'name' ? instr.callee.name : undefined;
    const row = name === undefined ? undefined : file.apiByName(name);
    const [channel] = instr.arguments;
    if (row === undefined || name === undefined) isIt = true;
    else if (stops.test(name)) isIt ||= channel === undefined || (flow.keyOf(channel, at) ?? key) === key;
    else if (row.does === 'plain' && (row.effect === 'wait' || /write/.test(name))) isIt = true;
    return isIt;
  });
  return isIt;
}

/** Whether something between two calls may wait for the first transfer. */
function mayBeOver(file: WrittenFile, flow: Flow, first: WrittenCall, second: WrittenCall): boolean {
  let isIt = false;
  walkForward(flow.graph, { block: first.position.block, index: first.position.index + 1 }, (instr, at) => {
    if (at.block === second.position.block && at.index === second.position.index) return true;
    const row = instr.kind === 'call' && instr.callee.kind === 'name' ? file.apiByName(instr.callee.name) : undefined;
    const isCall = instr.kind === 'call' && reaches(flow.graph, at, second.position);
    isIt ||= isCall && (row === undefined || (row.does === 'plain' && row.effect === 'wait'));
    return isIt;
  });
  return isIt;
}

/** Whoever calls the function, or is called by the kernel when it failed, may stop what runs. */
function isStoppedByCallers({ index }: WrittenFile, { graph }: Flow): boolean {
  const above = new Set([graph.name]);
  for (let before = 0; before < above.size; ) {
    before = above.size;
    for (const { name, mentions } of index.functions.values())
      if ([...mentions].some((it) => above.has(it))) above.add(name);
  }
  above.delete(graph.name);
  for (const { functionName, how } of index.registrations) if (how.includes('handle_err')) above.add(functionName);
  // A set visits what is added to it while it is walked: what they call, not what they called before it failed.
  const below = new Set(above);
  for (const name of below) {
    const mentions = index.functions.get(name)?.mentions ?? [];
    if ([...mentions].some((it) => stops.test(it) && it !== 'dma_release_channel')) return true;
    for (const word of mentions) if (word !== graph.name && index.functions.has(word)) below.add(word);
  }
  return false;
}
