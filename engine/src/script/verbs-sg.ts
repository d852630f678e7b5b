import { bytes } from '../address/spaces.js';
import type { MachineOp } from '../ops/op.js';
import type { MapId } from '../state/ids.js';
import type { Command } from './command.js';
import { kernelPlace, physPlace, readNumber, sizeOr } from './places.js';
import { expectResult, type ScriptContext } from './script-context.js';
import type { Verbs } from './verb.js';

/** What drivers do with lists besides mapping them. */
export const sgVerbs: Verbs = {
  /** `walk-sg LIST COUNT cpu|device [dma-lengths|cpu-lengths] [plus-one]` */
  'walk-sg': (cx, { words }) => {
    const purpose = words.includes('device') ? 'device' : 'cpu';
    const own = purpose === 'cpu' ? 'cpu' : 'dma';
    const other = own === 'cpu' ? 'dma' : 'cpu';
    return {
      kind: 'walk-sg',
      list: list(cx, words),
      count: readNumber(words[1] ?? ''),
      purpose,
      lengths: words.includes(`${other}-lengths`) ? other : own,
      advance: words.includes('plus-one') ? 'sg + 1' : 'sg_next',
    };
  },
  /** `sg-copy-to-buffer LIST SKIP SIZE` */
  'sg-copy-to-buffer': (cx, command) => copy(cx, command, 'load'),
  'sg-copy-from-buffer': (cx, command) => copy(cx, command, 'store'),
  /** `sg-virt LIST ENTRY` */
  'sg-virt': (cx, { words }) => ({ kind: 'sg-virt', list: list(cx, words), entry: readNumber(words[1] ?? '') }),
  /** `sg-init-one PLACE [SIZE]` */
  'sg-init-one': (cx, { words: [place = '', size] }) => {
    const { va, size: known } = kernelPlace(cx, place);
    return { kind: 'sg-init-one', va, size: sizeOr(size, known) };
  },
  /** `sg-nents-for-len LIST SIZE` */
  'sg-nents-for-len': (cx, { words }) => {
    return { kind: 'sg-nents-for-len', list: list(cx, words), size: bytes(readNumber(words[1] ?? '')) };
  },
  /** `sg-table-from-pages OFFSET SIZE MAXSEGMENT|- PAGE…` */
  'sg-table-from-pages': (cx, { words: [offset = '', size = '', max = '', ...pages] }) => {
    return {
      kind: 'sg-table-from-pages',
      pages: pages.map((page) => physPlace(cx, page).pa),
      offset: readNumber(offset),
      size: bytes(readNumber(size)),
      maxSegment: max === '-' ? undefined : readNumber(max),
    };
  },
};

function list(cx: ScriptContext, words: readonly string[]): MapId {
  return expectResult(cx, words[0] ?? '', 'sg-mapped').list;
}

function copy(cx: ScriptContext, { words }: Command, access: 'load' | 'store'): MachineOp {
  const [, skip = '', size = ''] = words;
  return { kind: 'copy-sg', list: list(cx, words), access, skip: readNumber(skip), size: bytes(readNumber(size)) };
}
