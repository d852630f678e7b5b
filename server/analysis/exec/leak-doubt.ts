// What makes a claim that a path leaves something behind worth nothing.
import { type ContractEntry, isStreaming } from '../contract/entry.js';
import { isOtherElement } from '../contract/check-unwind.js';
import { carries, mentions } from '../contract/mentions.js';
import { isResult } from '../contract/symbol-keys.js';
import { arrayOf, levelsOf, type Region, rootOf } from '../symbolic/region.js';
import { equal } from '../symbolic/solve.js';
import { read } from '../symbolic/store.js';
import { symbolsOf, type SymbolTerm, type Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import { isOrder, questionOf } from './guess.js';
import type { Choice, Path, TraceStep } from './path.js';
import type { Program } from './program.js';
import { isFromOtherField } from './may-name.js';
import { namesField } from './named-fields.js';
import { isCleanUp } from './releases.js';

export function isLeakDoubtful(cx: ExecContext, path: Path, entry: ContractEntry): boolean {
  return (
    asksTwice(path, entry) ||
    isRefusedWithFailure(path, entry) ||
    failedUnnamed(path, entry) ||
    mayBeGone(cx, path, entry)
  );
}

/** The doubts that stay where the path itself is none, as with what every path of a function does. */
export function mayBeGone(cx: ExecContext, path: Path, entry: ContractEntry): boolean {
  return (
    wasMissing(cx, path, entry) ||
    looksUnderOtherName(cx, path, entry) ||
    isMappedAgain(path, entry) ||
    releasedUnnamed(cx, path, entry) ||
    releasedFromPlace(cx, path, entry) ||
    wasCleanedUp(cx, path, entry)
  );
}

/**
 * Whether a path answered one question about memory in two ways, and the second time after an entry was made. Something
 * unknown may have changed the answer in between, but a driver that asks again mostly asks to do the matching thing.
 * Where nothing changed what was read, no such path exists, wherever the two answers stand.
 */
function asksTwice(path: Path, entry: ContractEntry): boolean {
  const ofPlaces = new Map<string, boolean>();
  const ofValues = new Map<string, boolean>();
  let isBefore = false;
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    isBefore ||= isMaking(step, entry);
    if (step.kind !== 'branch' || step.choice === undefined || isOrder(step.choice.condition)) continue;
    const { condition } = step.choice;
    const isOfState = [...symbolsOf(condition)].some((it) => it.info.kind === 'loaded' || isAbility(it));
    if (!isOfState || mentions(condition, entry)) continue;
    const [place, value] = [questionOf(condition, placeOf), questionOf(condition)];
    const [ofPlace, ofValue] = [step.holds !== place.isNegated, step.holds !== value.isNegated];
    if ((ofPlaces.get(place.key) ?? ofPlace) !== ofPlace || (ofValues.get(value.key) ?? ofValue) !== ofValue)
      return true;
    if (!isBefore) ofPlaces.set(place.key, ofPlace);
    ofValues.set(value.key, ofValue);
  }
  return false;
}

const isMaking = (step: TraceStep, { id }: ContractEntry): boolean =>
  step.kind === 'api' && step.entry.id === id && (step.does === 'map' || step.does === 'allocate');

/**
 * `if (count <= 0 || count > MAX)`: one exit for the failed mapping and for a count that the driver's own limits rule
 * out. It was written for the first.
 */
function isRefusedWithFailure(path: Path, entry: ContractEntry): boolean {
  let refused: Choice | undefined;
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind === 'api' && step.entry.id === entry.id) return false;
    if (step.kind !== 'branch' || step.choice === undefined || !isOfCount(step.choice.condition, entry)) continue;
    if (refused?.frameKey === step.choice.frameKey && refused.taken === step.choice.notTaken) return true;
    refused ??= step.choice;
  }
  return false;
}

/** `if (!dev->ring) dev->ring = alloc(..)`: what is made once and found there the next time need not go. */
function wasMissing(cx: ExecContext, path: Path, entry: ContractEntry): boolean {
  if (entry.heldIn.length === 0) return false;
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind !== 'branch' || step.choice === undefined) continue;
    for (const symbol of symbolsOf(step.choice.condition)) {
      // Whether there is a list to map says nothing about an earlier mapping of it.
      const place = symbol === entry.table ? undefined : cx.readFrom.get(symbol);
      if (place === undefined || symbol.info.kind !== 'loaded') continue;
      if (entry.heldIn.includes(place) || isItsSize(path, entry, place)) return true;
    }
  }
  return false;
}

