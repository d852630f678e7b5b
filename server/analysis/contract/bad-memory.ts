import type { Span } from '../base/span.js';

/** Memory without a place in the linear map, or one that it shares with what no device may touch. */
export type BadMemory =
  | Readonly<{ kind: 'stack' | 'static'; what: string; at: Span | undefined; isConst: boolean }>
  | Readonly<{ kind: 'literal'; what: string }>
  | Readonly<{ kind: 'vmalloc' | 'kmap' | 'iomem'; what: string; allocator: string; at: Span }>;

/** By the call itself, by the list it puts the memory in, or by a subsystem that maps what it is lent. */
export type MappedBy = 'call' | 'list' | 'subsystem';
