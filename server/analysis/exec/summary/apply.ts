import { type ContractEntry, type EntryId, isStreaming } from '../../contract/entry.js';
import { assume } from '../../symbolic/constraints.js';
import { type Region, rootOf } from '../../symbolic/region.js';
import { write } from '../../symbolic/store.js';
import type { Term } from '../../symbolic/term.js';
import type { Call } from '../call.js';
import { callsTo, isInLoop } from '../call-api.js';
import type { ExecContext } from '../context.js';
import { noteContainer } from '../memory.js';
import { type Path, record, setLocal, siteKey, pathWith } from '../path.js';
import { mappingError } from '../values.js';
import { type Crossing, regionInCaller, termInCaller } from './in-caller.js';
import { releaseAtCall } from './released.js';
import { assumeResult } from './result-kind.js';
import { doesNothing, type Effects, type Placed, type Summary } from './summary.js';

/**
 * What comes of a call that is not followed, by what it returned: `after` is the path that knows nothing of it but what
 * every caller of such a function knows.
 */
export function applySummary(
  cx: ExecContext,
  before: Path,
  after: Path,
  call: Call,
  { program, outcomes }: Summary,
): readonly Path[] {
  const callee = program.graph.name;
  const site = cx.terms.name(`${siteKey(before, call.instr.at)}/${callee}/`);
  const crossing: Crossing = { cx, path: before, callee, values: call.values, site };
  const [only, ...others] = outcomes;
  if (only === undefined) return [after];
  if (others.length === 0) return [withEffects(crossing, after, call, only.effects)];
  const result = call.instr.target === undefined ? undefined : after.frame.locals.get(call.instr.target);
  // Whoever does not ask how it went knows that it goes well, or does not care.
  if (result === undefined) return [after];
  const paths = outcomes.flatMap(({ when, effects }) => {
    let facts: Path['facts'] | undefined = after.facts;
    for (const test of when) if (facts !== undefined) facts = assumeResult(cx.terms, facts, result, test);
    return facts === undefined ? [] : [withEffects(crossing, pathWith(after, { facts }), call, effects)];
  });
  return paths.length === 0 ? [after] : paths;
}

/** The same path where something of it cannot be said in the caller's words: half of it would be a wrong story. */
function withEffects(crossing: Crossing, after: Path, call: Call, effects: Effects): Path {
  if (doesNothing(effects)) return after;
  const { instr } = call;
  const depth = after.frame.depth + 1;
  let path = record(after, { kind: 'enter', at: instr.calleeAt, functionName: crossing.callee, depth });
  for (const it of effects.released) path = releaseAtCall(crossing, path, call, it);
  path = withMadeByCall(crossing, path, call, effects) ?? path;
  if (path.contract === after.contract) return after;
  return record(path, { kind: 'leave', at: effects.exit, depth, gives: instr.target !== undefined });
}

/** `undefined` where the caller cannot name a place, or does not take what is returned. */
function withMadeByCall(crossing: Crossing, path: Path, call: Call, effects: Effects): Path | undefined {
  const { target } = call.instr;
  const made = allOrNone(effects.made, (entry) => entryInCaller(crossing, path, call, entry));
  const placed = allOrNone(effects.placed, (it) => placedInCaller(crossing, it));
  const returned = effects.returned === undefined ? undefined : termInCaller(crossing, effects.returned);
  if (made === undefined || made.length === 0 || placed === undefined) return undefined;
  if (effects.returned !== undefined && (returned === undefined || target === undefined)) return undefined;
  const isShown = isShownToKernel(crossing, effects);
  const isOthers = (entry: ContractEntry): boolean => isShown && !crossing.cx.isLeftAlone(entry);
  let after = path;
  for (const entry of made) after = withMade(crossing, after, isOthers(entry) ? { ...entry, escaped: true } : entry);
  for (const it of placed) after = withPlaced(crossing, after, it);
  return returned === undefined || target === undefined
    ? after
    : setLocal(knownToExist(crossing, after, returned), target, returned);
}

/**
 * Whether a function of the kernel got an object that holds what was made: what that means for an entry depends on the
 * function that fails, which is the caller now.
 */
