import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  boot,
  bytes,
  deviceId,
  type Direction,
  findPlatform,
  type Frame,
  type MachineEvent,
  type OpSource,
  offsetBy,
  play,
} from '#engine';

/** Which cache routines a real ARM kernel ran for one call, with their byte ranges; offsets count from a page-aligned buffer. */
interface RecordedCall {
  readonly call: keyof typeof stepsOf;
  readonly dir: 'TO_DEVICE' | 'FROM_DEVICE' | 'BIDIRECTIONAL';
  readonly offset: number;
  readonly size: number;
  readonly ops: readonly { readonly op: 'clean' | 'inv'; readonly start: number; readonly end: number }[];
}

const dev = deviceId('dev0');
const directions: Readonly<Record<RecordedCall['dir'], Direction>> = {
  TO_DEVICE: 'to-device',
  FROM_DEVICE: 'from-device',
  BIDIRECTIONAL: 'bidirectional',
};

/** The steps after the buffer exists; the last one is the recorded call. */
const stepsOf = {
  dma_map_single: (call) => [map(call)],
  dma_sync_single_for_cpu: (call) => [map(call), sync(call, 'sync-for-cpu')],
  dma_sync_single_for_device: (call) => [map(call), sync(call, 'sync-for-device')],
  dma_unmap_single: (call) => [map(call), (frames) => ({ kind: 'unmap-single', ...handle(frames, call), attrs: [] })],
} as const satisfies Record<string, (call: RecordedCall) => readonly OpSource[]>;

function map({ offset, size, dir }: RecordedCall): OpSource {
  return (frames) => {
    const { va } = buffer(frames);
    const direction = directions[dir];
    return { kind: 'map-single', device: dev, va: offsetBy(va, offset), size: bytes(size), direction, attrs: [] };
  };
}

function sync(call: RecordedCall, kind: 'sync-for-cpu' | 'sync-for-device'): OpSource {
  return (frames) => ({ kind, ...handle(frames, call), offset: 0 });
}

function handle(frames: readonly Frame[], { size, dir }: RecordedCall) {
  const result = frames[1]?.result;
  if (result?.kind !== 'mapped') throw new Error('the second step maps');
  return { device: dev, address: result.address, size: bytes(size), direction: directions[dir] };
}

function buffer(frames: readonly Frame[]) {
  const result = frames[0]?.result;
  if (result?.kind !== 'buffer' || result.va === undefined) throw new Error('the first step allocates');
  return { va: result.va, pa: result.pa };
}

const file = JSON.parse(readFileSync(new URL('./data/cache-maintenance.json', import.meta.url), 'utf8')) as {
  readonly source: string;
  readonly calls: readonly RecordedCall[];
};

describe(file.source, () => {
  test.each(file.calls)('$call $dir offset $offset size $size', (call) => {
    const platform = findPlatform('armv7-noncoh');
    if (platform === undefined) throw new Error('the platform is shipped');
    const frames = play(boot(platform), [
      { kind: 'allocate-buffer', region: 'pages', size: bytes(8192), name: 'buffer' },
      ...stepsOf[call.call](call),
    ]);
    const { pa } = buffer(frames);
    const ran = (frames.at(-1)?.events ?? [])
      .filter((event): event is Extract<MachineEvent, { id: 'CACHE_OP' }> => event.id === 'CACHE_OP')
      .map(({ op, bytes: range }) => {
        const start = range.start - pa;
        return { op: op === 'invalidate' ? 'inv' : op, start, end: start + range.length };
      });
    expect(ran).toEqual(call.ops);
  });
});
