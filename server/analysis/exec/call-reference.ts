import type { PlainFunction } from '../api/api-function.js';
import type { ContractEntry } from '../contract/entry.js';
import {
  dropReference,
  giveReference,
  type ReferenceCall,
  referenceEntry,
  type Taken,
  useReferences,
} from '../contract/reference.js';
import { argumentOf } from '../contract/world.js';
import type { Region } from '../symbolic/region.js';
import { entriesUnder } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import { type ExecContext, worldOf } from './context.js';
import { type Path, record, pathWith } from './path.js';

/** References a call of a framework looks at, and the one it gives back. */
export function dropReferences(cx: ExecContext, path: Path, api: ReferenceCall): Path {
  if (path.contract.length === 0) return path;
  const world = worldOf(cx, path);
  const used = useReferences(world, path.contract, api);
  if (api.row.drops === undefined) return used === path.contract ? path : pathWith(path, { contract: used });
  const contract = dropReference(world, used, api);
  const entry = contract.find((it) => it.state === 'released' && !used.includes(it));
  return entry === undefined ? pathWith(path, { contract }) : noted(pathWith(path, { contract }), api, entry, 'free');
}

/** The reference a call makes, and the one it takes over, now that it is known what it returns. */
export function takeReference(cx: ExecContext, path: Path, api: ReferenceCall, result: Term | undefined): Path {
  const given = argumentOf(api, 'given');
  if (given !== undefined) {
    const kept = result === undefined ? undefined : cx.terms.binary('<', result, cx.terms.number(0));
    return pathWith(path, { contract: giveReference(path.contract, api, given, kept) });
  }
  const { acquires } = api.row;
  const taken = acquires === undefined ? undefined : takenBy(cx, api, result);
  if (acquires === undefined || taken === undefined) return path;
  const heldIn = taken.buffer === undefined ? placesOf(cx, path, taken.value) : [];
  const entry = { ...referenceEntry(api, acquires, taken), heldIn };
  const contract = [...path.contract.filter((old) => old.id !== entry.id), entry];
  return noted(pathWith(path, { contract }), api, entry, 'allocate');
}

/** Where others find what was counted or attached to: it was there before the call. */
function placesOf(cx: ExecContext, { store }: Path, value: Term): readonly Region[] {
  const readFrom = cx.readFrom.get(value);
  const places = readFrom === undefined ? [] : [readFrom];
  for (const [, { root }] of store.roots) {
    if (root.kind === 'root' && root.rootKind === 'stack') continue;
    for (const [region, held] of entriesUnder(store, root)) if (held === value) places.push(region);
  }
  return places;
}

function takenBy({ terms }: ExecContext, api: ReferenceCall, result: Term | undefined): Taken | undefined {
  const about = (argumentOf(api, 'reference') ?? argumentOf(api, 'base'))?.term;
  switch (api.row.returns satisfies PlainFunction['returns']) {
    case 'error-pointer':
    case 'pointer-or-error':
      if (result === undefined) return undefined;
      return { value: result, failed: terms.apply('is-err', [result], flag), buffer: terms.pointee(result) };
    case 'pointer-or-null':
      if (result === undefined) return undefined;
      return { value: result, failed: terms.binary('==', result, terms.number(0)), buffer: terms.pointee(result) };
    case 'zero-or-negative': {
      if (about === undefined) return undefined;
      const failed = result === undefined ? undefined : terms.binary('!=', result, terms.number(0));
      return { value: about, failed, buffer: undefined };
    }
    default:
      return about === undefined ? undefined : { value: about, failed: undefined, buffer: undefined };
  }
}

const flag = { name: 'IS_ERR', bits: 1, signed: false, isPointer: false } as const;

function noted(path: Path, api: ReferenceCall, entry: ContractEntry, does: 'allocate' | 'free'): Path {
  return record(path, { kind: 'api', at: api.at, name: api.row.name, entry, does, part: undefined });
}
