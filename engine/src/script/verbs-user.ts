import type { UserMmap } from '../ops/op.js';
import { deviceId, mmId } from '../state/ids.js';
import type { VmaFlag } from '../state/user-state.js';
import { attrsIn, physPlace, readNumber, sizeOr, userPlace } from './places.js';
import { ScriptProblem } from './problem.js';
import { expectResult, listOf, mapIdOf, resultOf, type ScriptContext } from './script-context.js';
import type { Verbs } from './verb.js';
import { allocation } from './verbs-allocation.js';

/** Memory types by the names of Linux' protections. */
const types = { cached: 'write-alloc', 'write-combined': 'bufferable', uncached: 'uncached' } as const;

function isType(word: string): word is keyof typeof types {
  return Object.hasOwn(types, word);
}

export const userVerbs: Verbs = {
  /** `user-alloc PAGES [scattered]` */
  'user-alloc': (_cx, { words: [pages = '', layout] }) => {
    return { kind: 'allocate-user', pages: readNumber(pages), layout: layout === 'scattered' ? layout : 'contiguous' };
  },
  /** `user-mmap PAGES [OFFSET] [cookie] [read-only|write-only] [private]`: the offset in pages. */
  'user-mmap': (_cx, { words }) => {
    const [pages = '', offset = '0'] = words;
    return {
      kind: 'user-mmap',
      pages: readNumber(pages),
      pageOffset: /^\d/.test(offset) ? readNumber(offset) : 0,
      offsetMeans: words.includes('cookie') ? 'cookie' : 'offset',
      access: accessIn(words),
      isShared: !words.includes('private'),
    };
  },
  /** `user-mmap-end VMA [refused]` */
  'user-mmap-end': (cx, { words: [vma = '', result] }) => {
    return { kind: 'user-mmap-end', vma: userPlace(cx, vma), result: result === 'refused' ? result : 'mapped' };
  },
  'reset-offset': (cx, { words: [vma = ''] }) => ({ kind: 'reset-page-offset', vma: userPlace(cx, vma) }),
  /** `vma-flags VMA FLAG…` */
  'vma-flags': (cx, { words: [vma = '', ...words] }) => {
    return { kind: 'set-vma-flags', vma: userPlace(cx, vma), flags: words.map(flagNamed) };
  },
  /** `mmap-vma DEVICE ALLOCATION VMA [ATTRIBUTE…]` */
  'mmap-vma': (cx, { words }) => {
    const [device = '', name = '', vma = ''] = words;
    const common = { device: deviceId(device), attrs: attrsIn(words), vma: userPlace(cx, vma) };
    return { kind: 'mmap-vma', ...allocation(cx, name), ...common };
  },
  /** `mmap-pages DEVICE ALLOCATION VMA [SIZE]` */
  'mmap-pages': (cx, { words: [device = '', name = '', vma = '', size] }) => {
    const pages = allocation(cx, name);
    const of = mapIdOf(resultOf(cx, name), name);
    const common = { device: deviceId(device), vma: userPlace(cx, vma) };
    return { kind: 'mmap-pages', allocation: of, size: sizeOr(size, pages.size), ...common };
  },
  /** `mmap-noncontiguous DEVICE LIST VMA [SIZE]` */
  'mmap-noncontiguous': (cx, { words: [device = '', name = '', vma = '', size] }) => {
    const { list, size: known } = listOf(cx, name);
    const common = { device: deviceId(device), vma: userPlace(cx, vma) };
    return { kind: 'mmap-noncontiguous', allocation: list, size: sizeOr(size, known), ...common };
  },
  /** `insert-page VMA INDEX PLACE cached|write-combined|uncached` */
  'insert-page': (cx, { words: [vma = '', index = '', place = '', type = ''] }) => {
    if (!isType(type)) throw new ScriptProblem(`no memory type ${type}`);
    const page = physPlace(cx, place).pa;
    return { kind: 'insert-page', vma: userPlace(cx, vma), index: readNumber(index), page, type: types[type] };
  },
  'can-mmap': (_cx, { words: [device = ''] }) => ({ kind: 'can-mmap', device: deviceId(device) }),
  /** `dma-pgprot DEVICE [ATTRIBUTE…]` */
  'dma-pgprot': (_cx, { words }) => {
    return { kind: 'dma-pgprot', device: deviceId(words[0] ?? ''), attrs: attrsIn(words) };
  },
  fork: () => ({ kind: 'fork-mm' }),
  /** `switch-mm PROCESS`: a fork's name, or `first`. */
  'switch-mm': (cx, { words: [name = ''] }) => ({ kind: 'switch-mm', mm: mmNamed(cx, name) }),
  'exit-mm': (cx, { words: [name = ''] }) => ({ kind: 'exit-mm', mm: mmNamed(cx, name) }),
};

const flags: readonly VmaFlag[] = ['io', 'pfnmap', 'mixedmap', 'dont-expand', 'dont-dump', 'dont-copy'];

function flagNamed(word: string): VmaFlag {
  const flag = flags.find((it) => it === word);
  if (flag === undefined) throw new ScriptProblem(`no VMA flag ${word}`);
  return flag;
}

function accessIn(words: readonly string[]): UserMmap['access'] {
  if (words.includes('read-only')) return ['read'];
  return words.includes('write-only') ? ['write'] : ['read', 'write'];
}

function mmNamed(cx: ScriptContext, name: string): ReturnType<typeof mmId> {
  return name === 'first' ? mmId(1) : expectResult(cx, name, 'mm').mm;
}
