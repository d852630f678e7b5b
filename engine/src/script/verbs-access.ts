import { alignDown, pageBytes } from '../address/align.js';
import { bytes } from '../address/spaces.js';
import type { Barrier, CpuAccess, FlushPage, MachineOp, MmioWrite } from '../ops/op.js';
import { deviceId } from '../state/ids.js';
import type { Command } from './command.js';
import { handle, mappingNamed, kernelPlace, physPlace, readNumber, sizeOr, userPlace } from './places.js';
import type { ScriptContext } from './script-context.js';
import type { Verb, Verbs } from './verb.js';

const barriers: readonly Barrier['barrier'][] = [
  'mb',
  'wmb',
  'rmb',
  'dma-wmb',
  'dma-rmb',
  'smp-mb',
  'smp-wmb',
  'smp-rmb',
];

export const accessVerbs: Verbs = {
  /** `cpu-load PLACE [SIZE]` */
  'cpu-load': (cx, command) => cpu(cx, command, 'cpu-load'),
  /** A load that tells the driver whose other memory is. */
  'cpu-load-flag': (cx, command) => cpu(cx, command, 'cpu-load-flag'),
  'cpu-store': (cx, command) => cpu(cx, command, 'cpu-store'),
  /** `user-load USERMAPPING SIZE` */
  'user-load': (cx, command) => user(cx, command, 'user-load'),
  'user-store': (cx, command) => user(cx, command, 'user-store'),
  /** `device-read DEVICE HANDLE [SIZE] [port=N]` */
  'device-read': (cx, command) => device(cx, command, 'device-read'),
  'device-write': (cx, command) => device(cx, command, 'device-write'),
  program: (cx, { words }) => {
    return {
      kind: 'program-address',
      device: deviceId(words[0] ?? ''),
      address: handle(cx, words[1] ?? '', '').address,
    };
  },
  writel: (_cx, command) => mmio(command, 'mmio-write', 'ordered'),
  'writel-relaxed': (_cx, command) => mmio(command, 'mmio-write', 'relaxed'),
  'raw-writel': (_cx, command) => mmio(command, 'mmio-write', 'raw'),
  readl: (_cx, command) => mmio(command, 'mmio-read', 'ordered'),
  'readl-relaxed': (_cx, command) => mmio(command, 'mmio-read', 'relaxed'),
  'raw-readl': (_cx, command) => mmio(command, 'mmio-read', 'raw'),
  /** `flush-kernel-vmap-range PLACE [SIZE]` */
  'flush-kernel-vmap-range': (cx, { words }) => ({ kind: 'flush-kernel-vmap-range', ...kernelRange(cx, words) }),
  'invalidate-kernel-vmap-range': (cx, { words }) => {
    return { kind: 'invalidate-kernel-vmap-range', ...kernelRange(cx, words) };
  },
  'flush-dcache-page': (cx, { words }) => ({ kind: 'flush-dcache-page', page: pageAt(cx, words) }),
  /** `NAME = kmap BUFFER`, and the name is an address. */
  kmap: (cx, { words }) => ({ kind: 'kmap', page: pageAt(cx, words) }),
  'kmap-local': (cx, { words }) => ({ kind: 'kmap-local', page: pageAt(cx, words) }),
  'kunmap-local': (cx, { words }) => ({ kind: 'kunmap-local', va: kernelRange(cx, words).va }),
  /** `designate PLACE [SIZE]`, `designate-user USERMAPPING SIZE` */
  designate: (cx, { words }) => {
    const { va, size } = kernelRange(cx, words);
    return { kind: 'designate-address', at: { space: 'kernel', va }, size };
  },
  'designate-user': (cx, { words: [place = '', size = ''] }) => {
    return {
      kind: 'designate-address',
      at: { space: 'user', va: userPlace(cx, place) },
      size: bytes(readNumber(size)),
    };
  },
  ...Object.fromEntries(barriers.map((barrier): [string, Verb] => [barrier, () => ({ kind: 'barrier', barrier })])),
};

function cpu(cx: ScriptContext, { words }: Command, kind: CpuAccess['kind']): MachineOp {
  return { kind, ...kernelRange(cx, words) };
}

function kernelRange(cx: ScriptContext, words: readonly string[]): Pick<CpuAccess, 'va' | 'size'> {
  const { va, size } = kernelPlace(cx, words[0] ?? '');
  return { va, size: sizeOr(words[1], size) };
}

function pageAt(cx: ScriptContext, words: readonly string[]): FlushPage['page'] {
  return alignDown(physPlace(cx, words[0] ?? '').pa, pageBytes);
}

function mmio({ words }: Command, kind: 'mmio-write' | 'mmio-read', ordering: MmioWrite['ordering']): MachineOp {
  return { kind, device: deviceId(words[0] ?? ''), ordering };
}

function user(cx: ScriptContext, { words }: Command, kind: 'user-load' | 'user-store'): MachineOp {
  return { kind, va: userPlace(cx, words[0] ?? ''), size: bytes(readNumber(words[1] ?? '')) };
}

/** `port=N` where the device has several; the mapping that a name stands for is what the driver means. */
function device(cx: ScriptContext, { words }: Command, kind: 'device-read' | 'device-write'): MachineOp {
  const [name = '', place = '', size] = words;
  const port = words.find((word) => word.startsWith('port='))?.slice('port='.length);
  const meant = mappingNamed(cx, place);
  return {
    kind,
    device: deviceId(name),
    ...handle(cx, place, size),
    ...(port === undefined ? {} : { port: readNumber(port) }),
    ...(meant === undefined ? {} : { meant }),
  };
}
