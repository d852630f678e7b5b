import { type ContractEntry, isLive } from '../contract/entry.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import { isHeaderConstant, isJoined, isReadAgain, isResult } from '../contract/symbol-keys.js';
import type { BlockId } from '../graph/instr.js';
import { asComparison } from '../symbolic/compare.js';
import { type Region, type RootRegion, rootOf } from '../symbolic/region.js';
import { type SymbolTerm, symbolsOf, type Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import { mayNameIn } from './may-name.js';
import { type Path, withMarked } from './path.js';
import { doesWork, familiesReleased } from './releases.js';
import { mayLieIn } from './same-place.js';

/**
 * `if (dev->ring) free(dev->ring)` where the path put an address into `dev->ring` and no longer knows what is there: an
 * unknown function or the rounds of a loop that were not run may have changed it. It may be the same address still, so
 * whether this tests or releases that entry nobody can tell.
 */
export function letGoOfForgotten(cx: ExecContext, path: Path, value: Term): Path {
  if (!path.contract.some(isHeld)) return path;
  const places = placesReadBy(cx, value);
  if (places.length === 0) return path;
  const isMeant = (entry: ContractEntry): boolean =>
    isHeld(entry) &&
    !mentions(value, entry) &&
    !mentionsCpu(value, entry) &&
    places.some((place) => placesOf(cx, entry).some((holder) => mayLieIn(cx, holder, place)));
  return withMarked(path, isMeant, { escaped: true, passed: undefined });
}

/**
 * `if (edesc->src_nents) unmap(..)`, tested on memory that this path or an unknown function changed and whose value the
 * path no longer knows. It may well be what it was when the mapping was made, so the side that goes past the release
 * proves no leak.
 */
export function letGoBehindForgotten(cx: ExecContext, path: Path, condition: Term, skipped: readonly BlockId[]): Path {
  if (!path.contract.some(isOwn) || ![...symbolsOf(condition)].some(isForgotten)) return path;
  if (doesWork(cx, path.frame.program, skipped)) return path;
  const families = familiesReleased(cx, path.frame.program, skipped);
  const isLetGo = (entry: ContractEntry): boolean => isOwn(entry) && families.has(entry.family);
  return withMarked(path, isLetGo, { escaped: true });
}

/**
 * `if (dd->flags & MAPPED) unmap(..)`: the path takes the side without the release, and nothing it knew decided that.
 * Drivers guard releases by what they noted when they mapped, so this proves no leak.
 */
export function doubtPastRelease(cx: ExecContext, path: Path, condition: Term, passed: readonly BlockId[]): Path {
  if (passed.length === 0 || !path.contract.some(isOwn) || !isOfState(condition)) return path;
  if (doesWork(cx, path.frame.program, passed)) return path;
  const families = familiesReleased(cx, path.frame.program, passed);
  const isPassed = (entry: ContractEntry): boolean =>
    isOwn(entry) && families.has(entry.family) && mayNameIn(cx, path, entry, passed);
  return withMarked(path, isPassed, { maybeReleased: true });
}

/** Memory, arguments and bits as they are, as opposed to what a call just returned. */
function isOfState(condition: Term): boolean {
  return !isNews(asComparison(condition)?.body ?? condition) && symbolsOf(condition).length > 0;
}

/** What a call just returned: itself, compared with a limit that a header names, or asked whether it is an error. */
function isNews(asked: Term): boolean {
  switch (asked.kind) {
    case 'symbol':
      return isResult(asked);
    case 'linear':
      return (
        asked.parts.some(({ atom }) => isNews(atom)) &&
        asked.parts.every(({ atom }) => isNews(atom) || (atom.kind === 'symbol' && isHeaderConstant(atom)))
      );
    case 'apply':
      return errorQuestions.has(asked.name) && asked.args.every(isNews);
    default:
      return false;
  }
}

const errorQuestions: ReadonlySet<string> = new Set(['mapping-error', 'is-err', 'is-err-or-null']);

/** Read after something changed it, or joined from two paths. */
const isForgotten = (symbol: SymbolTerm): boolean => isJoined(symbol) || isReadAgain(symbol);

const isOwn = (entry: ContractEntry): boolean => entry.madeHere && !entry.escaped && isLive(entry);

const isHeld = (entry: ContractEntry): boolean =>
  (!entry.escaped || entry.passed !== undefined) && isLive(entry) && entry.heldIn.length > 0;

/** Where its address was put, and where the objects were put that have it. */
function placesOf(cx: ExecContext, entry: ContractEntry): readonly Region[] {
  const places = new Set(entry.heldIn);
  const seen = new Set<RootRegion>();
  for (const place of places) {
    const root = rootOf(place);
    if (seen.has(root)) continue;
    seen.add(root);
    for (const holder of cx.storedIn.get(root) ?? []) places.add(holder);
  }
  return [...places];
}

function placesReadBy(cx: ExecContext, value: Term): readonly Region[] {
  const places: Region[] = [];
  for (const symbol of symbolsOf(value)) {
    const place = cx.readFrom.get(symbol);
    if (place !== undefined) places.push(place);
  }
  return places;
}