function isShownToKernel({ cx, callee }: Crossing, { placed }: Effects): boolean {
  const exposed = cx.reachOf(callee)?.exposed.kernel;
  return exposed === undefined || placed.some(({ region }) => exposed.has(rootOf(region)));
}

function allOrNone<From, To>(all: readonly From[], change: (it: From) => To | undefined): readonly To[] | undefined {
  const changed = all.flatMap((it) => change(it) ?? []);
  return changed.length === all.length ? changed : undefined;
}

function withMade({ cx }: Crossing, path: Path, entry: ContractEntry): Path {
  const { cpu, dma, buffer, origin } = entry;
  let { facts } = path;
  const know = (condition: Term, holds: boolean): void => {
    facts = assume(cx.terms, facts, condition, holds) ?? facts;
  };
  if (buffer !== undefined && cpu !== undefined) know(cpu, true);
  if (dma !== undefined) {
    know(mappingError(cx, dma), false);
    know(dma, true);
  }
  const made = pathWith(path, { facts, contract: [...path.contract.filter((old) => old.id !== entry.id), entry] });
  const does = isStreaming(entry) ? 'map' : 'allocate';
  return record(made, { kind: 'api', at: origin.at, name: origin.name, entry, does, part: undefined });
}

/** `undefined` where the caller cannot name it, or a place that has it. */
function entryInCaller(
  crossing: Crossing,
  path: Path,
  { instr }: Call,
  there: ContractEntry,
): ContractEntry | undefined {
  const [cpu, dma, table, base] = [there.cpu, there.dma, there.table, there.base].map((term) => said(crossing, term));
  const heldIn = allOrNone(there.heldIn, (holder) => regionInCaller(crossing, holder));
  const isNamed = (cpu !== undefined || there.cpu === undefined) && (dma !== undefined || there.dma === undefined);
  if (heldIn === undefined || !isNamed) return undefined;
  return {
    ...there,
    id: `${crossing.site}${there.id}` as EntryId,
    madeInLoop: isInLoop(path.frame),
    madeAt: [...callsTo(path.frame, instr.at), ...there.madeAt],
    cpu,
    dma,
    table,
    base,
    buffer: there.buffer === undefined ? undefined : memoryInCaller(crossing, there.buffer),
    device: said(crossing, there.device),
    size: said(crossing, there.size),
    mapped: said(crossing, there.mapped),
    direction: said(crossing, there.direction),
    attributes: said(crossing, there.attributes),
    failed: undefined,
    heldIn,
    writes: [],
    tests: [],
  };
}

const said = (crossing: Crossing, term: Term | undefined): Term | undefined =>
  term === undefined ? undefined : termInCaller(crossing, term);

/** The same memory by the name it has after this call. What the callee wrote there is not known. */
function memoryInCaller(crossing: Crossing, there: Region): Region | undefined {
  const { memory } = crossing.cx;
  const region = regionInCaller(crossing, there);
  const known = memory.get(rootOf(there));
  if (region !== undefined && known !== undefined) memory.set(rootOf(region), { ...known, zeroed: false });
  return region;
}

function placedInCaller(crossing: Crossing, { region, value }: Placed): Placed | undefined {
  const place = regionInCaller(crossing, region);
  const held = termInCaller(crossing, value);
  if (place === undefined || held === undefined) return undefined;
  if (value.kind === 'symbol' && value.info.isPointer) memoryInCaller(crossing, crossing.cx.terms.pointee(value));
  return { region: place, value: held };
}

function withPlaced(crossing: Crossing, path: Path, { region, value }: Placed): Path {
  const { cx } = crossing;
  noteContainer(cx, region, value);
  const { facts } = knownToExist(crossing, path, value);
  return pathWith(path, { facts, store: write(cx.terms, path.store, region, value) });
}

/** An object the callee made and filled is there. */
function knownToExist({ cx }: Crossing, path: Path, value: Term): Path {
  if (value.kind !== 'symbol' || !value.info.isPointer) return path;
  const facts = assume(cx.terms, path.facts, value, true) ?? path.facts;
  return pathWith(path, { facts: assume(cx.terms, facts, cx.terms.apply('is-err', [value]), false) ?? facts });
}
