import type { Instr } from '../graph/instr.js';
import type { Raise, WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';
import { walkForward } from './walk.js';

/**
 * What an exporter of dma-bufs does when the CPU begins or ends an access: the memory is handed to the CPU by the first,
 * and back to the devices by the second. Linux drivers/dma-buf/dma-buf.c (6.12), dma_buf_begin_cpu_access().
 */
export function checkBegunAccess(file: WrittenFile, flow: Flow, raise: Raise): void {
  const common = { heuristics: [], functionName: flow.graph.name } as const;
  const calls = callsOf(flow.graph).map(({ instr, position, name }) => ({
    instr,
    position,
    ...effectOf(file, name),
    name,
  }));
  const given = calls.find(({ forDevice }) => forDevice);
  const taken = calls.find(({ forCpu }) => forCpu);
  const mayOther = calls.some(({ isUnknown }) => isUnknown);
  if (isOperation(file, flow, 'begin_cpu_access')) {
    for (const { instr, position, name, maps } of calls) {
      if (!maps || isSyncedAfter(file, flow, position)) continue;
      raise({ ...common, at: instr.calleeAt, id: 'ACCESS_BEGUN_UNSYNCED', name, does: 'map' });
    }
    if (given === undefined || taken !== undefined || mayOther) return;
    raise({ ...common, at: given.instr.calleeAt, id: 'ACCESS_BEGUN_UNSYNCED', name: given.name, does: 'sync' });
  }
  if (!isOperation(file, flow, 'end_cpu_access') || taken === undefined || given !== undefined || mayOther) return;
  raise({ ...common, at: taken.instr.calleeAt, id: 'ACCESS_ENDED_UNSYNCED', name: taken.name });
}

function isOperation({ index }: WrittenFile, { graph }: Flow, field: string): boolean {
  const how = `ops-table .${field} of dma_buf_ops`;
  return index.registrations.some((it) => it.functionName === graph.name && it.how === how);
}

interface Effect {
  /** A function maps that does not sync what it mapped. */
  readonly maps: boolean;
  readonly forCpu: boolean;
  readonly forDevice: boolean;
  /** Nobody looked into it, and its name says that it may sync. */
  readonly isUnknown: boolean;
}

/** What a call does, by itself or in the function it leads to. */
function effectOf(file: WrittenFile, name: string): Effect {
  const inner = file.functions.find(({ graph }) => graph.name === name);
  const does = (inner === undefined ? [name] : [...inner.calls]).map((it) => file.apiByName(it)?.does);
  const forCpu = does.includes('sync-for-cpu');
  return {
    maps: does.includes('map') && !forCpu,
    forCpu,
    forDevice: does.includes('sync-for-device'),
    isUnknown: inner === undefined && file.apiByName(name) === undefined && /sync|flush|inv|cache|access/.test(name),
  };
}

function isSyncedAfter(file: WrittenFile, { graph }: Flow, { block, index }: Position): boolean {
  let isSynced = false;
  walkForward(graph, { block, index: index + 1 }, (instr: Instr) => {
    if (instr.kind !== 'call') return false;
    const effect = instr.callee.kind === 'name' ? effectOf(file, instr.callee.name) : undefined;
    isSynced ||= effect === undefined || effect.forCpu || effect.isUnknown;
    return isSynced;
  });
  return isSynced;
}
