import type { Span } from '../base/span.js';
import { access } from '../contract/access.js';
import type { Access } from '../contract/calls.js';
import { checkOverwritten } from '../contract/check-overwritten.js';
import { type Contract, isStreaming, withEach } from '../contract/entry.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import type { Instr, Place } from '../graph/instr.js';
import { offsetOf } from '../graph/layout.js';
import { errorNumbers } from '../symbolic/error-pointer.js';
import { type Region, rootOf } from '../symbolic/region.js';
import { range } from '../symbolic/solve.js';
import { copyUnder, fillUnder, read, write } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import { type ExecContext, worldOf } from './context.js';
import { noteStore } from './field-notes.js';
import { observe } from './observe.js';
import { type Path, record, setLocal, pathWith } from './path.js';
import { noteDmaSink, typedAs } from './physical.js';
import { valueIn } from './places.js';
import { evaluate, regionOf } from './values.js';

type Of<Kind extends Instr['kind']> = Extract<Instr, { kind: Kind }>;

export function stepLoad(cx: ExecContext, path: Path, instr: Of<'load'>): Path {
  const region = regionOf(cx, path, instr.place, instr.at);
  const value = valueIn(cx, path, region, instr.place.type);
  const accessed = accessMemory(cx, path, { kind: 'read', region, at: instr.at, by: undefined });
  observe(cx, accessed, value, instr.at);
  return setLocal(accessed, instr.target, value);
}

export function stepStore(cx: ExecContext, path: Path, instr: Of<'store'>): Path {
  const region = regionOf(cx, path, instr.place, instr.at);
  const isSegment = region.kind === 'field' && region.name === 'dma_address';
  const value = typedAs(cx, evaluate(cx, path, instr.value, instr.at), isSegment ? dmaAddressType : instr.place.type);
  if (isSegment) noteDmaSink(cx, path, [value], 'sg_dma_address');
  const { root } = instr.place;
  const object = root.kind === 'pointee' && root.element.kind === 'struct' ? `struct ${root.element.tag}` : undefined;
  const inside = path.contract.length === 0 ? undefined : placeInside(cx, instr.place, region);
  const accessed = accessMemory(cx, path, { kind: 'write', region, at: instr.at, by: undefined, object, inside });
  observe(cx, accessed, value, instr.at);
  return storeValue(cx, accessed, region, value, instr.at);
}

/** Where in the struct behind a pointer a field lies: with 32-bit addresses, where it lies lowest. */
function placeInside({ index }: ExecContext, { root, steps }: Place, region: Region): Access['inside'] {
  if (root.kind !== 'pointee' || root.element.kind !== 'struct') return undefined;
  const names = steps.flatMap((step) => (step.kind === 'field' ? [step.name] : []));
  const offset = names.length === steps.length ? offsetOf(root.element.tag, names, index, 4) : undefined;
  if (offset === undefined) return undefined;
  let whole = region;
  for (const name of names.toReversed()) if (whole.kind === 'field' && whole.name === name) whole = whole.parent;
  return { whole, offset };
}

// Of `struct scatterlist`, Linux include/linux/scatterlist.h (6.12).
const dmaAddressType = { kind: 'named', name: 'dma_addr_t' } as const;

function isErrorNumber({ terms }: ExecContext, { facts }: Path, value: Term): boolean {
  if (value.kind !== 'symbol') return false;
  const { minimum, maximum } = range(terms, facts, value);
  return errorNumbers.minimum <= minimum && maximum <= errorNumbers.maximum;
}

/** Writes a value and remembers which entries can be found there from now on. */
export function storeValue(cx: ExecContext, path: Path, region: Region, value: Term, at: Span): Path {
  judgeOverwrite(cx, path, region, value, at);
  const store = write(cx.terms, path.store, region, value);
  noteContainer(cx, region, value);
  if (rootOf(region).rootKind !== 'stack') {
    // `ERR_PTR(ret)` says that nothing is there, whatever number it is.
    const term = isErrorNumber(cx, path, value) ? cx.terms.number(errorNumbers.maximum) : value;
    noteStore(cx.fieldNotes, path, { region, term, at });
  }
  return pathWith(path, { store, contract: held(path, region, value, at) });
}

