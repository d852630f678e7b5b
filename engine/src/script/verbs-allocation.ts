import { bytes, type ByteLength, type DmaAddr, type KernelVa } from '../address/spaces.js';
import type { Gfp, MachineOp } from '../ops/op.js';
import { deviceId } from '../state/ids.js';
import { attrsIn, directionIn, readNumber, userPlace } from './places.js';
import { expectResult, type ScriptContext, sizeOfMapping } from './script-context.js';
import type { Verbs } from './verb.js';

export const allocationVerbs: Verbs = {
  /** `alloc DEVICE SIZE [atomic] [ATTRIBUTE…]` */
  alloc: (_cx, { words }) => {
    return { kind: 'alloc-attrs', size: sizeIn(words), gfp: gfpIn(words), ...common(words) };
  },
  /** `free DEVICE ALLOCATION [ATTRIBUTE…]` */
  free: (cx, { words }) => ({ kind: 'free-attrs', ...allocation(cx, words[1] ?? ''), ...common(words) }),
  /** `mmap DEVICE ALLOCATION PGOFF PAGES [ATTRIBUTE…]` */
  mmap: (cx, { words }) => {
    const [, name = '', pageOffset = '', pages = ''] = words;
    const vma = { pageOffset: readNumber(pageOffset), pages: readNumber(pages) };
    return { kind: 'mmap-attrs', ...allocation(cx, name), ...common(words), ...vma };
  },
  munmap: (cx, { words: [place = ''] }) => {
    const { pages } = expectResult(cx, place, 'user-mapped');
    return { kind: 'munmap', va: userPlace(cx, place), size: bytes(pages * 4096) };
  },
  'get-sgtable': (cx, { words }) => ({ kind: 'get-sgtable', ...allocation(cx, words[1] ?? ''), ...common(words) }),
  /** `alloc-pages DEVICE SIZE DIRECTION [atomic]` */
  'alloc-pages': (_cx, { words }) => {
    const { device } = common(words);
    return { kind: 'alloc-pages', device, size: sizeIn(words), direction: directionIn(words), gfp: gfpIn(words) };
  },
  'free-pages': (cx, { words }) => {
    const { device } = common(words);
    return { kind: 'free-pages', device, ...allocation(cx, words[1] ?? ''), direction: directionIn(words) };
  },
};

function common(words: readonly string[]): Pick<Extract<MachineOp, { kind: 'alloc-attrs' }>, 'device' | 'attrs'> {
  return { device: deviceId(words[0] ?? ''), attrs: attrsIn(words) };
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
