// Legal drivers of the streaming API: one buffer, a list, a page of highmem.

import fc from 'fast-check';
import {
  bytes,
  type DmaAttr,
  type KernelVa,
  offsetBy,
  type OpResult,
  pageBytes,
  physAddr,
  type PhysAddr,
} from '#engine';
import {
  anyDevice,
  anyDirection,
  anyRounds,
  anySize,
  type Driver,
  piecesOf,
  transfer,
  type Transfer,
} from './legal-transfer.js';

interface StreamingPlan extends Transfer {
  readonly kind: 'streaming';
  readonly region: 'kmalloc' | 'pages';
  readonly call: 'map-single' | 'map-page';
  readonly rounds: number;
  /** Lines the CPU looks at in each round; all of the buffer where they are more than it has. */
  readonly lines: number;
  readonly attrs: readonly DmaAttr[];
}

interface ListPlan extends Transfer {
  readonly kind: 'list';
  readonly entries: number;
  readonly rounds: number;
}

interface HighmemPlan extends Transfer {
  readonly kind: 'highmem';
  readonly rounds: number;
}

export type StreamingPlans = StreamingPlan | ListPlan | HighmemPlan;

const common = { device: anyDevice, size: anySize, direction: anyDirection, rounds: anyRounds };

export const streamingPlans: readonly fc.Arbitrary<StreamingPlans>[] = [
  fc.record<StreamingPlan>({
    ...common,
    kind: fc.constant('streaming'),
    region: fc.constantFrom('kmalloc', 'pages'),
    call: fc.constantFrom('map-single', 'map-page'),
    lines: fc.integer({ min: 1, max: 200 }),
    attrs: fc.constantFrom([], ['no-warn'], ['weak-ordering']),
  }),
  fc.record<ListPlan>({ ...common, kind: fc.constant('list'), entries: fc.integer({ min: 1, max: 4 }) }),
  fc.record<HighmemPlan>({
    ...common,
    kind: fc.constant('highmem'),
    size: fc.integer({ min: 1, max: pageBytes }).map(bytes),
  }),
];

/** A multiple of every cache line. */
const lineBytes = 128;

export function* stream(plan: StreamingPlan): Driver {
  const buffer = yield { kind: 'allocate-buffer', region: plan.region, size: plan.size, name: 'buffer' };
  if (buffer.kind !== 'buffer' || buffer.va === undefined) return;
  const { va, pa } = buffer;
  const { device, size, direction, attrs } = plan;
  if (direction !== 'from-device') yield { kind: 'cpu-store', va, size };
  const page = pageOf(pa);
  const mapped =
    plan.call === 'map-single'
      ? yield { kind: 'map-single', va, device, size, direction, attrs }
      : yield { kind: 'map-page', page, offset: pa - page, device, size, direction, attrs };
  if (mapped.kind === 'mapped') {
    const { address } = mapped;
    yield { kind: 'check-mapping-error', device, address };
    yield* transfer(plan, [{ address, size }]);
    for (let round = 0; round < plan.rounds; round += 1) {
      yield* lookAtSomeLines(plan, va, address, round);
      yield* transfer(plan, [{ address, size }]);
    }
    const kind = plan.call === 'map-single' ? 'unmap-single' : 'unmap-page';
    yield { kind, address, device, size, direction, attrs };
    yield { kind: 'cpu-load', va, size };
  } else if (mapped.kind === 'map-failed') {
    yield { kind: 'check-mapping-error', device, address: mapped.address };
  }
  yield { kind: 'free-buffer', object: buffer.object };
}

/** `dma_sync_single_range_*`: whole lines somewhere in the buffer, and only those are the CPU's meanwhile. */
function* lookAtSomeLines(
  { device, size: whole, direction, lines }: StreamingPlan,
  buffer: KernelVa,
  address: Extract<OpResult, { kind: 'mapped' }>['address'],
  round: number,
): Driver {
  const offset = (round * lines * lineBytes) % (Math.floor(whole / lineBytes) * lineBytes || 1);
  const size = bytes(Math.min(lines * lineBytes, whole - offset));
  const va = offsetBy(buffer, offset);
  yield { kind: 'sync-for-cpu', device, address, offset, size, direction };
  yield* useAsCpu({ direction }, va, size);
  yield { kind: 'sync-for-device', device, address, offset, size, direction };
}

