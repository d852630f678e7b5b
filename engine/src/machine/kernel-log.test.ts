import { describe, expect, test } from 'vitest';
import { playScript } from '../script/play-script.js';
import { kernelMessageOf } from '../ops/event-traits.js';
import { boot } from './boot.js';
import { kernelLogOf } from './kernel-log.js';

/** What the kernel's checker prints of a script's errors, and how many it counts. */
function play(
  options: string,
  platform = 'armv7-noncoh',
): { readonly printed: readonly string[]; readonly errorCount: number } {
  const script = `
    platform ${platform}
    ${options}
    buffer b 64
    bind dev0 sample
    h = map-single dev0 b to-device
    unmap-single dev0 h 32 from-device
    sync-for-cpu dev1 0x1000 64 from-device`;
  const played = playScript(script);
  if (played.kind === 'problem') throw new Error(played.message);
  let before = boot(played.platform);
  const printed = played.frames.flatMap(({ state, events }) => {
    const log = kernelLogOf(before, events).map(kernelMessageOf);
    before = state;
    return log;
  });
  return { printed, errorCount: before.debug.errorCount };
}

describe('the log of the kernel checker', () => {
  test('shows the first error and counts all', () => {
    expect(play('')).toEqual({ printed: ['D3'], errorCount: 4 });
  });

  test('is empty where the kernel was built without the checker', () => {
    expect(play('debug all-errors', 'armv7-noncoh dma-debug=false')).toEqual({ printed: [], errorCount: 0 });
  });

  test('shows as many as it was asked for, over several steps', () => {
    expect(play('debug num-errors=3').printed).toEqual(['D3', 'D7', 'D8']);
    expect(play('debug num-errors=0').printed).toEqual([]);
  });

  test('shows everything', () => {
    expect(play('debug all-errors')).toEqual({ printed: ['D3', 'D7', 'D8', 'D9'], errorCount: 4 });
  });

  test('shows the errors of one driver', () => {
    expect(play('debug all-errors driver=sample').printed).toEqual(['D3', 'D7', 'D8']);
    expect(play('debug all-errors driver=other').printed).toEqual([]);
  });

  test('uses up its number on drivers it does not show', () => {
    expect(play('debug driver=other')).toEqual({ printed: [], errorCount: 4 });
  });

  test('warns of too many overlaps in any case, once', () => {
    const maps = Array.from({ length: 11 }, (_, index) => `h${index} = map-single dev0 b from-device`);
    const played = playScript(['platform armv7-noncoh', 'debug num-errors=0', 'buffer b 64', ...maps].join('\n'));
    if (played.kind === 'problem') throw new Error(played.message);
    let before = boot(played.platform);
    const printed = played.frames.flatMap(({ state, events }) => {
      const log = kernelLogOf(before, events).map(kernelMessageOf);
      before = state;
      return log;
    });
    expect(printed).toEqual(['D22']);
  });
});
