// What a function that is not followed can get at of what its caller made.
import { type ContractEntry, isStreaming } from '../../contract/entry.js';
import { arrayOf, type Region, type RootRegion, rootOf } from '../../symbolic/region.js';
import { symbolsOf, type Term } from '../../symbolic/term.js';
import type { Call } from '../call.js';
import type { ExecContext } from '../context.js';
import { type Path, siteKey } from '../path.js';
import { type Crossing, termInCaller } from './in-caller.js';
import type { Keeper, Reach } from './summary.js';

/**
 * Whether an entry is found by names alone that the function never says. Memory is set up once; mappings, and what a loop
 * makes, tell paths apart for as long as they are known, and functions that make many ran out of their budget.
 */
export function isOutOfReach({ fields }: Reach, entry: ContractEntry): boolean {
  const { heldIn, handedOn, madeInLoop } = entry;
  if (isStreaming(entry) || handedOn === true || madeInLoop || heldIn.length === 0) return false;
  return heldIn.every((holder) => isFieldBeside(holder, fields));
}

function isFieldBeside(holder: Region, fields: ReadonlySet<string>): boolean {
  const place = arrayOf(holder);
  return rootOf(holder).rootKind !== 'stack' && place.kind === 'field' && !fields.has(place.name);
}

/** A pointer to an object of the caller that a call exposes, and to whom. */
export interface ExposedByCall {
  readonly pointer: Term;
  readonly by: Keeper;
}

/**
 * `undefined` where one of the objects cannot be named, and may be any of them. What the callee made for itself is
 * nobody's yet.
 */
export function exposedByCall(
  cx: ExecContext,
  path: Path,
  call: Call,
  name: string,
): readonly ExposedByCall[] | undefined {
  const reach = cx.reachOf(name);
  if (reach === undefined) return undefined;
  const site = cx.terms.name(`${siteKey(path, call.instr.at)}/${name}/`);
  const crossing: Crossing = { cx, path, callee: name, values: call.values, site };
  const exposed: ExposedByCall[] = [];
  for (const by of ['driver', 'kernel'] as const) {
    for (const root of reach.exposed[by]) {
      if (root.rootKind === 'stack' || cx.memory.has(root)) continue;
      const isShared = root.rootKind === 'global' || root.rootKind === 'constant';
      const pointer = isShared ? cx.terms.addressOf(root) : pointerInCaller(crossing, root);
      if (pointer === undefined) return undefined;
      exposed.push({ pointer, by });
    }
  }
  return exposed;
}

/** `dev_get_drvdata(dev)` may lead to any object of the caller, and what is read from there may too. */
function pointerInCaller(crossing: Crossing, { pointer }: RootRegion): Term | undefined {
  if (pointer === undefined) return undefined;
  const isLookedUp = symbolsOf(pointer).some((symbol) => {
    for (let at: Term | undefined = symbol; at?.kind === 'symbol'; ) {
      if (at.key.startsWith('result:')) return true;
      const place: Region | undefined = crossing.cx.readFrom.get(at);
      at = place === undefined ? undefined : rootOf(place).pointer;
    }
    return false;
  });
  return isLookedUp ? undefined : termInCaller(crossing, pointer);
}
