// How a script names addresses: `name`, `name+0x40`, `linear:name` (the linear address of what a name holds),
// `list.1` (a segment), or a number. Which address space is meant depends on the verb, so each has its own reader.

import { bytes, dmaAddr, kernelVa, offsetBy, physAddr, userVa } from '../address/spaces.js';
import type { ByteLength, DmaAddr, KernelVa, PhysAddr, UserVa } from '../address/spaces.js';
import { parseSize } from '../address/size-text.js';
import { physToKernel } from '../memory/linear-map.js';
import { dmaPlaceOf } from '../sharing/dma-place.js';
import type { MapId, SharedId } from '../state/ids.js';
import type { Direction, DmaAttr } from '../state/map-record.js';
import { ScriptProblem } from './problem.js';
import { expectResult, resultOf, type ScriptContext, sizeOfMapping } from './script-context.js';

interface Place {
  readonly name: string;
  readonly offset: number;
}

export function splitPlace(place: string): Place {
  const [name = '', offset = '0'] = place.split('+');
  return { name, offset: readNumber(offset) };
}

/** Decimal or `0x`, with `K`, `M` or `G` for powers of 1024. */
export function readNumber(word: string): number {
  const value = parseSize(word);
  if (value === undefined) throw new ScriptProblem(`"${word}" is no number`);
  return value;
}

/** Whether a word is a number rather than a name. */
export function isNumber(word: string): boolean {
  return /^\d/.test(word);
}

/** The number a word gives, or what is known without it. */
export function sizeOr(word: string | undefined, known: number): ByteLength {
  return bytes(word !== undefined && isNumber(word) ? readNumber(word) : known);
}

export function physPlace(cx: ScriptContext, place: string): { readonly pa: PhysAddr; readonly size: number } {
  const { name, offset } = splitPlace(place);
  if (isNumber(name)) return { pa: physAddr(readNumber(name) + offset), size: 0 };
  const result = resultOf(cx, name);
  if (result.kind === 'allocated') return allocatedPhys(cx, name, result.allocation, offset);
  const { pa, size } = expectResult(cx, name, 'buffer');
  return { pa: offsetBy(pa, offset), size: size - offset };
}

/** The first bytes of an allocation, as far as they are in one piece. */
function allocatedPhys(cx: ScriptContext, name: string, id: MapId, offset: number): ReturnType<typeof physPlace> {
  const [run] = cx.state.mappings.get(id)?.runs ?? [];
  if (run === undefined) throw new ScriptProblem(`${name} has no memory`);
  return { pa: offsetBy(run.start, offset), size: run.length - offset };
}

export function kernelPlace(cx: ScriptContext, place: string): { readonly va: KernelVa; readonly size: number } {
  const isLinear = place.startsWith('linear:');
  const { name, offset } = splitPlace(place.replace('linear:', ''));
  if (isNumber(name)) return { va: kernelVa(readNumber(name) + offset), size: 0 };
  const result = resultOf(cx, name);
  if (result.kind === 'allocated') {
    const size = sizeOfMapping(cx, result.allocation) - offset;
    if (!isLinear) return { va: offsetBy(result.cpuAddress, offset), size };
    const [run] = cx.state.mappings.get(result.allocation)?.runs ?? [];
    if (run === undefined) throw new ScriptProblem(`${name} has no memory`);
    return { va: physToKernel(cx.platform, offsetBy(run.start, offset)), size };
  }
  if (result.kind === 'kernel-mapped') return { va: offsetBy(result.va, offset), size: result.size - offset };
  if (result.kind === 'pool-block') return { va: offsetBy(result.cpuAddress, offset), size: result.size - offset };
  const { pa, va, size } = expectResult(cx, name, 'buffer');
  if (isLinear) return { va: physToKernel(cx.platform, offsetBy(pa, offset)), size: size - offset };
  if (va === undefined) throw new ScriptProblem(`${name} has no kernel address`);
  return { va: offsetBy(va, offset), size: size - offset };
}

export function userPlace(cx: ScriptContext, place: string): UserVa {
  const { name, offset } = splitPlace(place);
  if (isNumber(name)) return userVa(readNumber(name) + offset);
  return offsetBy(expectResult(cx, name, 'user-mapped').va, offset);
}

export interface Handle {
  readonly address: DmaAddr;
  readonly size: ByteLength;
}

/** A DMA address, and as many bytes as a word says or the mapping has. */
export function handle(cx: ScriptContext, place: string, size: string | undefined): Handle {
  const { name, offset } = splitPlace(place);
  if (isNumber(name)) return { address: dmaAddr(readNumber(name) + offset), size: sizeOr(size, 1) };
  const [base = '', segment = '0'] = name.split('.');
  const result = resultOf(cx, base);
  const known = (address: DmaAddr, length: number): Handle => {
    return { address: offsetBy(address, offset), size: sizeOr(size, length - offset) };
  };
  if (result.kind === 'mapped') return known(result.address, sizeOfMapping(cx, result.mapping));
  if (result.kind === 'allocated') return known(result.address, sizeOfMapping(cx, result.allocation));
  if (result.kind === 'pool-block') return known(result.address, result.size);
  if (result.kind === 'map-failed') return known(result.address, 1);
  if (result.kind === 'shared') return sharedHandle(cx, name, result.id, Number(segment), known);
  const found = expectResult(cx, base, 'sg-mapped').segments[Number(segment)];
  if (found === undefined) throw new ScriptProblem(`${name} has no such segment`);
  return known(found.address, found.length);
}

/** `queue.1`: where the device finds a video buffer; a GEM object is its own only one. */
function sharedHandle(
  cx: ScriptContext,
  name: string,
  id: SharedId,
  index: number,
  known: (address: DmaAddr, length: number) => Handle,
): Handle {
  const found = dmaPlaceOf(cx.state, id, index);
  if (found === undefined) throw new ScriptProblem(`${name} has no DMA address`);
  return known(found.address, found.size);
}

/** The mapping whose address a place starts from. */
export function mappingNamed(cx: ScriptContext, place: string): MapId | undefined {
  const [name = ''] = splitPlace(place).name.split('.');
  if (isNumber(name)) return undefined;
  const result = resultOf(cx, name);
  if (result.kind === 'mapped') return result.mapping;
  return result.kind === 'sg-mapped' ? result.list : undefined;
}

const attributes: ReadonlySet<string> = new Set<DmaAttr>([
  'weak-ordering',
  'write-combine',
  'no-kernel-mapping',
  'skip-cpu-sync',
  'force-contiguous',
  'alloc-single-pages',
  'no-warn',
  'privileged',
]);

export function attrsIn(words: readonly string[]): readonly DmaAttr[] {
  return words.filter((word): word is DmaAttr => attributes.has(word));
}

function isDirection(word: string): word is Direction {
  return word === 'to-device' || word === 'from-device' || word === 'bidirectional';
}

/** The direction among the words; both ways where none is said. */
export function directionIn(words: readonly string[]): Direction {
  return words.find(isDirection) ?? 'bidirectional';
}
