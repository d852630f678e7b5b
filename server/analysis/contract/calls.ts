// Calls and accesses as the checks see them.
import type { FreeFunction, ReleaseFunction, SyncFunction } from '../api/api-function.js';
import type { Span } from '../base/span.js';
import type { Region } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import type { ApiCall } from './world.js';

export type ReleaseCall = ApiCall & { readonly row: ReleaseFunction | FreeFunction };
export type SyncCall = ApiCall & { readonly row: SyncFunction };

export interface Access {
  readonly kind: 'read' | 'write';
  readonly region: Region;
  readonly at: Span;
  /** The function that does it, where a call does. */
  readonly by: string | undefined;
  /** `struct` and its tag, where the access is to a field of what a pointer leads to. */
  readonly object?: string | undefined;
  /** Where in that object, in bytes, where all before it is known. */
  readonly inside?: { readonly whole: Region; readonly offset: number } | undefined;
}

export interface Start {
  readonly at: Span;
  /** `writel`, `dma_async_issue_pending`. */
  readonly name: string;
  /** The calls that led to it, outermost first, this one last. */
  readonly calls: readonly Span[];
  /** What is written or passed. */
  readonly values: readonly Term[];
}
