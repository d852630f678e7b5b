import type { Span } from '../base/span.js';
import type { Finding } from './finding.js';

/** Something about the tool's own inputs: an info that is no rule and cannot be suppressed. */
export interface Notice {
  readonly id: `dma-lens/${string}`;
  readonly at: Span;
  readonly message: string;
}

export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** `source`: a comment; `sidecar`: an entry of `.dma-lens/suppressions.json`. */
  readonly by: 'source' | 'sidecar';
}
