import { bytes, type ByteLength, type DmaAddr, type KernelVa } from '../address/spaces.js';
import type { AllocAttrs, Gfp, MachineOp } from '../ops/op.js';
import { deviceId } from '../state/ids.js';
import { attrsIn, directionIn, handle, kernelPlace, readNumber, sizeOr, userPlace } from './places.js';
import { expectResult, type ScriptContext, sizeOfMapping } from './script-context.js';
import type { Verbs } from './verb.js';

export const allocationVerbs: Verbs = {
  /** `alloc DEVICE SIZE [atomic] [ATTRIBUTE…]` */
  alloc: (_cx, { words }) => {
    return { kind: 'alloc-attrs', ...allocationRequest(words) };
  },
  /** `free DEVICE ALLOCATION [size=BYTES] [cpu=PLACE] [handle=PLACE] [ATTRIBUTE…]` */
  free: (cx, { words }) => ({ kind: 'free-attrs', ...released(cx, words), ...common(words) }),
  /** `mmap DEVICE ALLOCATION PGOFF PAGES [ATTRIBUTE…]` */
  mmap: (cx, { words }) => {
    const [, name = '', pageOffset = '', pages = ''] = words;
    const vma = { pageOffset: readNumber(pageOffset), pages: readNumber(pages) };
    return { kind: 'mmap-attrs', ...allocation(cx, name), ...common(words), ...vma };
  },
  /** `munmap PLACE [SIZE]` */
  munmap: (cx, { words: [place = '', size] }) => {
    const known = size === undefined ? expectResult(cx, place, 'user-mapped').pages * 4096 : 0;
    return { kind: 'munmap', va: userPlace(cx, place), size: sizeOr(size, known) };
  },
  'get-sgtable': (cx, { words }) => ({ kind: 'get-sgtable', ...allocation(cx, words[1] ?? ''), ...common(words) }),
  /** `alloc-pages DEVICE SIZE DIRECTION [atomic]` */
  'alloc-pages': (_cx, { words }) => {
    const { device } = common(words);
    return { kind: 'alloc-pages', device, size: sizeIn(words), direction: directionIn(words), gfp: gfpIn(words) };
  },
  'free-pages': (cx, { words }) => {
    const { device } = common(words);
    return { kind: 'free-pages', device, ...released(cx, words), direction: directionIn(words) };
  },
  /** `cache-sync DEVICE PLACE [SIZE] DIRECTION` */
  'cache-sync': (cx, { words }) => {
    const { device } = common(words);
    const { va, size } = kernelPlace(cx, words[1] ?? '');
    return { kind: 'cache-sync', device, va, size: sizeOr(words[2], size), direction: directionIn(words) };
  },
};

function common(words: readonly string[]): Pick<Extract<MachineOp, { kind: 'alloc-attrs' }>, 'device' | 'attrs'> {
  return { device: deviceId(words[0] ?? ''), attrs: attrsIn(words) };
}

/** `DEVICE SIZE [atomic] [ATTRIBUTE…]` */
export function allocationRequest(words: readonly string[]): Omit<AllocAttrs, 'kind'> {
  return { size: sizeIn(words), gfp: gfpIn(words), ...common(words) };
}

function sizeIn(words: readonly string[]): ByteLength {
  return bytes(readNumber(words[1] ?? ''));
}

function gfpIn(words: readonly string[]): Gfp {
  return words.includes('atomic') ? 'atomic' : 'kernel';
}

interface Allocation {
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
  readonly size: ByteLength;
}

/** What a name was allocated as. */
export function allocation(cx: ScriptContext, name: string): Allocation {
  const { cpuAddress, address, allocation: id } = expectResult(cx, name, 'allocated');
  return { cpuAddress, address, size: bytes(sizeOfMapping(cx, id)) };
}

/** What a release names: the allocation's own, or what `key=value` says instead. */
export function released(cx: ScriptContext, words: readonly string[]): Allocation {
  const own = allocation(cx, words[1] ?? '');
  const said = (key: string): string | undefined => {
    return words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  };
  const [size, cpu, address] = [said('size'), said('cpu'), said('handle')];
  return {
    size: size === undefined ? own.size : bytes(readNumber(size)),
    cpuAddress: cpu === undefined ? own.cpuAddress : kernelPlace(cx, cpu).va,
    address: address === undefined ? own.address : handle(cx, address, undefined).address,
  };
}
