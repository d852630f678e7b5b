import type { Span } from '../base/span.js';
import type { Instr, LocalId, Operand } from '../graph/instr.js';
import { eventAt } from './check-sg.js';
import { assignsObject, type DescriptorFacts, type DescriptorField } from './descriptors.js';
import { handedOn, type Raise, type WrittenFile } from './file.js';
import { type Flow, type Position, type Site, sitesOf, type Source } from './flow.js';
import { isUnknown, mayOrder, plainRow } from './order.js';
import { walkBackward, walkForward } from './walk.js';

/** Words of descriptors that say whose they are, by the way to the field: the masks they are tested with. */
export type OwnerWords = ReadonlyMap<string, OwnerWord>;

interface OwnerWord {
  readonly masks: ReadonlySet<string>;
  readonly testedAt: Span;
  /** Somewhere a barrier stands before it is written. */
  readonly isOrdered: boolean;
}

type Store = Extract<Instr, { kind: 'store' }>;

/** The fields that functions of the file test a bit of, and whether somebody takes care to write them last. */
export function ownerWords(file: WrittenFile, facts: DescriptorFacts): OwnerWords {
  const words = new Map<string, { masks: Set<string>; testedAt: Span; isOrdered: boolean }>();
  for (const flow of file.functions) {
    const conditions = conditionsOf(flow);
    for (const { instr, position } of sitesOf(flow.graph)) {
      if (
        instr.kind !== 'assign' ||
        !conditions.has(instr.target) ||
        instr.value.kind !== 'binary' ||
        instr.value.operator !== '&'
      )
        continue;
      const tested = loadedField(facts, flow, instr.value.left, position);
      if (tested === undefined) continue;
      const known = words.get(tested.field) ?? { masks: new Set(), testedAt: instr.at, isOrdered: false };
      for (const mask of masksIn(flow, instr.value.right, position)) known.masks.add(mask);
      words.set(tested.field, known);
    }
  }
  for (const flow of file.functions) {
    for (const { word, before } of ownerStores(file, facts, flow, words))
      if (before === 'barrier') word.isOrdered = true;
  }
  return words;
}

/** Locals that decide something: a length taken out of a word is no test of it. */
function conditionsOf({ graph }: Flow): ReadonlySet<LocalId> {
  const conditions = new Set<LocalId>();
  const stored = new Set<LocalId>();
  for (const { instr } of sitesOf(graph)) {
    if (instr.kind === 'store' && instr.value.kind === 'local') stored.add(instr.value.local);
  }
  const note = (operand: Operand | undefined): void => {
    if (operand?.kind === 'local') conditions.add(operand.local);
  };
  for (const { instrs, end } of graph.blocks) {
    if (end.kind === 'branch') note(end.condition);
    else if (end.kind === 'return') note(end.value);
    for (const instr of instrs) {
      // `*more = !(ctrl & LAST)` tells somebody, and decides nothing.
      if (instr.kind !== 'assign' || stored.has(instr.target)) continue;
      if (instr.value.kind === 'unary' && instr.value.operator === '!') note(instr.value.operand);
      if (instr.value.kind === 'binary' && /^[=!]=$/.test(instr.value.operator)) note(instr.value.left);
    }
  }
  return conditions;
}

interface OwnerStore<Word extends OwnerWord> {
  readonly site: Site<Store>;
  readonly word: Word;
  readonly owner: DescriptorField;
  /** What comes before it on some way: another field of the descriptor, or first a barrier. */
  readonly before: 'barrier' | 'nothing' | { readonly field: string; readonly at: Span };
}

/** The places where a descriptor is given to the device: its word is written with a bit that readers test. */
function ownerStores<Word extends OwnerWord>(
  file: WrittenFile,
  facts: DescriptorFacts,
  flow: Flow,
  words: ReadonlyMap<string, Word>,
): readonly OwnerStore<Word>[] {
  const found: OwnerStore<Word>[] = [];
  for (const { instr, position } of sitesOf(flow.graph)) {
    const owner = instr.kind === 'store' ? facts.fieldAt(flow, instr.place, position) : undefined;
    const word = owner === undefined ? undefined : words.get(owner.field);
    if (instr.kind !== 'store' || owner === undefined || word === undefined) continue;
    if (!masksIn(flow, instr.value, position).some((mask) => word.masks.has(mask))) continue;
    const before = beforeStore(file, facts, flow, { site: { instr, position }, owner });
    found.push({ site: { instr, position }, word, owner, before });
  }
  return found;
}

