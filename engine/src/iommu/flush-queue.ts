// Lazy unmapping: an IOVA goes back to the allocator only after one flush of the whole IOTLB for many.
// Source: drivers/iommu/dma-iommu.c (6.12), queue_iova, fq_flush_iotlb, fq_flush_timeout.
//
// One CPU queues, so every flush finds everything queued before it: the counters by which Linux
// tells that on many CPUs are not needed here.

import type { Iova } from '../address/spaces.js';
import { emptyStack, type Stack } from '../data/stack.js';

export interface QueuedIova {
  readonly iova: Iova;
  readonly bytes: number;
}

export interface FlushQueue {
  readonly kind: QueueKind;
  /** The last one queued on top. */
  readonly waiting: Stack<QueuedIova>;
  /** When the timer fires, in milliseconds; `undefined` while it is off. */
  readonly dueAt: number | undefined;
}

/** IOVA_DEFAULT_FQ_SIZE and IOVA_SINGLE_FQ_SIZE, with their timeouts. One slot of the ring always stays empty. */
export const queueKinds = {
  'per-cpu': { slots: 256, timeoutMs: 10 },
  /** For IOMMUs where a flush is expensive: virtual ones. */
  single: { slots: 32768, timeoutMs: 1000 },
} as const;

export type QueueKind = keyof typeof queueKinds;

export function emptyFlushQueue(kind: QueueKind): FlushQueue {
  return { kind, waiting: emptyStack(), dueAt: undefined };
}

/** `freed`: after a flush of the whole IOTLB these go back to the allocator, in this order. Empty: there was none. */
export interface Queued {
  readonly queue: FlushQueue;
  readonly freed: readonly QueuedIova[];
}

/**
 * A full queue is flushed before the new entry goes in. `nowMs` is the caller's clock; a machine that
 * has none passes its step number, so that a step counts as a millisecond.
 */
export function queueIova(queue: FlushQueue, entry: QueuedIova, nowMs: number): Queued {
  const { slots, timeoutMs } = queueKinds[queue.kind];
  const isFull = queue.waiting.size === slots - 1;
  const waiting = isFull ? emptyStack<QueuedIova>() : queue.waiting;
  return {
    queue: { ...queue, waiting: waiting.push(entry), dueAt: queue.dueAt ?? nowMs + timeoutMs },
    freed: isFull ? inOrder(queue) : [],
  };
}

/** What the timer does, whenever that is. */
export function flushQueue(queue: FlushQueue): Queued {
  return { queue: emptyFlushQueue(queue.kind), freed: inOrder(queue) };
}

function inOrder({ waiting }: FlushQueue): readonly QueuedIova[] {
  return [...waiting].toReversed();
}
