import type { Instr } from '../graph/instr.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import type { Flow, Position } from './flow.js';
import { testsOf, type ValueTest } from './tests.js';
import { walkForward } from './walk.js';
import { reaches } from './ways.js';

/**
 * A slot is unmapped and gets another mapping. Where something in between fails first, it gets that too, and the mapping
 * it still names is lost.
 */
export function checkRefills(file: WrittenFile, flow: Flow, raise: Raise): void {
  const calls = apiCalls(file, flow);
  const unmaps = calls.filter(({ row }) => row.does === 'unmap');
  if (unmaps.length === 0 || !calls.some(({ row }) => row.does === 'map')) return;
  const stores = mappedStores(file, flow);
  if (stores.length === 0) return;
  const failures = testsOf(flow).flatMap((test) => failureOf(file, flow, test));
  for (const store of stores) {
    const releases = unmaps.filter((call) => slotOf(flow, call) === store.slot);
    // What was kept in a variable before may be unmapped after.
    if (
      releases.length === 0 ||
      releases.some(({ position }) => getsTo(flow, after(store.position), position, store.slot))
    )
      continue;
    const isBefore = ({ position }: WrittenCall, start: Position): boolean =>
      reaches(flow.graph, start, position) && getsTo(flow, after(position), store.position, store.slot);
    const failure = failures.find(
      ({ failed, succeeded }) =>
        releases.some((release) => isBefore(release, succeeded)) &&
        getsTo(flow, failed, store.position, store.slot, releases) &&
        !getsTo(flow, succeeded, store.position, store.slot, releases),
    );
    if (failure === undefined) continue;
    const { name, at } = failure;
    raise({
      id: 'SLOT_REFILLED',
      at: store.at,
      heuristics: [],
      functionName: flow.graph.name,
      what: store.what,
      failed: name,
      failedAt: at,
    });
    return;
  }
}

interface SlotStore {
  readonly slot: string;
  readonly what: string;
  readonly position: Position;
  readonly at: Instr['at'];
}

/** Where the handle of a new mapping is put into a field. */
function mappedStores(file: WrittenFile, flow: Flow): readonly SlotStore[] {
  return flow.graph.blocks.flatMap(({ id, instrs }) =>
    instrs.flatMap((instr, index) => {
      if (instr.kind !== 'store') return [];
      const position = { block: id, index };
      const sources = flow.sourcesOf(instr.value, position, 'copies');
      const isMapped = sources.some((it) => it.kind === 'call' && isMap(file, it.name));
      const field = isMapped ? fieldIdOf(instr.place, file.index) : undefined;
      const slot = flow.keyOfPlace(instr.place, position);
      if (field === undefined || slot === undefined) return [];
      return [{ slot, what: nameOf(field), position, at: instr.at }];
    }),
  );
}

const nameOf = (field: string): string => field.split('.').at(-1)?.replace('[]', '') ?? field;

function isMap(file: WrittenFile, name: string): boolean {
  const row = file.apiByName(name);
  return row?.does === 'map' && row.returns === 'dma-address';
}

function slotOf(flow: Flow, call: WrittenCall): string | undefined {
  const handle = argumentIn(call, 'dma-address');
  const [only, ...others] = handle === undefined ? [] : flow.sourcesOf(handle, call.position, 'copies');
  return only?.kind === 'load' && others.length === 0 ? flow.keyOfPlace(only.place, only.position) : undefined;
}

interface Failure {
  readonly name: string;
  readonly at: Instr['at'];
  readonly failed: Position;
  readonly succeeded: Position;
}

/** Memory that could not be had: no question about the slot, which it would be empty by. */
function failureOf(
  file: WrittenFile,
  flow: Flow,
  { value, relation, other, then, position }: ValueTest,
): readonly Failure[] {
  const end = flow.graph.blocks[position.block]?.end;
  if (other !== undefined || then === undefined || end?.kind !== 'branch') return [];
  if (relation !== '==' && relation !== '!=') return [];
  const [only, ...others] = flow.sourcesOf(value, position, 'copies');
  if (only?.kind !== 'call' || others.length > 0 || file.apiByName(only.name)?.does !== 'get-memory') return [];
  const [none, some] = relation === '==' ? [then, end.otherwise] : [end.otherwise, then];
  const start = (block: Position['block']): Position => ({ block, index: 0 });
  return [{ name: only.name, at: only.instr.calleeAt, failed: start(none), succeeded: start(some) }];
}

/** Whether a way leads to a position that neither unmaps the slot before nor comes to another one. */
function getsTo(
  flow: Flow,
  from: Position,
  to: Position,
  slot: string,
  releases: readonly WrittenCall[] = [],
): boolean {
  let isReached = false;
  walkForward(flow.graph, from, (instr, at) => {
    if (at.block === to.block && at.index === to.index) {
      isReached = true;
      return true;
    }
    return releases.some((it) => it.instr === instr) || changesSlot(flow, instr, at, slot);
  });
  return isReached;
}

const after = ({ block, index }: Position): Position => ({ block, index: index + 1 });

/** A variable or field that says which slot it is. */
function changesSlot(flow: Flow, instr: Instr, at: Position, slot: string): boolean {
  if (instr.kind === 'store') {
    const key = flow.keyOfPlace(instr.place, at);
    return key !== undefined && key !== slot && slot.includes(key);
  }
  const target = instr.kind === 'assign' || instr.kind === 'load' || instr.kind === 'call' ? instr.target : undefined;
  const name = target === undefined ? undefined : flow.localOf(target)?.name;
  return name !== undefined && new RegExp(`\\b${name}#${String(target)}\\b`).test(slot);
}