function judgeOverwrite(cx: ExecContext, path: Path, place: Region, value: Term, at: Span): void {
  if (value.kind !== 'symbol' || value.info.kind !== 'dma-address' || rootOf(place).rootKind === 'stack') return;
  const old = read(path.store, place);
  if (old === undefined || old === value) return;
  const isKnownElsewhere = (sought: Term): boolean =>
    [...path.frame.locals].some(
      ([id, held]) => held === sought && path.frame.program.graph.locals[id]?.kind === 'variable',
    );
  checkOverwritten(worldOf(cx, path), path.contract, { at, place, old, value, isKnownElsewhere });
}

/** Where a pointer to memory that some path allocated was put. */
export function noteContainer(cx: ExecContext, region: Region, value: Term): void {
  const either = new Set([value]);
  // A set visits what is added to it while it is walked; joined values may be made of each other.
  for (const it of either) {
    if (it.kind !== 'symbol' || !it.info.isPointer) continue;
    for (const joined of cx.joinedFrom.get(it) ?? []) either.add(joined);
    const root = rootOf(cx.terms.pointee(it));
    if (!cx.memory.has(root)) continue;
    const places = cx.storedIn.get(root);
    if (places === undefined) cx.storedIn.set(root, new Set([region]));
    else places.add(region);
  }
}

function held(path: Path, region: Region, value: Term, at: Span): Contract {
  if (value.kind === 'const' || path.contract.length === 0) return path.contract;
  const root = rootOf(region);
  return withEach(path.contract, (entry) => {
    const isDma = mentions(value, entry);
    if (!isDma && !mentionsCpu(value, entry)) return entry;
    // Without its CPU address nobody can free an allocation, but a block of a pool is found by the links of a chain.
    const isLink = entry.family === 'pool' && (entry.buffer === undefined || rootOf(entry.buffer) !== root);
    const isHeld = isStreaming(entry) || mentionsCpu(value, entry) || isLink;
    const holding = isHeld ? { ...entry, heldIn: [...entry.heldIn, region] } : entry;
    if (!isDma || root.rootKind === 'stack') return holding;
    return { ...holding, published: holding.published ?? at };
  });
}

export function stepCopy(cx: ExecContext, path: Path, instr: Of<'copy'>): Path {
  const from = regionOf(cx, path, instr.from, instr.at);
  const to = regionOf(cx, path, instr.to, instr.at);
  const read = accessMemory(cx, path, { kind: 'read', region: from, at: instr.at, by: undefined });
  const written = accessMemory(cx, read, { kind: 'write', region: to, at: instr.at, by: undefined });
  const contract = withEach(written.contract, (entry) =>
    entry.heldIn.some((holder) => rootOf(holder) === rootOf(from))
      ? { ...entry, heldIn: [...entry.heldIn, to] }
      : entry,
  );
  return pathWith(written, { contract, store: copyUnder(cx.terms, written.store, to, from) });
}

export function stepZero(cx: ExecContext, path: Path, instr: Of<'zero'>): Path {
  const region = regionOf(cx, path, instr.place, instr.at);
  return pathWith(path, { store: fillUnder(path.store, region, cx.terms.number(0)) });
}

/** A CPU access, judged by the contract and kept in the trace where it touches an entry. */
export function accessMemory(cx: ExecContext, path: Path, it: Access): Path {
  if (path.contract.length === 0) return path;
  const contract = access(worldOf(cx, path), path.contract, it);
  if (contract === path.contract) return path;
  const touched = contract.find((entry, position) => entry !== path.contract[position]);
  const after = pathWith(path, { contract });
  return touched === undefined ? after : record(after, { kind: 'access', at: it.at, entry: touched, access: it.kind });
}
