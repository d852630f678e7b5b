import type { Span } from '../base/span.js';
import type { UnitText } from '../module/unit-text.js';
import type { Note } from '../findings/finding.js';
import { stepsOf, type Trace } from '../exec/path.js';

/** More conditions than these say less: the last ones decide. */
const maxBranchNotes = 4;
const maxConditionLength = 60;

/**
 * The witness of a finding: where the mapping was made, the conditions that led from there to the violation, and what
 * the rule has to add.
 */
export function witness(
  text: UnitText,
  problem: { readonly at: Span; readonly notes?: readonly Note[] },
  trace: Trace | undefined,
  origin: Span | undefined,
): readonly Note[] {
  // The last step must not be the finding again, nor the first one.
  const ruleNotes = (problem.notes ?? []).filter(({ at }) => at.start !== problem.at.start);
  const steps = stepsOf(trace);
  const made = steps.findLastIndex((step) => step.kind === 'api' && step.at.start === origin?.start);
  const branches = steps
    .slice(made + 1)
    .flatMap((step) =>
      step.kind === 'branch' ? [{ at: step.at, message: conditionText(text, step.at, step.holds) }] : [],
    )
    .slice(-maxBranchNotes);
  const [first, ...rest] = ruleNotes;
  if (first === undefined) return branches;
  return first.at.start === origin?.start ? [first, ...branches, ...rest] : [...branches, ...ruleNotes];
}

function conditionText(text: UnitText, at: Span, holds: boolean): string {
  const condition = text.slice(at).replaceAll(/\s+/g, ' ');
  const shown = condition.length <= maxConditionLength ? condition : `${condition.slice(0, maxConditionLength)}…`;
  return `\`${shown}\` is ${holds ? 'true' : 'false'}`;
}
