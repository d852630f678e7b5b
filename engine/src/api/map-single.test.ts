import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignDown, offsetIn, pageBytes } from '../address/align.js';
import { bytes, offsetBy } from '../address/spaces.js';
import { emptyMap } from '../data/persistent-map.js';
import { boot } from '../machine/boot.js';
import { digest } from '../machine/digest.js';
import { step } from '../machine/step.js';
import type { MachineEvent } from '../ops/event.js';
import type { StepResult } from '../ops/step-result.js';
import { platforms } from '../platforms/index.js';
import { freshDebugState } from '../state/debug-state.js';
import { deviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { Direction } from '../state/map-record.js';

const device = deviceId('dev0');
const directions: readonly Direction[] = ['to-device', 'from-device', 'bidirectional'];

/** A record remembers which function made it; nothing else may differ. */
function withoutCall(events: readonly MachineEvent[]): string {
  return JSON.stringify(events, (key, value: unknown) => {
    if (key === 'call') return 'any';
    return typeof value === 'bigint' ? value.toString() : value;
  });
}

/** Everything but the records. */
function machineOf(state: MachineState): string {
  return digest({ ...state, mappings: emptyMap(), debug: freshDebugState });
}

// Seed M-f4: Linux 3.5 made map_single a wrapper of map_page.
test.each(platforms)('$name: map_single(p) is map_page(virt_to_page(p), offset of p)', (platform) => {
  const size = 3 * pageBytes;
  const made = step(boot(platform), { kind: 'allocate-buffer', region: 'pages', size: bytes(size), name: 'b' });
  if (made.result.kind !== 'buffer' || made.result.va === undefined) throw new Error('no buffer');
  const { va, pa } = made.result;
  const stored = step(made.state, { kind: 'cpu-store', va, size: bytes(size) }).state;
  const part = fc.record({
    start: fc.integer({ min: 0, max: size - 1 }),
    length: fc.integer({ min: 1, max: size }),
    direction: fc.constantFrom(...directions),
  });
  fc.assert(
    fc.property(part, ({ start, length, direction }) => {
      const common = { device, size: bytes(Math.min(length, size - start)), direction, attrs: [] };
      const single = step(stored, { kind: 'map-single', va: offsetBy(va, start), ...common });
      const at = offsetBy(pa, start);
      const [page, offset] = [alignDown(at, pageBytes), offsetIn(at, pageBytes)];
      const paged: StepResult = step(stored, { kind: 'map-page', page, offset, ...common });
      expect(single.result).toEqual(paged.result);
      expect(withoutCall(single.events)).toBe(withoutCall(paged.events));
      expect(machineOf(single.state)).toBe(machineOf(paged.state));
    }),
    { numRuns: 60 },
  );
});
