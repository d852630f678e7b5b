import { alignDown, offsetIn, pageBytes } from '../address/align.js';
import { bytes } from '../address/spaces.js';
import type { MachineOp, ScatterlistEntry } from '../ops/op.js';
import { deviceId } from '../state/ids.js';
import type { Command } from './command.js';
import { attrsIn, directionIn, handle, kernelPlace, physPlace, readNumber, sizeOr } from './places.js';
import { expectResult, type ScriptContext } from './script-context.js';
import type { Verbs } from './verb.js';

/** All of these start with the device: `map-single DEVICE PLACE [SIZE] DIRECTION [ATTRIBUTE…]`. */
export const streamingVerbs: Verbs = {
  'map-single': (cx, { words }) => {
    const { va, size } = kernelPlace(cx, words[1] ?? '');
    return { kind: 'map-single', va, size: sizeOr(words[2], size), ...common(words) };
  },
  'map-page': (cx, { words }) => {
    const { pa, size } = physPlace(cx, words[1] ?? '');
    const page = alignDown(pa, pageBytes);
    return { kind: 'map-page', page, offset: offsetIn(pa, pageBytes), size: sizeOr(words[2], size), ...common(words) };
  },
  /** `map-page-at DEVICE PAGE OFFSET SIZE DIRECTION`: the offset may be past the page. */
  'map-page-at': (cx, { words }) => {
    const [, place = '', offset = '', size = ''] = words;
    const { pa: page } = physPlace(cx, place);
    return { kind: 'map-page', page, offset: readNumber(offset), size: bytes(readNumber(size)), ...common(words) };
  },
  'map-resource': (cx, { words }) => {
    const { pa, size } = physPlace(cx, words[1] ?? '');
    return { kind: 'map-resource', phys: pa, size: sizeOr(words[2], size), ...common(words) };
  },
  'unmap-single': (cx, command) => unmap(cx, command, 'unmap-single'),
  'unmap-page': (cx, command) => unmap(cx, command, 'unmap-page'),
  'unmap-resource': (cx, command) => unmap(cx, command, 'unmap-resource'),
  check: (cx, { words }) => {
    return {
      kind: 'check-mapping-error',
      device: deviceId(words[0] ?? ''),
      address: handle(cx, words[1] ?? '', '').address,
    };
  },
  'sync-for-cpu': (cx, command) => syncAll(cx, command, 'sync-for-cpu'),
  'sync-for-device': (cx, command) => syncAll(cx, command, 'sync-for-device'),
  /** `sync-range-for-cpu DEVICE HANDLE OFFSET SIZE DIRECTION` */
  'sync-range-for-cpu': (cx, command) => syncRange(cx, command, 'sync-for-cpu'),
  'sync-range-for-device': (cx, command) => syncRange(cx, command, 'sync-for-device'),
  /** `map-sg DEVICE PLACE:LENGTH… DIRECTION` */
  'map-sg': (cx, { words }) => {
    return { kind: 'map-sg', entries: words.slice(1).flatMap((word) => sgEntry(cx, word)), ...common(words) };
  },
  'unmap-sg': (cx, { words }) => {
    const { list } = expectResult(cx, words[1] ?? '', 'sg-mapped');
    return { kind: 'unmap-sg', list, nents: readNumber(words[2] ?? ''), ...common(words) };
  },
  'sync-sg-for-cpu': (cx, command) => syncList(cx, command, 'sync-sg-for-cpu'),
  'sync-sg-for-device': (cx, command) => syncList(cx, command, 'sync-sg-for-device'),
  /** `program-sg DEVICE LIST COUNT [cpu]` */
  'program-sg': (cx, { words }) => {
    const { list } = expectResult(cx, words[1] ?? '', 'sg-mapped');
    const lengths = words[3] === 'cpu' ? 'cpu' : 'dma';
    return { kind: 'program-sg', device: deviceId(words[0] ?? ''), list, count: readNumber(words[2] ?? ''), lengths };
  },
};

function common(
  words: readonly string[],
): Pick<Extract<MachineOp, { kind: 'map-single' }>, 'device' | 'direction' | 'attrs'> {
  return { device: deviceId(words[0] ?? ''), direction: directionIn(words), attrs: attrsIn(words) };
}

function unmap(
  cx: ScriptContext,
  { words }: Command,
  kind: 'unmap-single' | 'unmap-page' | 'unmap-resource',
): MachineOp {
  return { kind, ...handle(cx, words[1] ?? '', words[2]), ...common(words) };
}

function syncAll(cx: ScriptContext, { words }: Command, kind: 'sync-for-cpu' | 'sync-for-device'): MachineOp {
  const { device, direction } = common(words);
  return { kind, device, direction, ...handle(cx, words[1] ?? '', words[2]), offset: 0 };
}

function syncRange(cx: ScriptContext, { words }: Command, kind: 'sync-for-cpu' | 'sync-for-device'): MachineOp {
  const { device, direction } = common(words);
  const { address } = handle(cx, words[1] ?? '', '');
  return {
    kind,
    device,
    direction,
    address,
    offset: readNumber(words[2] ?? ''),
    size: bytes(readNumber(words[3] ?? '')),
  };
}

function syncList(cx: ScriptContext, { words }: Command, kind: 'sync-sg-for-cpu' | 'sync-sg-for-device'): MachineOp {
  const { device, direction } = common(words);
  const { list } = expectResult(cx, words[1] ?? '', 'sg-mapped');
  return { kind, device, list, nents: readNumber(words[2] ?? ''), direction };
}

/** `b+0x100:0xf00`: a place and a length. */
function sgEntry(cx: ScriptContext, word: string): readonly ScatterlistEntry[] {
  const [place = '', length] = word.split(':');
  if (length === undefined) return [];
  const { pa } = physPlace(cx, place);
  const page = alignDown(pa, pageBytes);
  return [{ page, offset: offsetIn(pa, pageBytes), length: bytes(readNumber(length)) }];
}
