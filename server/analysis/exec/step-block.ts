import type { Instr, Terminator } from '../graph/instr.js';
import type { ExecContext } from './context.js';
import { stepBranch, stepSwitch } from './step-branch.js';
import { stepCall } from './step-call.js';
import { type BlockOutcome, ends } from './outcome.js';
import { leaveFrame } from './leave.js';
import { enterBlock } from './loop-policy.js';
import { typedAs } from './physical.js';
import { stepCopy, stepLoad, stepStore, stepZero } from './memory.js';
import type { Span } from '../base/span.js';
import { type Path, record, setLocal, withFrame, frameWith } from './path.js';
import { anyValue, evaluateRvalue } from './values.js';
import { siteKey } from './path.js';

/** Runs one path from its next instruction on. A call into the file's own function interrupts the block. */
export function stepBlock(cx: ExecContext, start: Path): BlockOutcome {
  const { frame } = start;
  const block = frame.program.graph.blocks[frame.block];
  if (block === undefined) return ends(start, { kind: 'unsupported', what: 'missing block' });
  let path = start;
  for (let position = frame.index; position < block.instrs.length; position += 1) {
    const instr = block.instrs[position];
    if (instr === undefined) continue;
    if (instr.kind !== 'call') {
      path = stepInstr(cx, path, instr);
      continue;
    }
    const resumed = withFrame(path, frameWith(path.frame, { index: position + 1 }));
    const outcome = stepCall(cx, resumed, instr);
    if (outcome.kind === 'never-returns') return ends(path, { kind: 'never-returns' });
    if (outcome.kind === 'entered') return { paths: [outcome.path], ended: [] };
    const [only, ...others] = outcome.paths;
    if (only === undefined) return ends(path, { kind: 'infeasible' });
    if (others.length > 0) return { paths: outcome.paths, ended: [] };
    path = only;
  }
  return stepTerminator(cx, path, block.end);
}

function stepInstr(cx: ExecContext, path: Path, instr: Exclude<Instr, { kind: 'call' }>): Path {
  switch (instr.kind) {
    case 'assign': {
      const value = evaluateRvalue(cx, path, instr.value, instr.at);
      const declared = path.frame.program.graph.locals[instr.target];
      return setLocal(path, instr.target, declared === undefined ? value : typedAs(cx, value, declared.type));
    }
    case 'load':
      return stepLoad(cx, path, instr);
    case 'store':
      return stepStore(cx, path, instr);
    case 'copy':
      return stepCopy(cx, path, instr);
    case 'zero':
      return stepZero(cx, path, instr);
    case 'forget':
      return instr.locals.reduce(
        (at, local) =>
          setLocal(at, local, cx.terms.symbol(`forgotten:${siteKey(path, instr.at)}:${local}`, anyValue(instr.why))),
        path,
      );
  }
}

function stepTerminator(cx: ExecContext, path: Path, end: Terminator): BlockOutcome {
  switch (end.kind) {
    case 'jump':
      return goesOn([enterBlock(cx, end.how === 'goto' ? noteGoto(path, end.at) : path, end.to)]);
    case 'branch':
      return goesOn(stepBranch(cx, path, end));
    case 'switch':
      return goesOn(stepSwitch(cx, path, end));
    case 'return':
      return leaveFrame(cx, path, end);
    case 'never':
      return ends(path, { kind: 'never-returns' });
    case 'unsupported':
      return ends(path, { kind: 'unsupported', what: end.what });
  }
}

/** The `goto` by which a path leaves is where a leak is shown; it matters only where something is mapped. */
function noteGoto(path: Path, at: Span): Path {
  return path.contract.length === 0 ? path : record(path, { kind: 'goto', at, depth: path.frame.depth });
}

const goesOn = (paths: readonly (Path | undefined)[]): BlockOutcome => ({
  paths: paths.filter((path) => path !== undefined),
  ended: [],
});