/** `if (!buf->size)`: a size kept beside the memory says whether it is there. */
function isItsSize({ store }: Path, { heldIn, size }: ContractEntry, place: Region): boolean {
  if (size === undefined || place.kind !== 'field' || read(store, place) !== size) return false;
  return heldIn.some((holder) => holder.kind === 'field' && holder.parent === place.parent);
}

/**
 * Whether a path asks after an element of the ring that it knows to be the one that has this entry, but cannot read as
 * such: `ring[count - 1]` where `next + 1` is the count. What it answered there says nothing of the entry.
 */
function looksUnderOtherName(cx: ExecContext, path: Path, entry: ContractEntry): boolean {
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (isMaking(step, entry)) return false;
    if (step.kind !== 'branch' || step.choice === undefined) continue;
    for (const symbol of symbolsOf(step.choice.condition)) {
      const place = cx.readFrom.get(symbol);
      if (place !== undefined && entry.heldIn.some((holder) => isSameByFacts(cx, path, holder, place))) return true;
    }
  }
  return false;
}

function isSameByFacts({ terms }: ExecContext, { facts }: Path, holder: Region, place: Region): boolean {
  if (rootOf(holder) !== rootOf(place)) return false;
  const [held, asked] = [levelsOf(holder), levelsOf(place)];
  const differing = held.findIndex(({ index }, depth) => index !== asked[depth]?.index);
  const [one, other] = [held[differing]?.index, asked[differing]?.index];
  const isSamePlace = held.slice(0, differing + 1).every(({ field }, depth) => field === asked[depth]?.field);
  if (one === undefined || other === undefined || !isSamePlace) return false;
  return equal(terms, facts, one, other) === 'yes';
}

/** Whether a path unmapped what came mapped, and mapped it again: it leaves it as it found it. */
function isMappedAgain(path: Path, entry: ContractEntry): boolean {
  const given = entry.table ?? entry.cpu;
  let trace = path.trace;
  while (trace !== undefined && !(trace.step.kind === 'api' && trace.step.entry.id === entry.id)) trace = trace.before;
  for (; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind !== 'api' || step.does !== 'unmap' || step.entry.madeHere) continue;
    if (step.entry.family === entry.family && (step.entry.table ?? step.entry.cpu) === given) return true;
  }
  return false;
}

const isOfCount = (condition: Term, { mapped }: ContractEntry): boolean =>
  mapped !== undefined && carries(condition, mapped);

/** `hcd_uses_dma(hcd)`: what a device can do stays what it is. */
const isAbility = (symbol: SymbolTerm): boolean =>
  isResult(symbol) && /(?:^|_)(?:uses|supports)_|_(?:capable|supported|enabled)\(\)$/.test(symbol.info.name);

/** Two reads of one place are one question, whatever happened in between: the epoch stands behind the `@`. */
function placeOf(term: Term): string {
  switch (term.kind) {
    case 'symbol':
      return isAbility(term) ? term.info.name : term.key.replace(/@.*$/, '');
    case 'apply':
      return `${term.name}(${term.args.map(placeOf).join()})`;
    case 'linear':
      return `${term.constant}${term.parts.map(({ coefficient, atom }) => `+${coefficient}*${placeOf(atom)}`).join('')}`;
    case 'const':
      return String(term.value);
    case 'pointer':
    case 'string':
    case 'function':
      return String(term.id);
  }
}

/**
 * Whether a path asks after the result under another name: `dma_mapping_error(dev, rb_addr(rb))`, or `!table->page[i]`
 * where the analysis lost what is in the table. That it came out as failed says that nothing was made.
 */
function failedUnnamed(path: Path, entry: ContractEntry): boolean {
  if (entry.state !== 'unchecked') return false;
  let first: Extract<TraceStep, { kind: 'branch' }> | undefined;
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind === 'api') {
      const isSame = step.entry.id === entry.id;
      if (isSame && (step.does === 'map' || step.does === 'allocate')) break;
      // It is freed by that other name, or taken for another one of its loop.
      const isSibling = step.entry.origin.at.start === entry.origin.at.start;
      const isUnnamed = !step.entry.madeHere && step.entry.family === entry.family;
      if (step.does === 'free' && (isSame || isSibling || isUnnamed)) return true;
    }
    if (step.kind === 'branch' && step.choice !== undefined) first = step;
  }
  if (first?.choice === undefined) return false;
  const { condition } = first.choice;
  if (isStreaming(entry)) return condition.kind === 'apply' && condition.name === 'mapping-error' && first.holds;
  const { key, isNegated } = questionOf(condition);
  const isOfMemory = [...symbolsOf(condition)].some(({ info }) => info.kind === 'loaded');
  return isOfMemory && key.endsWith(',0') && first.holds === isNegated;
}

