import type { ReportedEvent } from '../findings/reported-event.js';
import type { Problem, Report, Rule } from './rule.js';
import { showHeuristic } from './words.js';

/** A problem with the rule that reported it. */
export interface RuleProblem {
  readonly rule: Rule;
  readonly problem: Problem;
}

/** Brings an event to the rules that listen to it. */
export function dispatch(rules: readonly Rule[], event: ReportedEvent): readonly RuleProblem[] {
  const problems: RuleProblem[] = [];
  for (const rule of rules) {
    listenerOf(rule, event)?.(event, (problem) => problems.push({ rule, problem: withAssumptions(problem, event) }));
  }
  return problems;
}

/** The listener under an event's id takes exactly that event; the type of `rule.on` says so, a lookup cannot. */
function listenerOf(rule: Rule, event: ReportedEvent): ((event: ReportedEvent, report: Report) => void) | undefined {
  return rule.on[event.id] as ((event: ReportedEvent, report: Report) => void) | undefined;
}

/** What an event rests on besides proof is said in every message, so that no rule can forget it. */
function withAssumptions(problem: Problem, { heuristics }: ReportedEvent): Problem {
  if (heuristics.length === 0) return problem;
  const assumptions = [...new Set(heuristics)].map(showHeuristic).join(' and ');
  return { ...problem, message: `${problem.message}, assuming that ${assumptions}` };
}
