// Legal drivers of memory the DMA API allocates: coherent, managed, pools, pages, non-contiguous; some show it to
// user space.

import fc from 'fast-check';
import {
  bytes,
  type ByteLength,
  type DeviceId,
  type DmaAttr,
  type KernelVa,
  type OpResult,
  pageCount,
  type UserVa,
} from '#engine';
import {
  anyDevice,
  anyDirection,
  anyRounds,
  anySize,
  type Asking,
  type Driver,
  type Look,
  piecesOf,
  transfer,
  type Transfer,
} from './legal-transfer.js';

interface CoherentPlan {
  readonly kind: 'coherent';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly attrs: readonly DmaAttr[];
  readonly gfp: 'kernel' | 'atomic';
  readonly rounds: number;
  readonly isManaged: boolean;
  readonly isForUser: boolean;
}

interface PoolPlan {
  readonly kind: 'pool';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly align: number;
  readonly boundary: number;
  readonly blocks: number;
  readonly isManaged: boolean;
}

interface PagesPlan extends Transfer {
  readonly kind: 'pages';
  readonly rounds: number;
}

interface NoncontiguousPlan extends Transfer {
  readonly kind: 'noncontiguous';
  readonly rounds: number;
  readonly attrs: readonly DmaAttr[];
}

export type AllocationPlans = CoherentPlan | PoolPlan | PagesPlan | NoncontiguousPlan;

const common = { device: anyDevice, size: anySize, direction: anyDirection, rounds: anyRounds };

export const allocationPlans: readonly fc.Arbitrary<AllocationPlans>[] = [
  fc.record<CoherentPlan>({
    kind: fc.constant('coherent'),
    device: anyDevice,
    size: anySize,
    attrs: fc.constantFrom([], ['write-combine'], ['force-contiguous'], ['alloc-single-pages']),
    gfp: fc.constantFrom('kernel', 'atomic'),
    rounds: anyRounds,
    isManaged: fc.boolean(),
    isForUser: fc.boolean(),
  }),
  fc.record<PoolPlan>({
    kind: fc.constant('pool'),
    device: anyDevice,
    size: fc.integer({ min: 1, max: 5000 }).map(bytes),
    align: fc.constantFrom(0, 1, 8, 64, 4096),
    boundary: fc.constantFrom(0, 4096, 8192),
    blocks: fc.integer({ min: 1, max: 4 }),
    isManaged: fc.boolean(),
  }),
  fc.record<PagesPlan>({ ...common, kind: fc.constant('pages') }),
  fc.record<NoncontiguousPlan>({
    ...common,
    kind: fc.constant('noncontiguous'),
    attrs: fc.constantFrom([], ['alloc-single-pages']),
  }),
];

type Allocated = Extract<OpResult, { kind: 'allocated' }>;

export function* shareCoherent(plan: CoherentPlan): Driver {
  const { device, size, gfp, rounds, isManaged } = plan;
  // What is managed is freed without attributes.
  const attrs = isManaged ? [] : plan.attrs;
  const made = yield { kind: isManaged ? 'alloc-managed' : 'alloc-attrs', device, size, gfp, attrs };
  if (made.kind !== 'allocated') return;
  const { cpuAddress, address } = made;
  const shown = plan.isForUser ? yield* showToUser(plan, made, attrs) : undefined;
  for (let round = 0; round <= rounds; round += 1) {
    if (shown === undefined) yield { kind: 'cpu-store', va: cpuAddress, size };
    else yield { kind: 'user-store', va: shown, size };
    yield* transfer({ device, direction: 'bidirectional' }, [{ address, size }]);
    yield { kind: 'cpu-load', va: cpuAddress, size };
    if (shown !== undefined) yield { kind: 'user-load', va: shown, size };
  }
  if (shown !== undefined) yield { kind: 'munmap', va: shown, size };
  if (isManaged) yield { kind: 'free-managed', device, size, cpuAddress, address };
  else yield { kind: 'free-attrs', device, size, cpuAddress, address, attrs };
}

