import { withEach } from '../contract/entry.js';
import type { Span } from '../base/span.js';
import { updateState } from '../contract/check-tested.js';
import { noteErrorTest } from '../contract/error-test.js';
import type { Terminator } from '../graph/instr.js';
import { assume } from '../symbolic/constraints.js';
import type { Term } from '../symbolic/term.js';
import { type ExecContext, worldOf } from './context.js';
import { doubtPastRelease, letGoBehindForgotten, letGoOfForgotten } from './forgotten-place.js';
import { enterBlock } from './loop-policy.js';
import { type Choice, type Path, record, pathWith } from './path.js';
import { putAwayInLoop } from './put-away.js';
import { letGoAtStart, letGoOfReleased } from './released-in-loop.js';
import { asksForOutcome, onlyFrom, passedBy } from './releases.js';
import { evaluate, mappingError } from './values.js';

type Of<Kind extends Terminator['kind']> = Extract<Terminator, { kind: Kind }>;

/** Both sides of a condition, as far as the path's facts allow them. */
export function stepBranch(cx: ExecContext, path: Path, end: Of<'branch'>): readonly (Path | undefined)[] {
  const condition = evaluate(cx, path, end.condition, end.at);
  const meant = letGoOfForgotten(cx, path, condition);
  const sides = [true, false].map((holds) => ({
    taken: take(cx, meant, condition, holds, end.at, {
      taken: holds ? end.then : end.otherwise,
      notTaken: holds ? end.otherwise : end.then,
    }),
    to: holds ? end.then : end.otherwise,
  }));
  const isOpen = sides.every(({ taken }) => taken !== undefined);
  return sides.map(({ taken, to }) => {
    if (taken === undefined) return undefined;
    if (taken.contract.length === 0) return enterBlock(cx, taken, to);
    const put = putAwayInLoop(taken, to);
    if (!isOpen) return enterBlock(cx, letGoAtStart(cx, put, end.condition, to), to);
    const other = to === end.then ? end.otherwise : end.then;
    const { program } = taken.frame;
    const known = letGoBehindForgotten(cx, put, condition, onlyFrom(program, other, to));
    // A helper that returns early meets its other way in the caller; one whose loop ends has done what it does.
    const met = passedBy(program, other, to);
    const isEarly = taken.frame.caller !== undefined && program.graph.blocks[path.frame.block]?.loop === undefined;
    const passed = met.length === 0 && isEarly ? onlyFrom(program, other, to) : met;
    // Another round is no way past what comes after the loop.
    const isRound = program.graph.blocks[path.frame.block]?.loop?.body.includes(to) === true;
    const isNoGuard = isRound || asksForOutcome(cx, program, path.frame.block, end.condition);
    const doubted = isNoGuard ? known : doubtPastRelease(cx, known, condition, passed);
    return enterBlock(cx, letGoOfReleased(cx, doubted, condition, to), to);
  });
}

type Way = Pick<Choice, 'taken' | 'notTaken'>;

/** A path that knows how a condition came out; `undefined` where it cannot come out so. */
export function take(
  cx: ExecContext,
  path: Path,
  condition: Term,
  holds: boolean,
  at: Span,
  way?: Way,
): Path | undefined {
  const facts = assume(cx.terms, path.facts, condition, holds);
  if (facts === undefined) return undefined;
  if (facts === path.facts && condition.kind === 'const') return path;
  const { key: frameKey, depth } = path.frame;
  const choice = facts !== path.facts && way !== undefined ? { condition, frameKey, ...way } : undefined;
  const assumed = record(pathWith(path, { facts }), { kind: 'branch', at, holds, depth, choice });
  if (assumed.contract.length === 0) return assumed;
  const world = worldOf(cx, assumed);
  const test = { condition, holds, at, depth };
  const tested = isLoopHead(path) ? assumed.contract : noteErrorTest(world, assumed.contract, test);
  const contract = withEach(tested, (entry) => updateState(world, entry));
  return pathWith(assumed, { contract, facts: withSuccess(cx, assumed, contract) });
}

/** `for (i = 0; i <= count; i++)` asks how far to go, not whether the call that counted failed. */
function isLoopHead({ frame }: Path): boolean {
  return frame.program.graph.blocks[frame.block]?.loop !== undefined;
}

/**
 * What follows once a branch has shown that a call succeeded: a count is positive, nothing of size 0 was mapped, a DMA
 * address is no error value, and it is not 0. Zero is a legal address, but drivers keep 0 for "nothing mapped".
 */
function withSuccess(cx: ExecContext, path: Path, contract: Path['contract']): Path['facts'] {
  const { terms } = cx;
  let { facts } = path;
  for (const [position, { mapped, size, dma, cpu, buffer, state }] of contract.entries()) {
    if (state !== 'live' || path.contract[position]?.state !== 'unchecked') continue;
    if (mapped !== undefined) facts = assume(terms, facts, terms.binary('>', mapped, terms.number(0)), true) ?? facts;
    if (size !== undefined) facts = assume(terms, facts, size, true) ?? facts;
    if (buffer !== undefined && cpu !== undefined) facts = assume(terms, facts, cpu, true) ?? facts;
    if (dma === undefined) continue;
    facts = assume(terms, facts, mappingError(cx, dma), false) ?? facts;
    facts = assume(terms, facts, dma, true) ?? facts;
  }
  return facts;
}

export function stepSwitch(cx: ExecContext, path: Path, end: Of<'switch'>): readonly (Path | undefined)[] {
  const value = evaluate(cx, path, end.value, end.at);
  const paths: (Path | undefined)[] = [];
  let rest: Path | undefined = path;
  for (const it of end.cases) {
    if (rest === undefined) break;
    const from = evaluate(cx, rest, it.from, end.at);
    const to = evaluate(cx, rest, it.to, end.at);
    const isCase: readonly Term[] =
      from === to
        ? [cx.terms.binary('==', value, from)]
        : [cx.terms.binary('<=', from, value), cx.terms.binary('<=', value, to)];
    const taken = isCase.reduce<Path | undefined>(
      (at, condition) => (at === undefined ? undefined : take(cx, at, condition, true, end.at)),
      rest,
    );
    if (taken !== undefined) {
      const others = end.cases.filter((other) => other.block !== it.block);
      const passed = others.flatMap((other) => passedBy(path.frame.program, other.block, it.block));
      paths.push(enterBlock(cx, doubtPastRelease(cx, taken, value, passed), it.block));
    }
    const [single] = isCase;
    rest = isCase.length === 1 && single !== undefined ? take(cx, rest, single, false, end.at) : rest;
  }
  if (rest !== undefined) {
    const passed = end.cases.flatMap((it) => passedBy(path.frame.program, it.block, end.otherwise));
    paths.push(enterBlock(cx, doubtPastRelease(cx, rest, value, passed), end.otherwise));
  }
  return paths;
}
