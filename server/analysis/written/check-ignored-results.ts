import type { ApiFunction } from '../api/api-function.js';
import { successors } from '../graph/loops.js';
import { failureStarts, gaveUp } from './failing-calls.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';
import { testsOf, type ValueTest } from './tests.js';
import { reaches } from './ways.js';

/** A helper says by its result that it could not allocate memory for the device, and its caller does not look. */
export function checkIgnoredResults(file: WrittenFile, raise: Raise): void {
  const makers = new Map(
    file.functions.flatMap((flow) => {
      const made = allocationOf(file, flow, 0);
      return made === undefined ? [] : [[flow.graph.name, made] as const];
    }),
  );
  if (makers.size === 0) return;
  for (const flow of file.functions) {
    for (const { instr, name, position } of callsOf(flow.graph)) {
      const made = makers.get(name);
      if (made === undefined || (instr.target !== undefined && flow.isRead(instr.target))) continue;
      if (flow.graph.name === name || isAskedFor(file, made) || !asksOthers(flow, position)) continue;
      raise({
        id: 'ALLOCATION_RESULT_IGNORED',
        at: instr.calleeAt,
        heuristics: [],
        functionName: flow.graph.name,
        name,
        allocator: made.call.name,
        allocatedAt: made.call.instr.calleeAt,
      });
    }
  }
}

/** Whoever gives up when a later step fails goes on with the device, which a restart that nobody hears of need not. */
function asksOthers(flow: Flow, from: Position): boolean {
  return callsOf(flow.graph).some(
    ({ instr, position }) =>
      reaches(flow.graph, from, position) && failureStarts(flow, instr).some((start) => gaveUp(flow, start)),
  );
}

interface Made {
  readonly call: WrittenCall;
  readonly field: string;
}

/** Deeper it is not the allocation alone that the result tells of. */
const maxDepth = 1;

/** An allocation into a field, where a function fails when it fails. */
function allocationOf(file: WrittenFile, flow: Flow, depth: number): Made | undefined {
  const stored = storedResults(file, flow);
  for (const call of apiCalls(file, flow)) {
    const field = isKept(call.row) ? stored.get(call.instr) : undefined;
    if (field === undefined || !isAlwaysMade(flow, call.position)) continue;
    if (failsWithout(file, flow, call, field)) return { call, field };
  }
  if (depth === maxDepth) return undefined;
  for (const { instr, name, position } of callsOf(flow.graph)) {
    const callee = file.functions.find(({ graph }) => graph.name === name);
    if (callee === undefined || callee === flow) continue;
    if (!isAlwaysMade(flow, position) || !failureStarts(flow, instr).some((start) => gaveUp(flow, start))) continue;
    const made = allocationOf(file, callee, depth + 1);
    if (made !== undefined) return made;
  }
  return undefined;
}

/** A ring or a pool; a block out of a pool is asked for again when it is needed. */
const isKept = (row: ApiFunction): boolean =>
  row.does === 'allocate' && (row.family !== 'pool' || row.returns === 'pool');

/** Whether a function that does not get to a position has failed before: what it has already it need not make. */
function isAlwaysMade(flow: Flow, position: Position): boolean {
  const { graph } = flow;
  const leads = (block: Position['block']): boolean =>
    block === position.block || reaches(graph, { block, index: -1 }, position);
  return graph.blocks.every(({ id, end, loop }) => {
    // There is at least one queue, or whatever a loop makes it for.
    const ways = id === position.block || loop !== undefined ? [] : successors(end);
    return !ways.some(leads) || ways.every((way) => leads(way) || gaveUp(flow, { block: way, index: 0 }));
  });
}

/** The fields of what a function was given that it keeps results in. */
function storedResults(file: WrittenFile, flow: Flow): ReadonlyMap<WrittenCall['instr'], string> {
  const stored = new Map<WrittenCall['instr'], string>();
  for (const { id, instrs } of flow.graph.blocks) {
    for (const [index, instr] of instrs.entries()) {
      if (instr.kind !== 'store') continue;
      const field = isGiven(flow, flow.keyOfPlace(instr.place, { block: id, index }))
        ? fieldIdOf(instr.place, file.index)
        : undefined;
      for (const source of flow.sourcesOf(instr.value, { block: id, index }, 'copies')) {
        if (source.kind === 'call' && field !== undefined) stored.set(source.instr, field);
      }
    }
  }
  return stored;
}

const isGiven = ({ graph }: Flow, key: string | undefined): boolean =>
  key !== undefined && [...key.matchAll(/#(\d+)/g)].every(([, id]) => Number(id) < graph.parameterCount);

function failsWithout(file: WrittenFile, flow: Flow, { instr }: WrittenCall, field: string): boolean {
  return testsOf(flow).some((test) => {
    if (test.other !== undefined || !isAbout(file, flow, test, field, instr)) return false;
    const end = flow.graph.blocks[test.position.block]?.end;
    const otherwise = end?.kind === 'branch' ? end.otherwise : undefined;
    const block = test.relation === '==' ? test.then : test.relation === '!=' ? otherwise : undefined;
    return test.then !== undefined && block !== undefined && gaveUp(flow, { block, index: 0 });
  });
}

function isAbout(
  file: WrittenFile,
  flow: Flow,
  { value, position }: { readonly value: ValueTest['value']; readonly position: Position },
  field: string,
  instr?: WrittenCall['instr'],
): boolean {
  return flow
    .sourcesOf(value, position, 'copies')
    .some((it) =>
      it.kind === 'call' ? it.instr === instr : it.kind === 'load' && fieldIdOf(it.place, file.index) === field,
    );
}

/** Whether others ask the field itself whether there is memory, and not only to free it. */
function isAskedFor(file: WrittenFile, { call, field }: Made): boolean {
  return file.functions.some((flow) => {
    if (flow === call.flow || frees(file, flow)) return false;
    return testsOf(flow).some((test) => isAbout(file, flow, test, field));
  });
}

const frees = (file: WrittenFile, { calls }: Flow): boolean =>
  [...calls].some((name) => file.apiByName(name)?.does === 'free');
