import type { Span } from '../base/span.js';
import type { UnitText } from '../module/unit-text.js';
import type { Note } from '../findings/finding.js';
import { stepsOf, type Trace, type TraceStep } from '../exec/path.js';

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
  const branches = decidingBranches(steps.slice(made + 1), origin)
    .map(({ at, holds }) => ({ at, message: conditionText(text, at, holds) }))
    .slice(-maxBranchNotes);
  const [first, ...rest] = ruleNotes;
  if (first === undefined) return branches;
  return first.at.start === origin?.start ? [first, ...branches, ...rest] : [...branches, ...ruleNotes];
}

type Branch = Extract<TraceStep, { kind: 'branch' }>;

/**
 * What a function decided for itself that gave nothing back and had nothing to do with the mapping is behind the path
 * when it has returned.
 */
function decidingBranches(steps: readonly TraceStep[], origin: Span | undefined): readonly Branch[] {
  const branches: Branch[] = [];
  const open: { readonly from: number; concerned: boolean }[] = [];
  for (const step of steps) {
    if (step.kind === 'branch') branches.push(step);
    if (step.kind === 'enter') open.push({ from: branches.length, concerned: false });
    if (step.kind === 'api' && step.entry.origin.at.start === origin?.start) for (const it of open) it.concerned = true;
    if (step.kind !== 'leave') continue;
    const left = open.pop();
    if (left !== undefined && !left.concerned && !step.gives) branches.length = left.from;
  }
  return branches;
}

function conditionText(text: UnitText, at: Span, holds: boolean): string {
  const condition = text.slice(at).replaceAll(/\s+/g, ' ');
  const shown = condition.length <= maxConditionLength ? condition : `${condition.slice(0, maxConditionLength)}…`;
  return `\`${shown}\` is ${holds ? 'true' : 'false'}`;
}
