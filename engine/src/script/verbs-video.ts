import { deviceId, type SharedId } from '../state/ids.js';
import type { VideoDone, VideoOp, VideoQueueBuffer, VideoRequest } from '../ops/op.js';
import type { Command } from './command.js';
import { attrsIn, readNumber, userPlace } from './places.js';
import { ScriptProblem } from './problem.js';
import type { ScriptContext } from './script-context.js';
import type { Verbs } from './verb.js';
import { fdOf, shared, sizeIn } from './verbs-sharing.js';

export const videoVerbs: Verbs = {
  /** `video-request DEVICE ALLOCATOR MEMORY COUNT SIZE [output] [bidirectional] [noncoherent] [ATTRIBUTE…]` */
  'video-request': (_cx, { words }) => {
    const [device = '', allocator = '', memory = '', count = '', size] = words;
    return {
      kind: 'video-request',
      device: deviceId(device),
      allocator: oneOf(['dma-contig', 'dma-sg', 'vmalloc'], allocator),
      memory: oneOf(['mmap', 'userptr', 'dmabuf'], memory),
      count: readNumber(count),
      planeBytes: sizeIn(size),
      ...queueIn(words),
    };
  },
  'video-release': (cx, { words }) => ({ kind: 'video-release', queue: shared(cx, words[0]) }),
  /** `video-queue QUEUE INDEX [user PLACE SIZE | fd FD [SIZE]] [no-prepare] [no-finish]` */
  'video-queue': (cx, command) => queueBuffer(cx, command, 'video-queue'),
  'video-prepare': (cx, command) => queueBuffer(cx, command, 'video-prepare'),
  /** `video-done QUEUE INDEX [error|queued]` */
  'video-done': (cx, { words }) => {
    const state: VideoDone['state'] = words.find((word) => word === 'error' || word === 'queued') ?? 'done';
    return { kind: 'video-done', ...bufferIn(cx, words), state };
  },
  'video-dequeue': (cx, { words }) => ({ kind: 'video-dequeue', queue: shared(cx, words[0]) }),
  'stream-on': (cx, { words }) => ({ kind: 'video-stream-on', queue: shared(cx, words[0]) }),
  'stream-off': (cx, { words }) => ({ kind: 'video-stream-off', queue: shared(cx, words[0]) }),
  /** `video-mmap QUEUE VMA` */
  'video-mmap': (cx, { words: [queue, vma = ''] }) => {
    return { kind: 'video-mmap', queue: shared(cx, queue), vma: userPlace(cx, vma) };
  },
  /** `video-export QUEUE INDEX` */
  'video-export': (cx, { words }) => ({ kind: 'video-export', ...bufferIn(cx, words) }),
  'video-map-kernel': (cx, { words }) => ({ kind: 'video-map-kernel', ...bufferIn(cx, words) }),
};

export const gemVerbs: Verbs = {
  /** `gem-create DEVICE SIZE [noncoherent]` */
  'gem-create': (_cx, { words }) => {
    const [device = '', size] = words;
    const isNoncoherent = words.includes('noncoherent');
    return { kind: 'gem-create', device: deviceId(device), size: sizeIn(size), isNoncoherent };
  },
  'gem-put': (cx, { words }) => ({ kind: 'gem-put', gem: shared(cx, words[0]) }),
  /** `gem-mmap GEM VMA` */
  'gem-mmap': (cx, { words: [gem, vma = ''] }) => {
    return { kind: 'gem-mmap', gem: shared(cx, gem), vma: userPlace(cx, vma) };
  },
  'gem-export': (cx, { words }) => ({ kind: 'gem-export', gem: shared(cx, words[0]) }),
  /** `gem-import DEVICE FD` */
  'gem-import': (cx, { words: [device = '', fd] }) => {
    return { kind: 'gem-import', device: deviceId(device), fd: fdOf(cx, fd) };
  },
};

function queueIn(words: readonly string[]): Pick<VideoRequest, 'type' | 'isBidirectional' | 'isNoncoherent' | 'attrs'> {
  return {
    type: words.includes('output') ? 'output' : 'capture',
    isBidirectional: words.includes('bidirectional'),
    isNoncoherent: words.includes('noncoherent'),
    attrs: attrsIn(words),
  };
}

function bufferIn(
  cx: ScriptContext,
  [queue, index = '']: readonly string[],
): { readonly queue: SharedId; readonly index: number } {
  return { queue: shared(cx, queue), index: readNumber(index) };
}

function queueBuffer(cx: ScriptContext, { words }: Command, kind: VideoQueueBuffer['kind']): VideoOp {
  const skips: VideoQueueBuffer['skips'] = [
    ...(words.includes('no-prepare') ? (['prepare'] as const) : []),
    ...(words.includes('no-finish') ? (['finish'] as const) : []),
  ];
  return { kind, ...bufferIn(cx, words), from: sourceIn(cx, words), skips };
}

function sourceIn(cx: ScriptContext, words: readonly string[]): VideoQueueBuffer['from'] {
  const [, , source, place = '', size = '0'] = words;
  if (source === 'user') return { va: userPlace(cx, place), size: sizeIn(size) };
  return source === 'fd' ? { fd: fdOf(cx, place), size: sizeIn(/^\d/.test(size) ? size : '0') } : undefined;
}

function oneOf<Word extends string>(known: readonly Word[], word: string): Word {
  const found = known.find((it) => it === word);
  if (found === undefined) throw new ScriptProblem(`${word} is none of ${known.join(', ')}`);
  return found;
}
