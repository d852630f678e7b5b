import type { Instr, Operand } from '../graph/instr.js';
import { usesAlias, vmaps } from './check-alias-flush.js';
import { apiCalls, argumentIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import type { Flow, Position } from './flow.js';
import { walkBackward, walkForward } from './walk.js';

const noFields: ReadonlySet<string> = new Set();

/** Which way the non-contiguous memory of a file goes, where all its allocations say the same. */
export function noncontiguousWay(file: WrittenFile): string | undefined {
  const ways = new Set<string | undefined>();
  for (const flow of file.functions) {
    for (const call of apiCalls(file, flow)) {
      if (call.row.does !== 'allocate' || call.row.family !== 'noncontiguous') continue;
      const direction = argumentIn(call, 'direction');
      ways.add(direction?.kind === 'constant' ? direction.name : undefined);
    }
  }
  const [only] = ways;
  return ways.size === 1 ? only : undefined;
}

/**
 * Non-contiguous memory is cached: between the CPU, which knows it by what `dma_vmap_noncontiguous()` returned, and the
 * device stands a sync, as for any mapping. Linux Documentation/core-api/dma-api.rst (6.12), "Part II".
 */
export function checkVmapSync(file: WrittenFile, flow: Flow, way: string | undefined, raise: Raise): void {
  if (way === undefined || !flow.calls.has(vmaps)) return;
  for (const start of startsOf(file, flow)) {
    const { position, startedAt } = start;
    const common = { heuristics: ['start-by-register-write'], functionName: flow.graph.name, startedAt } as const;
    const visit = (access: 'read' | 'write') => {
      let isFound = false;
      return (instr: Instr, at: Position): boolean => {
        if (isFound || maySync(file, instr)) return true;
        isFound = usesAlias(file, flow, noFields, instr, at, access);
        if (isFound) raise({ ...common, at: instr.at, id: 'VMAP_UNSYNCED', access });
        return isFound;
      };
    };
    if (way !== 'DMA_TO_DEVICE') walkForward(flow.graph, { ...position, index: position.index + 1 }, visit('read'));
    if (way !== 'DMA_FROM_DEVICE') walkBackward(flow.graph, position, visit('write'));
  }
}

interface Start {
  readonly position: Position;
  readonly startedAt: WrittenCall['instr']['calleeAt'];
}

/** Calls that tell the device an address out of a list, by themselves or in a function of the file. */
function startsOf(file: WrittenFile, flow: Flow): readonly Start[] {
  const starts: Start[] = [];
  for (const { id, instrs } of flow.graph.blocks) {
    for (const [index, instr] of instrs.entries()) {
      if (instr.kind !== 'call' || instr.callee.kind !== 'name' || !startsDevice(file, instr.callee.name)) continue;
      const position = { block: id, index };
      const isTold = instr.arguments.some((operand) => isListAddress(flow, operand, position));
      if (isTold) starts.push({ position, startedAt: instr.calleeAt });
    }
  }
  return starts;
}

function startsDevice(file: WrittenFile, name: string): boolean {
  const handsOver = (it: string): boolean => {
    const row = file.apiByName(it);
    return row?.does === 'plain' && row.effect === 'hand-over';
  };
  return handsOver(name) || [...(ownFlow(file, name)?.calls ?? [])].some(handsOver);
}

const ownFlow = ({ functions }: WrittenFile, name: string): Flow | undefined =>
  functions.find(({ graph }) => graph.name === name);

const isListAddress = (flow: Flow, operand: Operand, position: Position): boolean =>
  flow.sourcesOf(operand, position, 'parts').some((source) => {
    if (source.kind === 'call') return source.name === 'sg_dma_address';
    const last = source.kind === 'load' ? source.place.steps.at(-1) : undefined;
    return last?.kind === 'field' && last.name === 'dma_address';
  });

const isSync = (file: WrittenFile, name: string): boolean => file.apiByName(name)?.does.startsWith('sync-for') === true;

function maySync(file: WrittenFile, instr: Instr): boolean {
  if (instr.kind !== 'call' || instr.callee.kind !== 'name') return instr.kind === 'call';
  const { name } = instr.callee;
  return isSync(file, name) || [...(ownFlow(file, name)?.calls ?? [])].some((it) => isSync(file, it));
}
