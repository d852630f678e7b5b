// What all legal drivers have in common.

import fc from 'fast-check';
import {
  bytes,
  type ByteLength,
  deviceId,
  type DeviceId,
  type Direction,
  type DmaAddr,
  type MachineOp,
  type MachineState,
  type OpResult,
  pageBytes,
} from '#engine';

/** Yields ops, is told what the machine answered, and comes to an answer of its own. */
export type Asking<Answer> = Generator<MachineOp, Answer, OpResult>;
export type Driver = Asking<void>;

/** The machine as it is now, for what the kernel's helpers tell a driver without an op. */
export type Look = () => MachineState;

export interface Transfer {
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly direction: Direction;
}

export interface Piece {
  readonly address: DmaAddr;
  readonly size: ByteLength;
}

export const anyDirection = fc.constantFrom<Direction>('to-device', 'from-device', 'bidirectional');
export const anyDevice = fc.constantFrom(deviceId('nic'), deviceId('disk'));
export const anySize = fc.integer({ min: 1, max: 3 * pageBytes }).map(bytes);
export const anyRounds = fc.integer({ min: 0, max: 2 });

/** The doorbell, and all that the direction allows. */
export function* transfer({ device, direction }: Omit<Transfer, 'size'>, pieces: readonly Piece[]): Driver {
  yield { kind: 'mmio-write', device, ordering: 'ordered' };
  for (const { address, size } of pieces) {
    if (direction !== 'from-device') yield { kind: 'device-read', device, address, size };
    if (direction !== 'to-device') yield { kind: 'device-write', device, address, size };
  }
}

/** What the device sees of a mapped list. */
export function piecesOf({ segments, nents }: Extract<OpResult, { kind: 'sg-mapped' }>): readonly Piece[] {
  return segments.slice(0, nents).map(({ address, length }) => ({ address, size: length }));
}
