import type { Span } from '../base/span.js';
import { confidenceOf, isSureEnough, shownLevel } from './confidence.js';
import { dedupe, type DraftFinding } from './dedupe.js';
import { fingerprints } from './fingerprint.js';
import type { Confidence, Consequence, Finding, Level, Note, RuleId } from './finding.js';
import type { Notice, SuppressedFinding } from './notice.js';
import { byPlace } from './rank.js';
import { createStatements } from './statements.js';
import { type SidecarEntry, suppress } from './suppress.js';
import type { FunctionExtent } from './suppression-reach.js';

/** What a rule reported, with what the pipeline knows about it. One per path that shows it. */
export interface ReportedProblem {
  readonly rule: RuleId;
  /** The rule's level, or the milder one of this instance. */
  readonly level: Level;
  readonly heuristics: readonly string[];
  readonly functionName: string;
  readonly at: Span;
  readonly message: string;
  readonly notes: readonly Note[];
  /** Where the mapping was made that this is about. */
  readonly origin: Span | undefined;
  readonly assumptions: readonly string[];
  readonly consequence: Consequence | undefined;
}

export interface CollectOptions {
  readonly text: string;
  readonly functions: readonly FunctionExtent[];
  readonly sidecar: readonly SidecarEntry[];
  /** Levels somebody set. */
  readonly levels: ReadonlyMap<RuleId, Level | 'off'>;
  readonly minConfidence: Confidence;
  readonly stateOf: (rule: string) => 'on' | 'off' | 'unknown';
}

export interface Collected {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly notices: readonly Notice[];
}

/** Problems of all paths of one file to what is shown: judged, merged, named, suppressed, filtered, in order. */
export function collectFindings(problems: readonly ReportedProblem[], options: CollectOptions): Collected {
  const drafts = dedupe(problems.flatMap((problem) => draftOf(problem, options.levels))).toSorted(byPlace);
  const findings = nameFindings(drafts, options.text);
  const all = suppress({ ...options, findings });
  const isShown = ({ confidence }: Finding): boolean => isSureEnough(confidence, options.minConfidence);
  return {
    findings: all.findings.filter(isShown),
    suppressed: all.suppressed.filter((it) => isShown(it.finding)),
    notices: all.notices,
  };
}

function draftOf(problem: ReportedProblem, levels: CollectOptions['levels']): readonly DraftFinding[] {
  const set = levels.get(problem.rule);
  if (set === 'off') {
    return [];
  }
  const confidence = confidenceOf(problem.heuristics);
  return [{ ...problem, confidence, level: shownLevel({ own: problem.level, confidence, set }) }];
}

function nameFindings(drafts: readonly DraftFinding[], text: string): readonly Finding[] {
  if (drafts.length === 0) {
    return [];
  }
  const names = fingerprints(drafts, createStatements(text));
  return drafts.map(({ origin: _origin, ...draft }, index) => ({ ...draft, fingerprint: names[index] ?? '' }));
}