function* useAsCpu({ direction }: Pick<Transfer, 'direction'>, va: KernelVa, size: Transfer['size']): Driver {
  if (direction !== 'to-device') yield { kind: 'cpu-load', va, size };
  if (direction !== 'from-device') yield { kind: 'cpu-store', va, size };
}

export function* streamList(plan: ListPlan): Driver {
  const { device, direction, size } = plan;
  const buffers: Extract<OpResult, { kind: 'buffer' }>[] = [];
  for (let index = 0; index < plan.entries; index += 1) {
    const buffer = yield { kind: 'allocate-buffer', region: 'pages', size, name: `page ${index}` };
    if (buffer.kind !== 'buffer' || buffer.va === undefined) break;
    buffers.push(buffer);
    if (direction !== 'from-device') yield { kind: 'cpu-store', va: buffer.va, size };
  }
  const entries = buffers.map(({ pa }) => ({ page: pa, offset: 0, length: size }));
  const mapped = yield { kind: 'map-sg', device, entries, direction, attrs: [] };
  if (mapped.kind === 'sg-mapped') {
    const nents = entries.length;
    const { list } = mapped;
    const pieces = piecesOf(mapped);
    yield { kind: 'program-sg', device, list, count: mapped.nents, lengths: 'dma' };
    yield* transfer(plan, pieces);
    for (let round = 0; round < plan.rounds; round += 1) {
      yield { kind: 'sync-sg-for-cpu', device, list, nents, direction };
      for (const { va } of buffers) if (va !== undefined) yield* useAsCpu(plan, va, size);
      yield { kind: 'sync-sg-for-device', device, list, nents, direction };
      yield* transfer(plan, pieces);
    }
    yield { kind: 'unmap-sg', device, list, nents, direction, attrs: [] };
  }
  for (const { va } of buffers) if (va !== undefined) yield { kind: 'cpu-load', va, size };
  for (const { object } of buffers) yield { kind: 'free-buffer', object };
}

/** The kernel reaches the page only while it is mapped. */
export function* streamHighmem(plan: HighmemPlan): Driver {
  const { device, size, direction } = plan;
  const buffer = yield { kind: 'allocate-buffer', region: 'highmem', size, name: 'highmem page' };
  if (buffer.kind !== 'buffer') return;
  const page = pageOf(buffer.pa);
  if (direction !== 'from-device') yield* underKmap(page, (va) => useAsCpu({ direction: 'to-device' }, va, size));
  const mapped = yield { kind: 'map-page', page, offset: 0, device, size, direction, attrs: [] };
  if (mapped.kind === 'mapped') {
    const { address } = mapped;
    yield { kind: 'check-mapping-error', device, address };
    yield* transfer(plan, [{ address, size }]);
    for (let round = 0; round < plan.rounds; round += 1) {
      yield { kind: 'sync-for-cpu', device, address, offset: 0, size, direction };
      yield* underKmap(page, (va) => useAsCpu(plan, va, size));
      yield { kind: 'sync-for-device', device, address, offset: 0, size, direction };
      yield* transfer(plan, [{ address, size }]);
    }
    yield { kind: 'unmap-page', address, device, size, direction, attrs: [] };
    yield* underKmap(page, (va) => useAsCpu({ direction: 'from-device' }, va, size));
  } else if (mapped.kind === 'map-failed') {
    yield { kind: 'check-mapping-error', device, address: mapped.address };
  }
  yield { kind: 'free-buffer', object: buffer.object };
}

function* underKmap(page: PhysAddr, use: (va: KernelVa) => Driver): Driver {
  const mapped = yield { kind: 'kmap-local', page };
  if (mapped.kind !== 'kernel-mapped') return;
  yield* use(mapped.va);
  yield { kind: 'kunmap-local', va: mapped.va };
}

function pageOf(pa: PhysAddr): PhysAddr {
  return physAddr(pa - (pa % pageBytes));
}
