import { bytes } from '../address/spaces.js';
import type { Barrier, MachineOp } from '../ops/op.js';
import { deviceId } from '../state/ids.js';
import type { Command } from './command.js';
import { handle, kernelPlace, readNumber, sizeOr, userPlace } from './places.js';
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
  'cpu-store': (cx, command) => cpu(cx, command, 'cpu-store'),
  /** `user-load USERMAPPING SIZE` */
  'user-load': (cx, command) => user(cx, command, 'user-load'),
  'user-store': (cx, command) => user(cx, command, 'user-store'),
  /** `device-read DEVICE HANDLE [SIZE]` */
  'device-read': (cx, command) => device(cx, command, 'device-read'),
  'device-write': (cx, command) => device(cx, command, 'device-write'),
  program: (cx, { words }) => {
    return {
      kind: 'program-address',
      device: deviceId(words[0] ?? ''),
      address: handle(cx, words[1] ?? '', '').address,
    };
  },
  writel: (_cx, { words }) => ({ kind: 'mmio-write', device: deviceId(words[0] ?? ''), ordering: 'ordered' }),
  'writel-relaxed': (_cx, { words }) => ({ kind: 'mmio-write', device: deviceId(words[0] ?? ''), ordering: 'relaxed' }),
  ...Object.fromEntries(barriers.map((barrier): [string, Verb] => [barrier, () => ({ kind: 'barrier', barrier })])),
};

function cpu(cx: ScriptContext, { words }: Command, kind: 'cpu-load' | 'cpu-store'): MachineOp {
  const { va, size } = kernelPlace(cx, words[0] ?? '');
  return { kind, va, size: sizeOr(words[1], size) };
}

function user(cx: ScriptContext, { words }: Command, kind: 'user-load' | 'user-store'): MachineOp {
  return { kind, va: userPlace(cx, words[0] ?? ''), size: bytes(readNumber(words[1] ?? '')) };
}

function device(cx: ScriptContext, { words }: Command, kind: 'device-read' | 'device-write'): MachineOp {
  return { kind, device: deviceId(words[0] ?? ''), ...handle(cx, words[1] ?? '', words[2]) };
}
