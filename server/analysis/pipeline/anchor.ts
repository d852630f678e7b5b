import type { Span } from '../base/span.js';
import { stepsOf, type Trace, type TraceStep } from '../exec/path.js';
import type { Note } from '../findings/finding.js';
import { isElsewhere } from '../module/address.js';
import type { UnitText } from '../module/unit-text.js';

interface Anchor {
  readonly at: Span;
  readonly notes: readonly Note[];
}

/**
 * Where the analyzed file shows what happens in another one: at its call that leads there. `undefined` where everything
 * happens inside that call: then it is that file's own finding.
 */
export function anchorIn(at: Span, origin: Span | undefined, trace: Trace | undefined): Anchor | undefined {
  if (!isElsewhere(at)) return { at, notes: [] };
  const steps = stepsOf(trace);
  const inside = openCalls(steps);
  const call = callAround(steps, at) ?? inside;
  if (call === undefined) return undefined;
  const isAllThere = inside === call && origin !== undefined && callAround(steps, origin) === call;
  return isAllThere ? undefined : { at: call.at, notes: [{ at, message: 'it happens here' }] };
}

type Enter = Extract<TraceStep, { kind: 'enter' }>;

/** The call of the analyzed file below which a step stands. */
function callAround(steps: readonly TraceStep[], at: Span): Enter | undefined {
  const position = steps.findIndex((step) => step.kind !== 'enter' && step.at.start === at.start);
  return position === -1 ? undefined : openCalls(steps.slice(0, position));
}

/** The innermost call of the analyzed file that has not come back. */
function openCalls(steps: readonly TraceStep[]): Enter | undefined {
  const open: Enter[] = [];
  for (const step of steps) {
    if (step.kind === 'enter') open.push(step);
    if (step.kind === 'leave') open.pop();
  }
  return open.findLast((step) => !isElsewhere(step.at));
}

/** A step of the witness with the file it is in, where that is another one. */
export function placed(text: UnitText, note: Note): Note {
  const elsewhere = text.elsewhere(note.at);
  return elsewhere === undefined ? note : { ...note, elsewhere };
}
