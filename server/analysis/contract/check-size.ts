import { rootOf } from '../symbolic/region.js';
import { range } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import type { ContractEntry } from './entry.js';
import { type ApiCall, argumentOf, same, type World } from './world.js';

// Linux include/vdso/page.h (6.12), PAGE_SIZE of 32-bit ARM.
const pageBytes = 4096;

/** A release must name the size of its mapping or allocation. */
export function checkSize(world: World, entry: ContractEntry, call: ApiCall): void {
  const size = argumentOf(call, 'size')?.term;
  if (size === undefined || entry.size === undefined || !entry.madeHere) return;
  // After rounds of a loop that were not run, a count may be another than the one it was mapped with.
  if (entry.escaped && (size.kind !== 'const' || entry.size.kind !== 'const')) return;
  const verdict = same(world, size, entry.size);
  // `unknown` stays quiet: a claim needs proof, not the absence of a proof against it…
  const isReduced = verdict === 'unknown' && isChangedByInput(world, size, entry.size);
  if (verdict !== 'no' && !isReduced) return;
  if (isSameField(world, size, entry.size)) return;
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

/** `ctx->size` and `req->ctx->size`: one field by two ways, and what tells the values apart may not know it is one. */
function isSameField(world: World, size: Term, mapped: Term): boolean {
  const [released, made] = [world.readFrom(size), world.readFrom(mapped)];
  if (released?.kind !== 'field' || made?.kind !== 'field' || released.name !== made.name) return false;
  return rootOf(released) !== rootOf(made);
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
