import type { ApiFunction } from '../api/api-function.js';
import { apiByText } from '../api/index.js';
import type { CallInstr } from '../graph/instr.js';
import type { Call, CallOutcome } from './call.js';
import { stepApiCall } from './call-api.js';
import { enterCall } from './call-inline.js';
import { callUnknown } from './call-unknown.js';
import type { ExecContext } from './context.js';
import { observe } from './observe.js';
import type { Path } from './path.js';
import { applySummary } from './summary/apply.js';
import { evaluate } from './values.js';
import { functionNamed } from '../index/file-index.js';

export function stepCall(cx: ExecContext, path: Path, instr: CallInstr): CallOutcome {
  const values = instr.arguments.map((argument, position) =>
    evaluate(cx, path, argument, instr.argumentsAt[position] ?? instr.at),
  );
  for (const [position, value] of values.entries()) {
    const at = instr.argumentsAt[position];
    if (at !== undefined && !instr.implied) observe(cx, path, value, at);
  }
  const call: Call = { instr, values };
  const name = calleeName(cx, path, call);
  if (name === undefined) return { kind: 'returned', paths: [callUnknown(cx, path, call, undefined)] };
  const entered = enterCall(cx, path, call, name);
  if (entered !== undefined) return { kind: 'entered', path: entered };
  // A function of the file counts as what the file says, even when the kernel has one of that name.
  const row: ApiFunction | undefined = functionNamed(cx.index, name) === undefined ? cx.apiByName(name) : undefined;
  const known = row ?? messageIn(cx, call, name);
  if (known === undefined) return { kind: 'returned', paths: callNotFollowed(cx, path, call, name) };
  return stepApiCall(cx, path, call, known);
}

/** A function of another file that is given a text, has the name of a message, and is asked for nothing. */
function messageIn(cx: ExecContext, { instr, values }: Call, name: string): ApiFunction | undefined {
  if (instr.target !== undefined || !values.some((it) => it.kind === 'string' && isSentence.test(it.text)))
    return undefined;
  return functionNamed(cx.index, name) === undefined ? apiByText(name) : undefined;
}

/** A text to be read, as opposed to the name of something. */
const isSentence = /\s|%|\\n/;

function callNotFollowed(cx: ExecContext, path: Path, call: Call, name: string): readonly Path[] {
  const after = callUnknown(cx, path, call, name);
  const summary = cx.summaryOf(name);
  return summary === undefined ? [after] : applySummary(cx, path, after, call, summary);
}

function calleeName(cx: ExecContext, path: Path, call: Call): string | undefined {
  const { callee } = call.instr;
  if (callee.kind === 'name') return callee.name;
  const target = evaluate(cx, path, callee.pointer, call.instr.at);
  return target.kind === 'function' ? target.name : undefined;
}
