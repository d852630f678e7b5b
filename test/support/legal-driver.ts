// Drivers that keep every rule, as generators: each yields the next op and is told what the machine answered. Several
// of them run interleaved on one machine.

import fc from 'fast-check';
import {
  bytes,
  type ByteLength,
  deviceId,
  type DeviceId,
  type Direction,
  type DmaAddr,
  type DmaAttr,
  type Frame,
  type MachineOp,
  type MachineState,
  type OpResult,
  pageBytes,
  step,
} from '#engine';

export type Driver = Generator<MachineOp, void, OpResult>;

interface Transfer {
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly direction: Direction;
}

interface StreamingPlan extends Transfer {
  readonly kind: 'streaming';
  readonly region: 'kmalloc' | 'pages';
  readonly call: 'map-single' | 'map-page';
  readonly rounds: number;
  readonly attrs: readonly DmaAttr[];
}

interface ListPlan extends Transfer {
  readonly kind: 'list';
  readonly entries: number;
  readonly rounds: number;
}

interface CoherentPlan {
  readonly kind: 'coherent';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly attrs: readonly DmaAttr[];
  readonly gfp: 'kernel' | 'atomic';
  readonly rounds: number;
}

interface PagesPlan extends Transfer {
  readonly kind: 'pages';
  readonly rounds: number;
}

export type DriverPlan = StreamingPlan | ListPlan | CoherentPlan | PagesPlan;

const direction = fc.constantFrom<Direction>('to-device', 'from-device', 'bidirectional');
const device = fc.constantFrom(deviceId('nic'), deviceId('disk'));
const size = fc.integer({ min: 1, max: 3 * pageBytes }).map(bytes);
const rounds = fc.integer({ min: 0, max: 2 });

/** What a driver may want, each with everything it takes to do it right. */
export const driverPlan: fc.Arbitrary<DriverPlan> = fc.oneof(
  fc.record<StreamingPlan>({
    kind: fc.constant('streaming'),
    device,
    size,
    direction,
    region: fc.constantFrom('kmalloc', 'pages'),
    call: fc.constantFrom('map-single', 'map-page'),
    rounds,
    attrs: fc.constantFrom([], ['no-warn'], ['weak-ordering']),
  }),
  fc.record<ListPlan>({
    kind: fc.constant('list'),
    device,
    size,
    direction,
    entries: fc.integer({ min: 1, max: 4 }),
    rounds,
  }),
  fc.record<CoherentPlan>({
    kind: fc.constant('coherent'),
    device,
    size,
    attrs: fc.constantFrom([], ['write-combine'], ['force-contiguous'], ['alloc-single-pages']),
    gfp: fc.constantFrom('kernel', 'atomic'),
    rounds,
  }),
  fc.record<PagesPlan>({ kind: fc.constant('pages'), device, size, direction, rounds }),
);

export function startDriver(plan: DriverPlan): Driver {
  switch (plan.kind) {
    case 'streaming':
      return stream(plan);
    case 'list':
      return streamList(plan);
    case 'coherent':
      return shareCoherent(plan);
    case 'pages':
      return sharePages(plan);
  }
}

function* stream(plan: StreamingPlan): Driver {
  const buffer = yield { kind: 'allocate-buffer', region: plan.region, size: plan.size, name: 'buffer' };
  if (buffer.kind !== 'buffer' || buffer.va === undefined) return;
  const { va, pa } = buffer;
  const { device: dev, size: length, direction: dir, attrs } = plan;
  if (dir !== 'from-device') yield { kind: 'cpu-store', va, size: length };
  const page = pa - (pa % pageBytes);
  const common = { device: dev, size: length, direction: dir, attrs };
  const mapped =
    plan.call === 'map-single'
      ? yield { kind: 'map-single', va, ...common }
      : yield { kind: 'map-page', page: page as typeof pa, offset: pa - page, ...common };
  if (mapped.kind === 'mapped') {
    const { address } = mapped;
    yield { kind: 'check-mapping-error', device: dev, address };
    yield* transfer(plan, [{ address, size: length }]);
    for (let round = 0; round < plan.rounds; round += 1) {
      yield { kind: 'sync-for-cpu', device: dev, address, offset: 0, size: length, direction: dir };
      if (dir !== 'to-device') yield { kind: 'cpu-load', va, size: length };
      if (dir !== 'from-device') yield { kind: 'cpu-store', va, size: length };
      yield { kind: 'sync-for-device', device: dev, address, offset: 0, size: length, direction: dir };
      yield* transfer(plan, [{ address, size: length }]);
    }
    yield { kind: plan.call === 'map-single' ? 'unmap-single' : 'unmap-page', address, ...common };
    yield { kind: 'cpu-load', va, size: length };
  } else if (mapped.kind === 'map-failed') {
    yield { kind: 'check-mapping-error', device: dev, address: mapped.address };
  }
  yield { kind: 'free-buffer', object: buffer.object };
}

interface Piece {
  readonly address: DmaAddr;
  readonly size: ByteLength;
}

