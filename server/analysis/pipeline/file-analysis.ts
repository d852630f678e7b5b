import type { Platform } from '#engine';
import type { Span } from '../base/span.js';
import type { Confidence, Finding, Level, RuleId } from '../findings/finding.js';
import type { Notice, SuppressedFinding } from '../findings/notice.js';
import type { SidecarEntry } from '../findings/suppress.js';

/** Everything that decides the answer besides the text. */
export interface AnalysisOptions {
  /** The machine whose consequences are shown. */
  readonly platform: Platform;
  /** Levels somebody set; every other rule has its own. */
  readonly rules: ReadonlyMap<RuleId, Level | 'off'>;
  readonly minConfidence: Confidence;
  readonly budget: Budget;
  /** Entries of `.dma-lens/suppressions.json` for this file's tree. */
  readonly sidecar?: readonly SidecarEntry[];
}

/** How far one function is explored. Counts, not seconds: a slow machine finds what a fast one finds. */
export interface Budget {
  readonly paths: number;
  readonly steps: number;
}

/** The answer for one file. Findings are ordered by position, deduplicated, filtered and without suppressed ones. */
export interface FileAnalysis {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** About suppressions themselves: one without a reason, or one that hides nothing. */
  readonly notices: readonly Notice[];
  readonly functions: readonly FunctionReport[];
  /** Made when it is asked for first: `check` never does, and an editor only for a hover. */
  readonly mappings: readonly MappingSite[];
}

/** An analysis whose mappings are not made yet. */
export function withMappings(
  analysis: Omit<FileAnalysis, 'mappings'>,
  make: () => readonly MappingSite[],
): FileAnalysis {
  let made: readonly MappingSite[] | undefined;
  return {
    ...analysis,
    get mappings() {
      made ??= make();
      return made;
    },
  };
}

/** Every function of the DMA cone, analyzed or not. */
export interface FunctionReport {
  readonly name: string;
  readonly at: Span;
  readonly nameAt: Span;
  readonly status:
    | { readonly kind: 'analyzed'; readonly paths: number; readonly steps: number }
    | { readonly kind: 'not-lowered'; readonly why: string; readonly problemAt: Span }
    | { readonly kind: 'out-of-budget'; readonly budget: 'paths' | 'steps' };
}

/** One place where a mapping or allocation is made or used, with what hover shows there. */
export interface MappingSite {
  /** The expression that stands for the mapping: a handle, a buffer, the name of an API call. */
  readonly at: Span;
  readonly functionName: string;
  readonly view: MappingView;
}

/** A mapping at one point of one function, over all paths that reach it. */
export interface MappingView {
  /** How the user wrote it: `h`, `priv->rx_dma`. */
  readonly name: string;
  /** `streaming mapping`, `coherent allocation`, … */
  readonly what: string;
  /** One line each, without markup except backquotes; at most 12. The first names, the rest explain. */
  readonly lines: readonly string[];
}
