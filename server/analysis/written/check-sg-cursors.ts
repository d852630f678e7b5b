import type { BlockId, CallInstr, LocalId } from '../graph/instr.js';
import { eventAt, plainName } from './check-sg.js';
import { fieldIdOf } from './fields.js';
import type { Raise, WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, sitesOf } from './flow.js';
import type { ListOrigins, Stored } from './list-origins.js';

/** A walk goes on from the current entry; from the head it comes to the second one each time. */
export function checkSgCursors(file: WrittenFile, origins: ListOrigins, raise: Raise): void {
  for (const flow of file.functions) {
    if (!flow.calls.has('sg_next')) continue;
    checkLoops(flow, raise);
    checkKept(file, flow, origins, raise);
  }
}

/** A call of `sg_next()`, and the variable that gets its result. */
interface Step {
  readonly instr: CallInstr;
  readonly position: Position;
  readonly target: LocalId | undefined;
}

export const stepsOf = (flow: Flow): readonly Step[] =>
  callsOf(flow.graph).flatMap(({ instr, position, name }) =>
    name === 'sg_next' ? { instr, position, target: variableOf(flow, instr) } : [],
  );

/** `while (…) { …; sg = sg_next(sgl); }`, where `sg` began as `sgl` and `sgl` stays what it is. */
function checkLoops(flow: Flow, raise: Raise): void {
  for (const { instr, position, target: cursor } of stepsOf(flow)) {
    const [list] = instr.arguments;
    const body = flow.graph.blocks.find((block) => block.loop?.body.includes(position.block))?.loop?.body;
    if (list === undefined || cursor === undefined || body === undefined) continue;
    const head = flow.keyOf(list, position);
    const start = startOf(flow, cursor, body);
    if (head === undefined || start?.key !== head || head.startsWith(`${flow.localOf(cursor)?.name ?? ''}#`)) continue;
    if (isChangedIn(flow, head, body)) continue;
    const entry = flow.localOf(cursor)?.name ?? '';
    raise({ ...eventAt(flow, instr.at), id: 'SG_NEXT_OF_HEAD', list: plainName(head), entry, startedAt: start.at });
  }
}

/** The variable that gets the result. */
function variableOf(flow: Flow, { target }: CallInstr): LocalId | undefined {
  if (target === undefined || flow.localOf(target)?.kind !== 'temporary') return target;
  const copies = sitesOf(flow.graph).flatMap(({ instr: it }) =>
    it.kind === 'assign' && it.value.kind === 'operand' && it.value.operand.kind === 'local'
      ? it.value.operand.local === target
        ? it.target
        : []
      : [],
  );
  return copies.length === 1 ? copies[0] : undefined;
}

/** What a variable is before a loop, if that is one thing. */
function startOf(flow: Flow, cursor: LocalId, body: readonly BlockId[]) {
  const starts = sitesOf(flow.graph).filter(
    ({ instr, position }) =>
      (instr.kind === 'assign' || instr.kind === 'load' || instr.kind === 'call') &&
      instr.target === cursor &&
      !body.includes(position.block),
  );
  const [only, ...others] = starts;
  if (only === undefined || others.length > 0) return undefined;
  const { instr, position } = only;
  if (instr.kind === 'load') return { key: flow.keyOfPlace(instr.place, position), at: instr.at };
  if (instr.kind !== 'assign' || instr.value.kind !== 'operand') return undefined;
  return { key: flow.keyOf(instr.value.operand, position), at: instr.at };
}

/** Whether the loop assigns to anything that the name of a list is made of. */
function isChangedIn(flow: Flow, key: string, body: readonly BlockId[]): boolean {
  return sitesOf(flow.graph).some(({ instr, position }) => {
    if (!body.includes(position.block)) return false;
    if (instr.kind === 'store') return flow.keyOfPlace(instr.place, position) === key;
    if (instr.kind !== 'assign' && instr.kind !== 'load' && instr.kind !== 'call') return false;
    const { target } = instr;
    const local = target === undefined ? undefined : flow.localOf(target);
    return local !== undefined && new RegExp(`(?<![\\w#])${local.name}#${local.id}(?!\\d)`).test(key);
  });
}

/**
 * The current entry is kept in a field: one function lets it begin at the head, another one takes the entry after the head,
 * and none the one after the current.
 */
function checkKept(file: WrittenFile, flow: Flow, origins: ListOrigins, raise: Raise): void {
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'store') continue;
    const field = fieldIdOf(instr.place, file.index);
    if (field === undefined || field.endsWith('[]')) continue;
    const head = steppedFrom(origins, { flow, value: instr.value, position });
    if (head === undefined || head === field) continue;
    const stores = origins.storesTo(field);
    const started = stores.find((it) => it.flow !== flow && loadedFrom(origins, it) === head);
    const isKnown = stores.every(
      (it) => [steppedFrom(origins, it), loadedFrom(origins, it)].includes(head) || isNull(it),
    );
    if (started === undefined || !isKnown) continue;
    const startedAt = started.flow.graph.blocks[started.position.block]?.instrs[started.position.index]?.at ?? instr.at;
    raise({ ...eventAt(flow, instr.at), id: 'SG_NEXT_OF_HEAD', list: head, entry: field, startedAt });
  }
}

/** The field whose list a value is the second entry of. */
function steppedFrom(origins: ListOrigins, { flow, value, position }: Stored): string | undefined {
  const [only, ...others] = flow.sourcesOf(value, position, 'copies');
  if (only?.kind !== 'call' || only.name !== 'sg_next' || others.length > 0) return undefined;
  const [list] = only.instr.arguments;
  return list === undefined ? undefined : loadedFrom(origins, { flow, value: list, position: only.position });
}

function loadedFrom(origins: ListOrigins, { flow, value, position }: Stored): string | undefined {
  const [only, ...others] = flow.sourcesOf(value, position, 'copies');
  return only?.kind === 'load' && others.length === 0 ? origins.fieldOf(flow, only.place, only.position) : undefined;
}

const isNull = ({ flow, value, position }: Stored): boolean =>
  flow.sourcesOf(value, position, 'copies').every(({ kind }) => kind === 'number' || kind === 'constant');
