import { expect, test } from 'vitest';
import { playScript, type PlayedScript } from '../script/play-script.js';
import { makeCookie, readCookie } from './video-cookie.js';

type Played = Extract<PlayedScript, { readonly kind: 'played' }>;

function play(...lines: readonly string[]): Played {
  const played = playScript(lines.join('\n'));
  if (played.kind === 'problem') throw new Error(`line ${played.line}: ${played.message}`);
  return played;
}

const lastState = (played: Played): Played['frames'][number]['state'] => {
  const last = played.frames.at(-1);
  if (last === undefined) throw new Error('a script has steps');
  return last.state;
};

const codeAt = (played: Played, index: number): number | undefined => {
  const result = played.frames.at(index)?.result;
  return result?.kind === 'code' ? result.code : undefined;
};

const eventsAt = (played: Played, index: number): readonly string[] =>
  (played.frames.at(index)?.events ?? []).map(({ id }) => id);

const transfer = ['stream-on q', 'device-write cam q.0', 'video-done q 0', 'video-dequeue q'];

test.each([
  {
    title: 'V4L2 buffers imported by DRM',
    script: [
      'q = video-request cam dma-contig mmap 1 0x2000',
      'f = video-export q 0',
      'g = gem-import gpu f',
      'close-fd f',
      'video-queue q 0',
      ...transfer,
      'device-read gpu g',
      'video-release q',
      'gem-put g',
    ],
  },
  {
    title: 'DRM buffers used by V4L2',
    script: [
      'g = gem-create gpu 0x2000',
      'f = gem-export g',
      'q = video-request cam dma-contig dmabuf 1 0x2000',
      'video-queue q 0 fd f',
      ...transfer,
      'device-read gpu g',
      'video-release q',
      'close-fd f',
      'gem-put g',
    ],
  },
])('$title: nobody maps anything for user space, and everything is given back', ({ script }) => {
  const played = play('platform armv7-noncoh', ...script);
  for (const { state } of played.frames) {
    for (const mm of state.user.mms.values()) {
      expect(mm.vmas.size).toBe(0);
      expect(mm.pages.size).toBe(0);
    }
  }
  const { sharing, mappings } = lastState(played);
  expect(mappings.size).toBe(0);
  expect(
    [sharing.memories, sharing.dmaBufs, sharing.attachments, sharing.queues, sharing.gems].map((it) => it.size),
  ).toEqual([0, 0, 0, 0, 0]);
});

/** What queueing and completing a buffer do to the caches: drivers/media/common/videobuf2 (6.12). */
const maintenance: readonly [allocator: string, memory: string, prepare: string, finish: string][] = [
  ['dma-contig', 'mmap', '', ''],
  ['dma-contig', 'mmap-noncoherent', 'invalidate', 'invalidate'],
  ['dma-contig', 'userptr', 'invalidate', 'invalidate'],
  ['dma-contig', 'dmabuf', '', ''],
  ['dma-sg', 'mmap', 'invalidate', 'invalidate'],
  ['dma-sg', 'userptr', 'invalidate', 'invalidate'],
  ['dma-sg', 'dmabuf', '', ''],
  ['vmalloc', 'mmap', '', ''],
  ['vmalloc', 'userptr', '', ''],
  ['vmalloc', 'dmabuf', '', ''],
];

test.each(maintenance)('%s, %s: prepare "%s", finish "%s"', (allocator, memory, prepare, finish) => {
  const [kind = '', noncoherent = ''] = memory.split('-');
  const setUp = {
    mmap: { before: [], from: '' },
    userptr: { before: ['u = user-alloc 2'], from: 'user u 0x2000' },
    dmabuf: { before: ['g = gem-create gpu 0x2000', 'f = gem-export g'], from: 'fd f' },
  }[kind] ?? { before: [], from: '' };
  const played = play(
    'platform armv7-noncoh',
    ...setUp.before,
    `q = video-request cam ${allocator} ${kind} 1 0x2000 ${noncoherent}`,
    `video-queue q 0 ${setUp.from}`,
    'stream-on q',
    'video-done q 0',
  );
  const operations = (index: number): readonly string[] =>
    (played.frames.at(index)?.events ?? []).flatMap((event) => (event.id === 'CACHE_OP' ? [event.op] : []));
  expect(codeAt(played, -3)).toBe(0);
  expect(operations(-3)).toEqual(prepare === '' ? [] : [prepare]);
  expect(operations(-1)).toEqual(finish === '' ? [] : [finish]);
});

/** What user space is told of memory that does not fit, before any transfer: drivers/media/common/videobuf2 (6.12). */
const refusals: readonly [allocator: string, memory: string, from: string, code: number][] = [
  ['dma-contig', 'userptr', 'user scattered 0x3000', -14],
  ['dma-sg', 'userptr', 'user scattered 0x3000', 0],
  ['vmalloc', 'userptr', 'user scattered 0x3000', 0],
  ['dma-contig', 'userptr', 'user pfn 0x3000', -14],
  ['dma-sg', 'userptr', 'user pfn 0x3000', -12],
  ['vmalloc', 'userptr', 'user pfn 0x3000', -14],
  ['dma-contig', 'userptr', 'user scattered+8 0x3000', -22],
  ['dma-contig', 'userptr', 'user scattered 0x2000', -22],
  ['dma-contig', 'dmabuf', 'fd f', -22],
  ['dma-contig', 'dmabuf', 'fd f 0x3000', -14],
  ['dma-sg', 'dmabuf', 'fd f 0x3000', -14],
  ['vmalloc', 'dmabuf', 'fd f 0x3000', -14],
  ['vmalloc', 'dmabuf', 'fd 9', -22],
  ['dma-contig', 'mmap', 'fd f', -22],
];

test.each(refusals)('%s, %s, queue from %s: %i', (allocator, memory, from, code) => {
  const played = play(
    'platform armv7-noncoh',
    'scattered = user-alloc 3 scattered',
    'a = alloc gpu 0x3000',
    'pfn = user-mmap 3',
    'mmap-vma gpu a pfn',
    'user-mmap-end pfn',
    'g = gem-create gpu 0x2000',
    'f = gem-export g',
    `q = video-request cam ${allocator} ${memory} 1 0x3000`,
    `video-queue q 0 ${from}`,
  );
  expect(codeAt(played, -1)).toBe(code);
  const { sharing, user } = lastState(played);
  const isHeld = (sharing.dmaBufs.values()[0]?.references ?? 0) !== 0;
  // A refusal holds neither pages nor the dma-buf.
  expect(isHeld).toBe(false);
  expect(Math.max(...[...user.pageReferences].map(({ value }) => value))).toBe(code === 0 ? 2 : 1);
});

test('a page that was pinned outlives its process', () => {
  const played = play(
    'platform armv7-noncoh',
    'u = user-alloc 1',
    'q = video-request cam dma-contig userptr 1 0x1000',
    'video-queue q 0 user u 0x1000',
    'munmap u',
    'stream-on q',
    'device-write cam q.0',
    'video-release q',
  );
  expect(eventsAt(played, 5)).not.toContain('DMA_TO_FREED_PAGE');
  const { user } = lastState(played);
  expect(user.pageReferences.size + user.keptFrames.size).toBe(0);
});

test('a memory-to-memory cookie means the same buffer with and without the mark of the destination queue', () => {
  expect(makeCookie({ index: 3, plane: 2 })).toBe(0x1a000);
  expect(readCookie(0x1a000)).toEqual({ index: 3, plane: 2 });
  expect(readCookie(0x40000000 + 0x1a000)).toEqual({ index: 3, plane: 2 });
});
