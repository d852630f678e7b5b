import type { Instr, LocalId, Operand } from '../graph/instr.js';
import { successors } from '../graph/loops.js';
import type { Raise, WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, type Site } from './flow.js';
import type { FieldSites } from './field-sites.js';

/**
 * Mapped objects are put on a list that is a variable of the function, to go to another one at the end. An exit that takes
 * nothing from it leaves them mapped, and nobody finds them again.
 */
export function checkLostLists(file: WrittenFile, kept: FieldSites, raise: Raise): void {
  for (const flow of file.functions) {
    for (const add of addsTo(flow)) {
      if (!isMapped(kept, flow, add)) continue;
      const lost = lostAt(file, flow, add);
      if (lost === undefined) continue;
      const { name, at } = lost;
      raise({
        id: 'LIST_LOST',
        at,
        heuristics: [],
        functionName: flow.graph.name,
        list: name,
        addedAt: add.instr.at,
      });
      break;
    }
  }
}

interface Add {
  readonly list: LocalId;
  /** The object that has the link. */
  readonly object: string;
  readonly instr: Instr;
  readonly position: Position;
}

// Linux include/linux/list.h (6.12).
const adders: ReadonlySet<string> = new Set(['list_add', 'list_add_tail']);

function addsTo(flow: Flow): readonly Add[] {
  if (![...adders].some((name) => flow.calls.has(name))) return [];
  return callsOf(flow.graph).flatMap(({ instr, position, name }) => {
    const [link, head] = instr.arguments;
    if (!adders.has(name) || link === undefined || head === undefined) return [];
    const list = variableBehind(flow, head, position);
    const [only, ...others] = flow.sourcesOf(link, position, 'copies');
    if (list === undefined || only?.kind !== 'address' || others.length > 0) return [];
    const { root } = only.place;
    const object = root.kind === 'pointee' ? flow.keyOf(root.pointer, only.position) : undefined;
    return object === undefined ? [] : [{ list, object, instr, position }];
  });
}

/** The variable whose address an operand is. */
function variableBehind(flow: Flow, operand: Operand, position: Position): LocalId | undefined {
  const [only, ...others] = flow.sourcesOf(operand, position, 'copies');
  if (only?.kind !== 'address' || others.length > 0) return undefined;
  const { root, steps } = only.place;
  return root.kind === 'stack' && steps.length === 0 && flow.localOf(root.local)?.isStatic === false
    ? root.local
    : undefined;
}

/** Whether the object was given to a function that maps what it has, or that keeps in it what it maps. */
function isMapped(kept: FieldSites, flow: Flow, add: Add): boolean {
  return callsOf(flow.graph).some(
    ({ instr, position, name }) =>
      instr.arguments.some(
        (operand, nth) => flow.keyOf(operand, position) === add.object && kept.mapsFor(name).has(nth),
      ) && comesTo(flow, position, add.position),
  );
}

const comesTo = ({ graph }: Flow, { block }: Position, to: Position): boolean => {
  const seen = new Set([block]);
  for (const id of seen) {
    const end = graph.blocks[id]?.end;
    if (id === to.block) return true;
    for (const next of end === undefined ? [] : successors(end)) seen.add(next);
  }
  return false;
};

interface Lost {
  readonly name: string;
  readonly at: Instr['at'];
}

/** An exit that nothing comes before which so much as looks at the list. */
function lostAt(file: WrittenFile, flow: Flow, add: Add): Lost | undefined {
  const { graph } = flow;
  const name = flow.localOf(add.list)?.name;
  if (name === undefined) return undefined;
  const isNamed = new RegExp(`\\b${name}\\b`);
  const seen = new Map<Position['block'], Instr['at'] | undefined>();
  const work: { at: Position; walked: Instr['at'] | undefined }[] = [
    { at: { ...add.position, index: add.position.index + 1 }, walked: undefined },
  ];
  for (let it = work.pop(); it !== undefined; it = work.pop()) {
    const block = graph.blocks[it.at.block];
    if (block === undefined) continue;
    let { walked } = it;
    const rest = block.instrs.slice(it.at.index);
    const isTaken = (instr: Instr, nth: number): boolean => {
      const site = { instr, position: { block: block.id, index: it.at.index + nth } };
      if (instr.kind === 'forget') {
        if (isNamed.test(file.text.slice(instr.at.start, instr.at.end))) return true;
        walked ??= instr.at;
      }
      return instr !== add.instr && names(flow, site, add.list);
    };
    if (rest.some(isTaken)) continue;
    if (block.end.kind === 'return') return { name, at: walked ?? block.end.at };
    for (const next of successors(block.end)) {
      if (seen.has(next)) continue;
      seen.set(next, walked);
      work.push({ at: { block: next, index: 0 }, walked });
    }
  }
  return undefined;
}

function names(flow: Flow, { instr, position }: Site<Instr>, list: LocalId): boolean {
  switch (instr.kind) {
    case 'call':
      if (instr.callee.kind === 'name' && adders.has(instr.callee.name)) {
        const [link] = instr.arguments;
        return link !== undefined && variableBehind(flow, link, position) === list;
      }
      return instr.arguments.some((operand) => variableBehind(flow, operand, position) === list);
    case 'assign':
      return false;
    case 'load':
      return isOf(instr.place, list);
    case 'store':
      return isOf(instr.place, list) || variableBehind(flow, instr.value, position) === list;
    case 'copy':
      return isOf(instr.from, list) || isOf(instr.to, list);
    case 'zero':
      return isOf(instr.place, list);
    case 'forget':
      return instr.locals.includes(list);
  }
}

const isOf = ({ root }: Extract<Instr, { kind: 'load' }>['place'], list: LocalId): boolean =>
  root.kind === 'stack' && root.local === list;
