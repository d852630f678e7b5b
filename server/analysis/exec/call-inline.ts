import { emptyMap, type PersistentMap } from '#engine';
import type { BlockId, LocalId } from '../graph/instr.js';
import type { Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import { type Frame, type Path, record, siteKey, pathWith, frameWith } from './path.js';
import { liveAt, type Program } from './program.js';
import type { Call } from './call.js';

/**
 * How many calls deep a path follows the file's own functions. Real drivers reach the API through two or three
 * wrappers; each further level multiplies the paths of every caller above it.
 */
const maxDepth = 4;

/**
 * Steps a callee took when it was explored by itself, above which its callers do not follow it: inside them it would
 * cost as much again on each of their paths. In 245 files of Linux 6.12, 50 more cost a tenth more steps; of the three
 * findings they gave, two were right.
 */
export const maxInlinedSteps = 150;

/** The path at the callee's first instruction; `undefined` where the callee is not followed. */
export function enterCall(cx: ExecContext, path: Path, call: Call, name: string): Path | undefined {
  const program = cx.programs.get(name);
  const { frame } = path;
  if (program === undefined) return undefined;
  // Callees are explored first: one without steps calls in a circle, and would be followed round it from here.
  const steps = cx.stepsOf(name) ?? Infinity;
  if (maxDepth <= frame.depth || isRunning(frame, name) || maxInlinedSteps < steps) {
    cx.notFollowed.add(name);
    return undefined;
  }
  cx.followed.add(name);
  const { instr } = call;
  const callee: Frame = {
    program,
    key: cx.terms.name(`${siteKey(path, instr.at)}/${name}/`),
    depth: frame.depth + 1,
    block: 0 as BlockId,
    index: 0,
    locals: bindParameters(program, call.values),
    rounds: emptyMap(),
    caller: { frame: withLiveLocals(frame), target: instr.target, values: call.values, callAt: instr.at },
  };
  const entered = record(path, { kind: 'enter', at: instr.calleeAt, functionName: name, depth: callee.depth });
  return pathWith(entered, { frame: callee });
}

/** What the caller still needs after the call: paths that differ in nothing else meet inside it. */
function withLiveLocals(frame: Frame): Frame {
  const live = liveAt(frame.program, frame.block, frame.index);
  const locals = frame.locals.filter((local) => live.has(local));
  return locals === frame.locals ? frame : frameWith(frame, { locals });
}

function bindParameters(program: Program, values: readonly Term[]): PersistentMap<LocalId, Term> {
  let locals = emptyMap<LocalId, Term>();
  for (const parameter of program.graph.locals.slice(0, program.graph.parameterCount)) {
    const value = values[parameter.id];
    if (value !== undefined) locals = locals.set(parameter.id, value);
  }
  return locals;
}

function isRunning(frame: Frame, name: string): boolean {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.caller?.frame) {
    if (at.program.graph.name === name) return true;
  }
  return false;
}
