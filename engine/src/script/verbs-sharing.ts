import { bytes, type ByteLength } from '../address/spaces.js';
import type { DmaBufExport, DmaBufOp, NoncontiguousOp } from '../ops/op.js';
import { deviceId, type SharedId } from '../state/ids.js';
import type { Exporter, ExporterMethod } from '../state/sharing-state.js';
import type { Command } from './command.js';
import { attrsIn, directionIn, isNumber, readNumber, userPlace } from './places.js';
import { ScriptProblem } from './problem.js';
import { expectResult, listOf, resultOf, type ScriptContext } from './script-context.js';
import type { Verbs } from './verb.js';

const always: readonly ExporterMethod[] = ['map', 'unmap', 'release', 'mmap', 'vmap', 'vunmap'];
const brackets: readonly ExporterMethod[] = ['begin-cpu-access', 'end-cpu-access'];

export const dmaBufVerbs: Verbs = {
  /** `dma-buf-export DEVICE MEMORY [cached] [caches-mapping] [skip-cpu-sync] [no-brackets] [dynamic] [no-METHOD…] [no-private]` */
  'dma-buf-export': (cx, { words }) => ({
    kind: 'dma-buf-export',
    device: deviceId(words[0] ?? ''),
    memory: exportedMemory(cx, words[1] ?? ''),
    exporter: exporterIn(words),
  }),
  /** `dma-buf-fd BUFFER` */
  'dma-buf-fd': (cx, { words }) => ({ kind: 'dma-buf-fd', buffer: shared(cx, words[0]) }),
  'close-fd': (cx, { words }) => ({ kind: 'close-fd', fd: fdOf(cx, words[0]) }),
  /** `dma-buf-get FD` */
  'dma-buf-get': (cx, { words }) => ({ kind: 'dma-buf-get', fd: fdOf(cx, words[0]) }),
  'dma-buf-reference': (cx, { words }) => ({ kind: 'dma-buf-reference', buffer: shared(cx, words[0]) }),
  'dma-buf-put': (cx, { words }) => ({ kind: 'dma-buf-put', buffer: shared(cx, words[0]) }),
  /** `dma-buf-attach BUFFER DEVICE [dynamic]` */
  'dma-buf-attach': (cx, { words }) => {
    const [buffer, device = ''] = words;
    const isDynamic = words.includes('dynamic');
    return { kind: 'dma-buf-attach', buffer: shared(cx, buffer), device: deviceId(device), isDynamic };
  },
  'dma-buf-detach': (cx, { words }) => ({ kind: 'dma-buf-detach', attachment: shared(cx, words[0]) }),
  'dma-buf-pin': (cx, { words }) => ({ kind: 'dma-buf-pin', attachment: shared(cx, words[0]) }),
  'dma-buf-unpin': (cx, { words }) => ({ kind: 'dma-buf-unpin', attachment: shared(cx, words[0]) }),
  /** `dma-buf-map ATTACHMENT DIRECTION [locked]` */
  'dma-buf-map': (cx, { words }) => {
    const common = { direction: directionIn(words), locked: words.includes('locked') };
    return { kind: 'dma-buf-map', attachment: shared(cx, words[0]), ...common };
  },
  /** `dma-buf-unmap ATTACHMENT LIST DIRECTION [locked]` */
  'dma-buf-unmap': (cx, { words }) => {
    const { list } = listOf(cx, words[1] ?? '');
    const common = { direction: directionIn(words), locked: words.includes('locked') };
    return { kind: 'dma-buf-unmap', attachment: shared(cx, words[0]), list, ...common };
  },
  'dma-buf-begin': (cx, command) => cpuAccess(cx, command, 'dma-buf-begin-cpu-access'),
  'dma-buf-end': (cx, command) => cpuAccess(cx, command, 'dma-buf-end-cpu-access'),
  /** `dma-buf-ioctl FD FLAGS` */
  'dma-buf-ioctl': (cx, { words: [fd, flags = ''] }) => {
    return { kind: 'dma-buf-sync-ioctl', fd: fdOf(cx, fd), flags: readNumber(flags) };
  },
  /** `dma-buf-mmap BUFFER VMA [OFFSET]`: the offset in pages. */
  'dma-buf-mmap': (cx, { words: [buffer, vma = '', offset = '0'] }) => {
    return {
      kind: 'dma-buf-mmap',
      buffer: shared(cx, buffer),
      vma: userPlace(cx, vma),
      pageOffset: readNumber(offset),
    };
  },
  'dma-buf-vmap': (cx, { words }) => {
    return { kind: 'dma-buf-vmap', buffer: shared(cx, words[0]), locked: words.includes('locked') };
  },
  'dma-buf-vunmap': (cx, { words }) => {
    return { kind: 'dma-buf-vunmap', buffer: shared(cx, words[0]), locked: words.includes('locked') };
  },
  'dma-buf-move': (cx, { words }) => ({ kind: 'dma-buf-move', buffer: shared(cx, words[0]) }),
  'resv-lock': (cx, { words }) => ({ kind: 'resv-lock', buffer: shared(cx, words[0]) }),
  'resv-unlock': (cx, { words }) => ({ kind: 'resv-unlock', buffer: shared(cx, words[0]) }),
  /** `importer-uses-pages|maps-again|frees ATTACHMENT LIST` */
  'importer-uses-pages': (cx, command) => misuse(cx, command, 'pages'),
  'importer-maps-again': (cx, command) => misuse(cx, command, 'map again'),
  'importer-frees': (cx, command) => misuse(cx, command, 'free'),
};

