import { pageBytes } from '../api/constants.js';
import { rootOf } from '../symbolic/region.js';
import { range } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import type { ContractEntry } from './entry.js';
import { type ApiCall, type Argument, argumentOf, same, type World } from './world.js';

/** A release must name the size of its mapping or allocation. */
export function checkSize(world: World, entry: ContractEntry, call: ApiCall): void {
  const argument = argumentOf(call, 'size');
  if (argument === undefined || entry.size === undefined || !entry.madeHere) return;
  const size = argument.term;
  // After rounds of a loop that were not run, a count may be another than the one it was mapped with: `len` and `len + 8`
  // are never the same, whatever `len` is.
  if (entry.escaped && world.terms.binary('-', size, entry.size).kind !== 'const') return;
  const verdict = same(world, size, entry.size);
  // `unknown` stays quiet: a claim needs proof, not the absence of a proof against it…
  const isReduced = verdict === 'unknown' && isChangedByInput(world, size, entry.size);
  if (verdict !== 'no' && !isReduced) return;
  if (isSameField(world, size, entry.size)) return;
  if (isOfAnotherCase(world, entry, argument) || isOfAnotherMember(world, entry, call)) return;
  world.raise({
    id: 'SIZE_MISMATCH',
    at: call.at,
    // …except for the mapped size itself, changed by something that is not always zero.
    heuristics: isReduced ? ['changed-by-variable-amount'] : [],
    entry,
    size,
    samePages: pages(world, size) !== undefined && pages(world, size) === pages(world, entry.size),
  });
}

/**
 * A number that a test of driver state chose which the path does not know the answer of: `is_long ? 8192 : 4096` at both
 * ends (idiom I-17). And the 0 a variable begins with, which the place that maps was not seen to set.
 */
function isOfAnotherCase(world: World, entry: ContractEntry, { term, isChosen }: Argument): boolean {
  if (term.kind !== 'const') return false;
  if (isChosen === true && term.value === 0) return true;
  const mapped = entry.size;
  // The same sum without one of its parts: `sizeof(*head)` for what was `sizeof(*head) + len`.
  if (mapped?.kind === 'linear' && mapped.constant === term.value && term.value !== 0) return false;
  return world.isGuess(entry, isChosen === true || term.value === 0 ? 'value' : 'way');
}

/** Named by its DMA address alone: a union holds the pointers to rings of two kinds, and the other one is meant. */
function isOfAnotherMember(world: World, entry: ContractEntry, call: ApiCall): boolean {
  const cpu = argumentOf(call, 'cpu-address')?.term;
  return call.row.does === 'free' && cpu !== undefined && same(world, cpu, entry.cpu) === 'unknown';
}

/**
 * `ctx->size` and `req->ctx->size`: one field by two ways, and what tells the values apart may not know it is one. Nor does
 * it know what a field is after something changed it: most likely what it was.
 */
function isSameField(world: World, size: Term, mapped: Term): boolean {
  const released = multipleOf(size);
  const place = world.readFrom(released.atom);
  if (place?.kind !== 'field') return false;
  return [mapped, ...equals(world, mapped)].some((it) => {
    const made = multipleOf(it);
    const from = world.readFrom(made.atom);
    if (from?.kind !== 'field' || from.name !== place.name || made.coefficient !== released.coefficient) return false;
    return from === place || rootOf(from) !== rootOf(place);
  });
}

/** `24 * depth` by what it counts. */
function multipleOf(term: Term): { readonly atom: Term; readonly coefficient: number } {
  const [only, ...others] = term.kind === 'linear' && term.constant === 0 ? term.parts : [];
  return only === undefined || others.length > 0 ? { atom: term, coefficient: 1 } : only;
}

/** What the path found to be the same number: `len == req->ctx->size`. */
function equals({ facts }: World, term: Term): readonly Term[] {
  const solved = [...facts.solvedSymbols.values()];
  const [own] = solved.flatMap(({ atom, value }) => (atom === term ? [value] : []));
  const same = own ?? term;
  return [same, ...solved.flatMap(({ atom, value }) => (value === same ? [atom] : []))];
}

/** `len - received` against `len`: the same terms, and one more that has more than one possible value. */
function isChangedByInput(world: World, size: Term, mapped: Term): boolean {
  const difference = world.terms.binary('-', size, mapped);
  if (difference.kind === 'const') return false;
  const atoms = difference.kind === 'linear' ? difference.parts.map((part) => part.atom) : [difference];
  const [only] = atoms;
  if (only === undefined || atoms.length !== 1 || (difference.kind === 'linear' && difference.constant !== 0))
    return false;
  // What remains must be an addition to what was mapped, not another way to say it.
  if (size.kind !== 'linear' || mapped === only) return false;
  const sharesMapped =
    mapped.kind === 'const'
      ? size.constant === mapped.value && mapped.value !== 0
      : atomsOf(mapped).every((atom) => atomsOf(size).includes(atom));
  const { minimum, maximum } = range(world.terms, world.facts, only);
  return sharesMapped && minimum < maximum;
}

function atomsOf(term: Term): readonly Term[] {
  return term.kind === 'linear' ? term.parts.map((part) => part.atom) : [term];
}

function pages(world: World, size: Term): number | undefined {
  const { minimum, maximum } = range(world.terms, world.facts, size);
  return minimum === maximum ? Math.ceil(minimum / pageBytes) : undefined;
}