/** The doorbell, and all that the direction allows. */
function* transfer({ device: dev, direction: dir }: Transfer, pieces: readonly Piece[]): Driver {
  yield { kind: 'mmio-write', device: dev, ordering: 'ordered' };
  for (const { address, size: length } of pieces) {
    if (dir !== 'from-device') yield { kind: 'device-read', device: dev, address, size: length };
    if (dir !== 'to-device') yield { kind: 'device-write', device: dev, address, size: length };
  }
}

function* streamList(plan: ListPlan): Driver {
  const { device: dev, direction: dir, size: length } = plan;
  const buffers: Extract<OpResult, { kind: 'buffer' }>[] = [];
  for (let index = 0; index < plan.entries; index += 1) {
    const buffer = yield { kind: 'allocate-buffer', region: 'pages', size: length, name: `page ${index}` };
    if (buffer.kind !== 'buffer' || buffer.va === undefined) break;
    buffers.push(buffer);
    if (dir !== 'from-device') yield { kind: 'cpu-store', va: buffer.va, size: length };
  }
  const entries = buffers.map(({ pa }) => ({ page: pa, offset: 0, length }));
  const mapped = yield { kind: 'map-sg', device: dev, entries, direction: dir, attrs: [] };
  if (mapped.kind === 'sg-mapped') {
    const nents = entries.length;
    const { list } = mapped;
    const pieces = mapped.segments.slice(0, mapped.nents).map((it) => ({ address: it.address, size: it.length }));
    yield { kind: 'program-sg', device: dev, list, count: mapped.nents, lengths: 'dma' };
    yield* transfer(plan, pieces);
    for (let round = 0; round < plan.rounds; round += 1) {
      yield { kind: 'sync-sg-for-cpu', device: dev, list, nents, direction: dir };
      for (const { va } of buffers) {
        if (va === undefined) continue;
        if (dir !== 'to-device') yield { kind: 'cpu-load', va, size: length };
        if (dir !== 'from-device') yield { kind: 'cpu-store', va, size: length };
      }
      yield { kind: 'sync-sg-for-device', device: dev, list, nents, direction: dir };
      yield* transfer(plan, pieces);
    }
    yield { kind: 'unmap-sg', device: dev, list, nents, direction: dir, attrs: [] };
  }
  for (const { va } of buffers) if (va !== undefined) yield { kind: 'cpu-load', va, size: length };
  for (const { object } of buffers) yield { kind: 'free-buffer', object };
}

function* shareCoherent({ device: dev, size: length, attrs, gfp, rounds: times }: CoherentPlan): Driver {
  const made = yield { kind: 'alloc-attrs', device: dev, size: length, gfp, attrs };
  if (made.kind !== 'allocated') return;
  const { cpuAddress: va, address } = made;
  for (let round = 0; round <= times; round += 1) {
    yield { kind: 'cpu-store', va, size: length };
    yield { kind: 'mmio-write', device: dev, ordering: 'ordered' };
    yield { kind: 'device-read', device: dev, address, size: length };
    yield { kind: 'device-write', device: dev, address, size: length };
    yield { kind: 'cpu-load', va, size: length };
  }
  yield { kind: 'free-attrs', device: dev, size: length, cpuAddress: va, address, attrs };
}

function* sharePages(plan: PagesPlan): Driver {
  const { device: dev, size: length, direction: dir } = plan;
  const made = yield { kind: 'alloc-pages', device: dev, size: length, direction: dir, gfp: 'kernel' };
  if (made.kind !== 'allocated') return;
  const { cpuAddress: va, address } = made;
  for (let round = 0; round <= plan.rounds; round += 1) {
    if (dir !== 'from-device') yield { kind: 'cpu-store', va, size: length };
    yield { kind: 'sync-for-device', device: dev, address, offset: 0, size: length, direction: dir };
    yield* transfer(plan, [{ address, size: length }]);
    yield { kind: 'sync-for-cpu', device: dev, address, offset: 0, size: length, direction: dir };
    if (dir !== 'to-device') yield { kind: 'cpu-load', va, size: length };
  }
  yield { kind: 'free-pages', device: dev, size: length, cpuAddress: va, address, direction: dir };
}

/**
 * Runs drivers interleaved: each number of `schedule` lets one of them do its next op; then the rest finish in turn.
 */
export function playDrivers(
  start: MachineState,
  plans: readonly DriverPlan[],
  schedule: readonly number[],
): readonly Frame[] {
  const frames: Frame[] = [];
  let state = start;
  let running = plans.map((plan) => {
    const driver = startDriver(plan);
    return { driver, next: driver.next() };
  });
  const turns = schedule.values();
  while (0 < running.length) {
    const turn = turns.next();
    const chosen = running[(turn.done === true ? 0 : turn.value) % running.length];
    if (chosen === undefined || chosen.next.done === true) {
      running = running.filter((it) => it !== chosen);
      continue;
    }
    const op = chosen.next.value;
    const result = step(state, op);
    frames.push({ op, ...result });
    state = result.state;
    chosen.next = chosen.driver.next(result.result);
  }
  return frames;
}