export const noncontiguousVerbs: Verbs = {
  /** `alloc-noncontiguous DEVICE SIZE DIRECTION [atomic] [ATTRIBUTE…]` */
  'alloc-noncontiguous': (_cx, { words }) => ({
    kind: 'alloc-noncontiguous',
    device: deviceId(words[0] ?? ''),
    size: sizeIn(words[1]),
    direction: directionIn(words),
    gfp: words.includes('atomic') ? 'atomic' : 'kernel',
    attrs: attrsIn(words),
  }),
  /** `free-noncontiguous DEVICE LIST DIRECTION` */
  'free-noncontiguous': (cx, { words }) => {
    return { kind: 'free-noncontiguous', ...deviceAndList(cx, words), direction: directionIn(words) };
  },
  /** `vmap-noncontiguous DEVICE LIST` */
  'vmap-noncontiguous': (cx, { words }) => ({ kind: 'vmap-noncontiguous', ...deviceAndList(cx, words) }),
  /** `vunmap-noncontiguous DEVICE MAPPING` */
  'vunmap-noncontiguous': (cx, { words: [device = '', name = ''] }) => {
    const { va, size } = expectResult(cx, name, 'kernel-mapped');
    return { kind: 'vunmap-noncontiguous', device: deviceId(device), va, size };
  },
};

function deviceAndList(
  cx: ScriptContext,
  [device = '', name = '']: readonly string[],
): Pick<Extract<NoncontiguousOp, { kind: 'vmap-noncontiguous' }>, 'device' | 'list' | 'size'> {
  return { device: deviceId(device), ...listOf(cx, name) };
}

export function shared(cx: ScriptContext, name = ''): SharedId {
  return expectResult(cx, name, 'shared').id;
}

export function fdOf(cx: ScriptContext, word = ''): number {
  return isNumber(word) ? readNumber(word) : expectResult(cx, word, 'file').fd;
}

export function sizeIn(word = ''): ByteLength {
  return bytes(readNumber(word));
}

function exportedMemory(cx: ScriptContext, name: string): DmaBufExport['memory'] {
  const result = resultOf(cx, name);
  if (result.kind === 'allocated') return { allocation: result.allocation };
  if (result.kind === 'buffer') return { object: result.object };
  throw new ScriptProblem(`${name} is no memory`);
}

function exporterIn(words: readonly string[]): Exporter {
  const dynamic: readonly ExporterMethod[] = words.includes('dynamic') ? ['pin', 'unpin'] : [];
  const methods = [...always, ...(words.includes('no-brackets') ? [] : brackets), ...dynamic];
  return {
    owner: 'driver',
    methods: methods.filter((method) => !words.includes(`no-${method}`)),
    hasPrivateData: !words.includes('no-private'),
    cachesMapping: words.includes('caches-mapping'),
    keepsMapping: false,
    mapAttrs: attrsIn(words),
    syncs: words.includes('cached') ? 'attachments' : 'nothing',
  };
}

function cpuAccess(
  cx: ScriptContext,
  { words }: Command,
  kind: 'dma-buf-begin-cpu-access' | 'dma-buf-end-cpu-access',
): DmaBufOp {
  return { kind, buffer: shared(cx, words[0]), direction: directionIn(words) };
}

function misuse(cx: ScriptContext, { words }: Command, how: 'pages' | 'map again' | 'free'): DmaBufOp {
  return { kind: 'use-shared-table', attachment: shared(cx, words[0]), list: listOf(cx, words[1] ?? '').list, how };
}
