import type { OtherPlace } from '../base/line-index.js';
import type { Span } from '../base/span.js';

export type RuleId = `${'dma' | 'iommu' | 'dmabuf' | 'usb'}/${string}`;
export type Category =
  | 'lifecycle'
  | 'ownership'
  | 'addressability'
  | 'attributes'
  | 'sharing'
  | 'context'
  | 'mmap'
  | 'iommu'
  | 'security'
  | 'performance';
export type Level = 'info' | 'warning' | 'error';
export type Confidence = 'high' | 'medium' | 'low';

/** A step of the witness, in the order in which it happens. */
export interface Note {
  readonly at: Span;
  readonly message: string;
  /** Where the step stands when it is in another file of the module; then `at` is nothing to show. */
  readonly elsewhere?: OtherPlace;
}

/** Bytes, addresses and hazards a replay of the witness showed on the platform in force. */
export interface Consequence {
  readonly platform: string;
  /** Whether every legal schedule shows it, or at least one. */
  readonly certainty: 'must' | 'may';
  readonly message: string;
}

/** One problem, proven by its witness. Plain data: editors, SARIF and terminals word it their own way. */
export interface Finding {
  readonly rule: RuleId;
  readonly level: Level;
  readonly confidence: Confidence;
  /** The heuristics the confidence was counted from. */
  readonly heuristics: readonly string[];
  readonly functionName: string;
  /** The primary location: where the contract is broken. */
  readonly at: Span;
  readonly message: string;
  /** The witness: mapping site, branches taken, the violation's other end. */
  readonly notes: readonly Note[];
  /** Names of the assumptions a replay made: `len = 1536 (any value ≥ 1)`. */
  readonly assumptions: readonly string[];
  readonly consequence: Consequence | undefined;
  readonly fingerprint: string;
}
