import { expect, test } from 'vitest';
import { hexOf } from '../data/hash.js';
import { boot } from '../machine/boot.js';
import { begin } from '../ops/transition.js';
import { armv7Noncoh } from '../platforms/armv7-noncoh.js';
import { deviceId, stepId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import { expectWrite, newWrite, type Writer } from './contents.js';

const cpu: Writer = { by: 'cpu' };
const fresh = boot(armv7Noncoh);

function identityOf(state: MachineState, writer: Writer, start: number, end: number): string {
  return hexOf(newWrite(state, writer, start, end).identity);
}

/** The machine after the CPU wrote [start, end). */
function written(state: MachineState, start: number, end: number): MachineState {
  const now = begin(state);
  expectWrite(now, start, end, newWrite(state, cpu, start, end));
  return now.state;
}

test('a write is the same write whenever it comes, as long as nothing happened in its place', () => {
  const before = identityOf(fresh, cpu, 0x1000, 0x1040);
  expect(identityOf({ ...fresh, step: stepId(77) }, cpu, 0x1000, 0x1040)).toBe(before);
  expect(identityOf(written(fresh, 0x1040, 0x1080), cpu, 0x1000, 0x1040)).toBe(before);
});

test('another writer, another place, or something else there before make another write', () => {
  const dma = (name: string): Writer => ({ by: 'device', device: deviceId(name) });
  const identities = [
    identityOf(fresh, cpu, 0x1000, 0x1040),
    identityOf(fresh, cpu, 0x1000, 0x1041),
    identityOf(fresh, cpu, 0x0fff, 0x1040),
    identityOf(fresh, { by: 'kernel' }, 0x1000, 0x1040),
    identityOf(fresh, dma('dev0'), 0x1000, 0x1040),
    identityOf(fresh, dma('dev1'), 0x1000, 0x1040),
    identityOf(written(fresh, 0x1000, 0x1040), cpu, 0x1000, 0x1040),
    identityOf(written(written(fresh, 0x1000, 0x1040), 0x1000, 0x1040), cpu, 0x1000, 0x1040),
    identityOf(written(fresh, 0x103f, 0x1040), cpu, 0x1000, 0x1040),
  ];
  expect(new Set(identities).size).toBe(identities.length);
});
