import type { Confidence, Level } from './finding.js';

const levels: readonly Level[] = ['info', 'warning', 'error'];
const confidences: readonly Confidence[] = ['low', 'medium', 'high'];

/** Proven is high, one heuristic medium, more low. The same heuristic needed twice is still one thing to doubt. */
export function confidenceOf(heuristics: readonly string[]): Confidence {
  const distinct = new Set(heuristics).size;
  return distinct === 0 ? 'high' : distinct === 1 ? 'medium' : 'low';
}

export interface LevelInputs {
  /** The rule's level, or the milder one of this instance. */
  readonly own: Level;
  readonly confidence: Confidence;
  /** What somebody set for the rule: an option, an editor setting, the configuration file. */
  readonly set: Level | undefined;
}

/** The level that is shown: what somebody set always counts; otherwise only what is proven may be an error. */
export function shownLevel({ own, confidence, set }: LevelInputs): Level {
  if (set !== undefined) {
    return set;
  }
  return own === 'error' && confidence !== 'high' ? 'warning' : own;
}

export function isAtLeast(level: Level, minimum: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(minimum);
}

export function isSureEnough(confidence: Confidence, minimum: Confidence): boolean {
  return confidences.indexOf(confidence) >= confidences.indexOf(minimum);
}

/** Positive when `left` is worse than `right`. */
export function compareLevels(left: Level, right: Level): number {
  return levels.indexOf(left) - levels.indexOf(right);
}

/** Positive when `left` is surer than `right`. */
export function compareConfidence(left: Confidence, right: Confidence): number {
  return confidences.indexOf(left) - confidences.indexOf(right);
}