/** `dma_mmap_attrs` of all of it; `undefined` where the machine refuses. */
function* showToUser(
  { device, size }: Pick<CoherentPlan, 'device' | 'size'>,
  { cpuAddress, address }: Allocated,
  attrs: readonly DmaAttr[],
): Asking<UserVa | undefined> {
  const pages = pageCount(size);
  const shown = yield { kind: 'mmap-attrs', device, cpuAddress, address, size, attrs, pageOffset: 0, pages };
  return shown.kind === 'user-mapped' ? shown.va : undefined;
}

export function* sharePool({ device, size, align, boundary, blocks, isManaged }: PoolPlan): Driver {
  const made = yield { kind: 'pool-create', device, name: 'descriptors', size, align, boundary, isManaged };
  if (made.kind !== 'pool') return;
  const { pool } = made;
  const taken: Extract<OpResult, { kind: 'pool-block' }>[] = [];
  for (let index = 0; index < blocks; index += 1) {
    const block = yield { kind: 'pool-alloc', pool, gfp: 'kernel', isZeroed: index % 2 === 0 };
    if (block.kind === 'pool-block') taken.push(block);
  }
  for (const { cpuAddress: va, address } of taken) {
    yield { kind: 'cpu-store', va, size };
    yield* transfer({ device, direction: 'bidirectional' }, [{ address, size }]);
    yield { kind: 'cpu-load', va, size };
  }
  for (const { cpuAddress, address } of taken) yield { kind: 'pool-free', pool, cpuAddress, address };
  yield { kind: 'pool-destroy', pool, isManaged };
}

export function* sharePages(plan: PagesPlan, look: Look): Driver {
  const { device, size, direction } = plan;
  const made = yield { kind: 'alloc-pages', device, size, direction, gfp: 'kernel' };
  if (made.kind !== 'allocated') return;
  const { cpuAddress: va, address } = made;
  // Drivers of older kernels call dma_cache_sync instead.
  const isSynced = look().platform.profile === 'k612';
  const whole = { device, offset: 0, size, direction, address } as const;
  for (let round = 0; round <= plan.rounds; round += 1) {
    if (direction !== 'from-device') yield { kind: 'cpu-store', va, size };
    yield isSynced ? { kind: 'sync-for-device', ...whole } : { kind: 'cache-sync', device, va, size, direction };
    yield* transfer(plan, [{ address, size }]);
    yield isSynced ? { kind: 'sync-for-cpu', ...whole } : { kind: 'cache-sync', device, va, size, direction };
    if (direction !== 'to-device') yield { kind: 'cpu-load', va, size };
  }
  yield { kind: 'free-pages', device, size, cpuAddress: va, address, direction };
}

export function* shareNoncontiguous(plan: NoncontiguousPlan): Driver {
  const { device, size, direction, attrs } = plan;
  const made = yield { kind: 'alloc-noncontiguous', device, size, direction, gfp: 'kernel', attrs };
  if (made.kind !== 'sg-mapped') return;
  const { list } = made;
  const mapped = yield { kind: 'vmap-noncontiguous', device, list, size };
  if (mapped.kind === 'kernel-mapped') {
    const { va } = mapped;
    const nents = made.segments.length;
    for (let round = 0; round <= plan.rounds; round += 1) {
      yield* handOver(plan, va);
      yield { kind: 'sync-sg-for-device', device, list, nents, direction };
      yield* transfer(plan, piecesOf(made));
      yield { kind: 'sync-sg-for-cpu', device, list, nents, direction };
      yield* takeBack(plan, va);
    }
    yield { kind: 'vunmap-noncontiguous', device, va, size };
  }
  yield { kind: 'free-noncontiguous', device, list, size, direction };
}

/** The kernel's second address of a page has lines of its own in an aliasing cache: its user flushes them. */
function* handOver({ direction, size }: Transfer, va: KernelVa): Driver {
  if (direction !== 'from-device') yield { kind: 'cpu-store', va, size };
  yield { kind: 'flush-kernel-vmap-range', va, size };
}

function* takeBack({ direction, size }: Transfer, va: KernelVa): Driver {
  yield { kind: 'invalidate-kernel-vmap-range', va, size };
  if (direction !== 'to-device') yield { kind: 'cpu-load', va, size };
}