function beforeStore(
  file: WrittenFile,
  facts: DescriptorFacts,
  flow: Flow,
  { site, owner }: { readonly site: Site<Store>; readonly owner: DescriptorField },
): OwnerStore<OwnerWord>['before'] {
  let before: OwnerStore<OwnerWord>['before'] = 'nothing';
  walkBackward(flow.graph, site.position, (instr, position) => {
    if (mayOrder(file, instr, 'writes')) {
      if (before === 'nothing') before = 'barrier';
      return true;
    }
    if (instr.kind === 'store') {
      const other = facts.fieldAt(flow, instr.place, position);
      if (other?.object === owner.object && other.field !== owner.field) {
        before = { field: other.field, at: instr.at };
        return true;
      }
    }
    return assignsObject(flow, instr, owner);
  });
  return before;
}

/** Whether a value has one of the bits on every way: `if (!is_first) ctrl |= OWN` has not. */
function alwaysCarries(
  file: WrittenFile,
  flow: Flow,
  masks: ReadonlySet<string>,
  { instr, position }: Site<Store>,
): boolean {
  // A value that leads back to itself adds nothing.
  const known = new Map<Instr, boolean>();
  const carries = (operand: Operand, from: Position): boolean => {
    if (operand.kind === 'constant') return masks.has(operand.name);
    if (operand.kind === 'number') return masks.has(String(operand.value));
    if (operand.kind !== 'local') return false;
    return flow.definitionsOf(operand.local, from).every((definition) => {
      if (definition === 'entry') return false;
      const before = known.get(definition.instr);
      if (before !== undefined) return before;
      known.set(definition.instr, true);
      const found = partsOf(file, definition.instr).some((part) => carries(part, definition.position));
      known.set(definition.instr, found);
      return found;
    });
  };
  return carries(instr.value, position);
}

function partsOf(file: WrittenFile, instr: Instr): readonly Operand[] {
  if (instr.kind !== 'assign' || instr.value.kind !== 'binary') return handedOn(file, instr);
  return [instr.value.left, instr.value.right];
}

function loadedField(
  facts: DescriptorFacts,
  flow: Flow,
  operand: Operand,
  position: Position,
): DescriptorField | undefined {
  const [only, ...others] = flow.sourcesOf(operand, position, 'copies');
  if (only?.kind !== 'load' || others.length > 0) return undefined;
  return facts.fieldAt(flow, only.place, only.position);
}

function masksIn(flow: Flow, operand: Operand, position: Position): readonly string[] {
  return flow.sourcesOf(operand, position, 'parts').flatMap((source: Source) => {
    if (source.kind === 'constant') return [source.name];
    return source.kind === 'number' && source.value !== 0 ? [String(source.value)] : [];
  });
}

/** The word that gives a descriptor away must not be seen before the rest of it. */
export function checkOwnerWrites(
  file: WrittenFile,
  facts: DescriptorFacts,
  words: OwnerWords,
  flow: Flow,
  raise: Raise,
): void {
  for (const { site, word, owner, before } of ownerStores(file, facts, flow, words)) {
    if (before === 'barrier' || before === 'nothing') continue;
    // A device that waits for its doorbell reads no sooner; one that others write a barrier for does.
    if (!word.isOrdered && leadsToDoorbell(file, flow, site.position)) continue;
    // Those after the first: the device comes to them once it has the first, which somebody gives it in order.
    if (!alwaysCarries(file, flow, word.masks, site)) continue;
    const { field, at: fieldAt } = before;
    const { testedAt } = word;
    raise({
      ...eventAt(flow, site.instr.at),
      id: 'OWNER_WRITTEN_UNORDERED',
      owner: owner.field,
      field,
      fieldAt,
      testedAt,
    });
  }
}

function leadsToDoorbell(file: WrittenFile, flow: Flow, from: Position): boolean {
  let found = false;
  walkForward(flow.graph, { ...from, index: from.index + 1 }, (instr) => {
    found ||= instr.kind === 'call' && (plainRow(file, instr)?.effect === 'hand-over' || isUnknown(file, instr));
    return found;
  });
  return found;
}
