import type { Span } from '../base/span.js';
import type { BlockId, Instr, LocalId, Operand, Place } from '../graph/instr.js';
import { eventAt } from './check-sg.js';
import { assignsObject, type DescriptorFacts, type DescriptorField } from './descriptors.js';
import type { Raise, WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { mayOrder, plainRow } from './order.js';
import { testsOf } from './tests.js';
import { walkBackward, walkForward } from './walk.js';

/** A field the device fills must not be read before the word that says it did. */
export function checkOwnerReads(file: WrittenFile, facts: DescriptorFacts, flow: Flow, raise: Raise): void {
  const calls = sitesOf(flow.graph).filter(({ instr }) => instr.kind === 'call');
  if (calls.some(({ instr }) => isOrderedRead(file, instr))) return;
  const told = new Set<string>();
  for (const block of flow.graph.blocks) {
    if (block.end.kind !== 'branch') continue;
    const test = testedWord(facts, flow, block.id, block.end.condition);
    if (test === undefined) continue;
    const { owner, load } = test;
    if (isCountedByDevice(flow, load, test.position)) continue;
    const sides = [block.end.then, block.end.otherwise].map((side) => accessesFrom(file, facts, flow, side, owner));
    const [one, other] = sides;
    if (one === undefined || other === undefined || one.touches === other.touches) continue;
    if (!isReadFirst(facts, flow, owner, test.position)) continue;
    const read = one.read ?? other.read;
    if (read === undefined || !isUnordered(file, flow, test.load, read.position)) continue;
    // The same barrier is missing for every field behind it.
    const key = `${owner.object}.${owner.field}`;
    if (told.has(key)) continue;
    told.add(key);
    const event = { id: 'FIELD_READ_UNORDERED', owner: owner.field, field: read.field, testedAt: load.at } as const;
    raise({ ...eventAt(flow, read.at), ...event });
  }
}

/**
 * A register that says how far the device is, or a barrier after an index in memory that does: then the words of the
 * descriptors say something else.
 */
function isOrderedRead(file: WrittenFile, instr: Instr): boolean {
  const row = plainRow(file, instr);
  return row?.orders === 'reads' || row?.orders === 'both';
}

/**
 * How far the device is stands in memory of its own, `while (tail != *status->producer)`: then the words of a descriptor
 * say what it is like, and not whose.
 */
function isCountedByDevice(flow: Flow, load: Instr, position: Position): boolean {
  const passed = new Set<LocalId>();
  for (const index of load.kind === 'load' ? indexesOf(flow, load.place, position) : []) {
    flow.sourcesOf(index, position, 'parts', passed);
  }
  return testsOf(flow).some(({ value, relation, other, position: at }) => {
    const isOfIndex = value.kind === 'local' && passed.has(value.local) && (relation === '!=' || relation === '==');
    if (!isOfIndex || other === undefined) return false;
    const sources = flow.sourcesOf(other, at, 'parts');
    return sources.some((it) => it.kind === 'load' && it.place.root.kind === 'pointee' && it.place.steps.length === 0);
  });
}

/** What chooses the descriptor a place is in. */
function indexesOf(flow: Flow, { root, steps }: Place, position: Position): readonly Operand[] {
  const indexes = steps.flatMap((step) => (step.kind === 'element' ? [step.index] : []));
  const sources = root.kind === 'pointee' ? flow.sourcesOf(root.pointer, position, 'copies') : [];
  return sources.reduce((found, source) => {
    if (source.kind === 'element') return [...found, source.index];
    if (source.kind !== 'address') return found;
    return [...found, ...source.place.steps.flatMap((step) => (step.kind === 'element' ? [step.index] : []))];
  }, indexes);
}

/** The word of a descriptor that a branch goes by: one bit of it, or its phase. */
function testedWord(
  facts: DescriptorFacts,
  flow: Flow,
  block: BlockId,
  condition: Operand,
): { readonly owner: DescriptorField; readonly load: Instr; readonly position: Position } | undefined {
  const end = { block, index: Number.MAX_SAFE_INTEGER };
  for (const operand of comparedIn(flow, block, condition)) {
    const sources = flow.sourcesOf(operand, end, 'parts');
    const loads = sources.filter((source) => source.kind === 'load');
    const [load] = loads;
    if (load === undefined || loads.length > 1) continue;
    const owner = facts.fieldAt(flow, load.place, load.position);
    const instr = flow.graph.blocks[load.position.block]?.instrs[load.position.index];
    const isMasked = sources.some((source) => source.kind === 'constant' || source.kind === 'number');
    if (owner !== undefined && instr !== undefined && isMasked) return { owner, load: instr, position: load.position };
  }
  return undefined;
}

/** Both sides of a comparison, or the value itself. */
function comparedIn(flow: Flow, block: BlockId, condition: Operand): readonly Operand[] {
  if (condition.kind !== 'local') return [];
  const made = flow.graph.blocks[block]?.instrs.findLast(
    (instr) => instr.kind === 'assign' && instr.target === condition.local,
  );
  if (made?.kind !== 'assign') return [condition];
  if (made.value.kind === 'binary' && /^[=!]=$/.test(made.value.operator)) return [made.value.left, made.value.right];
  return made.value.kind === 'unary' ? [made.value.operand] : [condition];
}

/** Whether some way from where the word was read, which may be long before the test, has no barrier on it. */
function isUnordered(file: WrittenFile, flow: Flow, load: Instr, read: Position): boolean {
  let found = false;
  walkBackward(flow.graph, read, (instr) => {
    found ||= instr === load;
    return found || mayOrder(file, instr, 'reads');
  });
  return found;
}

/** Who looks at other fields of a descriptor first knows already that it is his: the word says something else. */
function isReadFirst(facts: DescriptorFacts, flow: Flow, owner: DescriptorField, position: Position): boolean {
  const fieldRead = (instr: Instr, at: Position): string | undefined => {
    const it = instr.kind === 'load' ? facts.fieldAt(flow, instr.place, at) : undefined;
    return it?.object === owner.object ? it.field : undefined;
  };
  const others: Position[] = [];
  walkBackward(flow.graph, position, (instr, at) => {
    const field = fieldRead(instr, at);
    if (field !== undefined && field !== owner.field) others.push(at);
    return assignsObject(flow, instr, owner);
  });
  return others.every((other) => {
    let isAfterOwner = false;
    walkBackward(flow.graph, other, (instr, at) => {
      isAfterOwner ||= fieldRead(instr, at) === owner.field;
      return isAfterOwner || assignsObject(flow, instr, owner);
    });
    return isAfterOwner;
  });
}

interface Accesses {
  /** Whether anything of the descriptor is looked at or written. */
  readonly touches: boolean;
  /** The first field that only the device writes, with no barrier on the way. */
  readonly read: { readonly field: string; readonly at: Span; readonly position: Position } | undefined;
}

function accessesFrom(
  file: WrittenFile,
  facts: DescriptorFacts,
  flow: Flow,
  from: BlockId,
  owner: DescriptorField,
): Accesses {
  let touches = false;
  let read: Accesses['read'];
  const start = { block: from, index: 0 };
  const fieldOf = (instr: Instr, position: Position): DescriptorField | undefined => {
    if (instr.kind !== 'load' && instr.kind !== 'store') return undefined;
    const it = facts.fieldAt(flow, instr.place, position);
    return it?.object === owner.object ? it : undefined;
  };
  walkForward(flow.graph, start, (instr, position) => {
    touches ||= fieldOf(instr, position) !== undefined;
    return assignsObject(flow, instr, owner);
  });
  walkForward(flow.graph, start, (instr, position) => {
    if (mayOrder(file, instr, 'reads') || assignsObject(flow, instr, owner)) return true;
    const it = instr.kind === 'load' ? fieldOf(instr, position) : undefined;
    const isOther =
      it !== undefined && it.field !== owner.field && !facts.written.has(it.field.split('.').at(-1) ?? '');
    if (isOther) read ??= { field: it.field, at: instr.at, position };
    return false;
  });
  return { touches, read };
}
