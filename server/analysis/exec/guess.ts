import { oncePer } from '../base/once-per.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import type { ContractEntry } from '../contract/entry.js';
import { isJoined, isResult } from '../contract/symbol-keys.js';
import { symbolsOf, type Term } from '../symbolic/term.js';
import type { Choice, Frame, Path, Trace } from './path.js';
import { reachable } from './reach.js';

/**
 * Whether a path got where it is, after an entry was made, by deciding a test of state that it neither set nor knew:
 * `if (req->mapped) unmap(..)` right after a mapping that never came to set the flag. Without an entry, since it began.
 * `by value`: every such test counts, as for an argument that one of them may have chosen.
 */
export function isGuess(path: Path, entry: ContractEntry | undefined, by: 'way' | 'value' = 'way'): boolean {
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind === 'api' && entry !== undefined && step.entry.id === entry.id) {
      if (!entry.madeHere || step.does === 'map' || step.does === 'allocate') return false;
    }
    if (step.kind !== 'branch' || step.choice === undefined) continue;
    const { choice } = step;
    if (isOrder(choice.condition)) continue;
    const isNeeded = by === 'value' || isNeededFor(path.frame, choice);
    if (isNeeded && isOfState(choice.condition, entry)) return true;
    if (by === 'value' && isAnswer(choice.condition)) return true;
    if (isContradiction(trace.before, choice.condition, step.holds)) return true;
  }
  return false;
}

/** The same question had the other answer before: paths that were joined in between have forgotten it. */
function isContradiction(before: Trace | undefined, condition: Term, holds: boolean): boolean {
  const asked = plainQuestion(condition);
  for (let trace = before; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind !== 'branch' || step.choice === undefined) continue;
    const earlier = plainQuestion(step.choice.condition);
    if (earlier.key !== asked.key) continue;
    return (earlier.isNegated === step.holds) !== (asked.isNegated === holds);
  }
  return false;
}

/** `a == b` and `a != b` ask the same, and so do `!a` and `a`. */
export function questionOf(
  condition: Term,
  nameOf: (term: Term) => string = ({ id }) => String(id),
): { readonly key: string; readonly isNegated: boolean } {
  if (condition.kind !== 'apply' || !/^(?:==|!=|!)$/.test(condition.name)) {
    return { key: `${nameOf(condition)},0`, isNegated: false };
  }
  const [asked, value] = condition.args;
  const name = asked === undefined ? '' : nameOf(asked);
  const key = `${name},${value?.kind === 'const' ? value.value : value === undefined ? 0 : nameOf(value)}`;
  return { key, isNegated: condition.name !== '!=' };
}

/** Paths are long, and each condition is asked about again from every later one. */
const plainQuestion = oncePer((condition: Term) => questionOf(condition));

/** Memory as it was before the path looked, apart from the handle itself. */
function isOfState(condition: Term, entry: ContractEntry | undefined): boolean {
  if (entry !== undefined && (mentions(condition, entry) || mentionsCpu(condition, entry))) return false;
  return [...symbolsOf(condition)].some((symbol) => symbol.info.kind === 'loaded' || isJoined(symbol));
}

/** What a function said that nobody looked into: it says the same whenever it is asked. */
const isAnswer = (condition: Term): boolean =>
  [...symbolsOf(condition)].some((symbol) => isResult(symbol) && symbol.info.kind === undefined);

/** Counters are compared, flags are not. */
export const isOrder = (condition: Term): boolean => condition.kind === 'apply' && /^(?:<=|>)$/.test(condition.name);

/** Whether the other outcome would not have led to this place. */
function isNeededFor(frame: Frame, { frameKey, notTaken }: Choice): boolean {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.caller?.frame) {
    if (at.key === frameKey) return !reachable(at.program, notTaken, 'this round').includes(at.block);
  }
  return false;
}