/**
 * Whether a path ran the driver's own clean-up after an entry was made, and the entry is still there. Such functions
 * release what their object says it has: that it says nothing of this entry is more than a path knows. One that never
 * looks at the field says nothing.
 */
function wasCleanedUp(cx: ExecContext, path: Path, entry: ContractEntry): boolean {
  // Nobody else finds what only a variable holds, or what the clean-up took with it.
  if (entry.heldIn.length === 0 && entry.handedOn !== true) return false;
  if (entry.heldIn.some((holder) => path.freed.has(rootOf(holder)))) return false;
  // Of the calls that came back, innermost last.
  const left: LeftCall[] = [];
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (isMaking(step, entry)) return false;
    if (step.kind === 'leave') left.push({ released: [], isKnown: true });
    else if (isGuessed(step)) for (const call of left) call.isKnown = false;
    if (step.kind === 'api' && step.does === 'unmap') left.at(-1)?.released.push(step.entry);
    if (step.kind !== 'enter') continue;
    const call = left.pop();
    // Given one element of the ring, it looks at no other.
    const isOfAnother = call?.released.some((released) => isInOtherElement(cx, entry, released)) === true;
    const callee = call?.isKnown === true || isOfAnother ? undefined : cx.programs.get(step.functionName);
    if (callee === undefined || !isCleanUp(cx, callee, entry.family)) continue;
    if (entry.heldIn.some((holder) => mayLookAt(cx, callee, holder))) return true;
  }
  return false;
}

interface LeftCall {
  readonly released: ContractEntry[];
  /** The path knew all that decided what it does. */
  isKnown: boolean;
}

function isInOtherElement(cx: ExecContext, entry: ContractEntry, released: ContractEntry): boolean {
  // What the path did not make it found there.
  const found = released.madeHere || released.dma === undefined ? undefined : cx.readFrom.get(released.dma);
  const places = found === undefined ? (released.madeHere ? released.heldIn : []) : [found];
  return entry.heldIn.every((held) => places.some((place) => isOtherElement(held, place)));
}

/** A branch that could go either way, or a release of what the path cannot name. */
const isGuessed = (step: TraceStep): boolean =>
  (step.kind === 'branch' && step.choice !== undefined) || (step.kind === 'api' && !step.entry.madeHere);

function mayLookAt(cx: ExecContext, cleanUp: Program, holder: Region): boolean {
  const place = arrayOf(holder);
  return place.kind !== 'field' || namesField(cx, cleanUp, place.name);
}

/**
 * Whether a path released a mapping that it could not name, after it made this one: an address read back from where the
 * analysis lost it is most likely the one just made.
 */
function releasedUnnamed(cx: ExecContext, path: Path, entry: ContractEntry): boolean {
  if (!isStreaming(entry)) return false;
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind !== 'api') continue;
    if (isMaking(step, entry)) return false;
    const isRelease = step.does === 'unmap' || step.does === 'free';
    const isUnnamed = isRelease && !step.entry.madeHere && step.entry.family === entry.family;
    if (isUnnamed && !isOfOther(cx, step.entry, entry)) return true;
  }
  return false;
}

/** Another element of the array that has this one, or another field. */
function isOfOther(cx: ExecContext, released: ContractEntry, entry: ContractEntry): boolean {
  const place = released.dma === undefined ? undefined : cx.readFrom.get(released.dma);
  if (place === undefined) return false;
  return isFromOtherField(entry, place) || entry.heldIn.some((holder) => isOtherElement(holder, place));
}

/** Whether a path released what it read back from the place that holds this one: something unknown happened to it. */
function releasedFromPlace(cx: ExecContext, path: Path, entry: ContractEntry): boolean {
  if (isStreaming(entry) || entry.heldIn.length === 0) return false;
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind !== 'api') continue;
    if (isMaking(step, entry)) return false;
    const { cpu, madeHere, family } = step.entry;
    if (step.does !== 'free' || madeHere || family !== entry.family || cpu === undefined) continue;
    const place = cx.readFrom.get(cpu);
    if (place !== undefined && entry.heldIn.includes(place)) return true;
  }
  return false;
}
