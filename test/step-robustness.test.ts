import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boot, explain, type MachineOp, plainNames, platforms, printEventLog, step, type StepResult } from '#engine';
import { handlers } from '../engine/src/machine/handlers.js';
import { type Choose, readOpCorpus, variedOp } from './support/op-corpus.js';

const corpus = readOpCorpus();

test('the corpus has every kind of op', () => {
  const seen = new Set<string>(corpus.ops.map((op) => op.kind));
  expect(Object.keys(handlers).filter((kind) => !seen.has(kind))).toEqual([]);
});

/** Legal or not, in any order, on any machine. The seed of a failure is printed with the ops that led to it. */
test('step never throws, and all it raises can be read', () => {
  const entropy = fc.array(fc.nat(0x7fffffff), { minLength: 40, maxLength: 100 });
  const length = fc.integer({ min: 1, max: 16 });
  fc.assert(
    fc.property(fc.constantFrom(...platforms), entropy, length, (platform, numbers, opCount) => {
      const choose = chooserOf(numbers);
      const ops: MachineOp[] = [];
      const fresh: number[] = [];
      let state = boot(platform);
      for (let index = 0; index < opCount; index += 1) {
        const op = variedOp(corpus, choose, fresh);
        ops.push(op);
        const done = withOps(ops, () => step(state, op));
        state = done.state;
        fresh.push(...numbersIn(done.result));
        withOps(ops, () => checkText(done));
      }
      expect(state.step).toBe(opCount);
    }),
    { numRuns: 10_000 },
  );
}, 300_000);

function chooserOf(numbers: readonly number[]): Choose {
  let at = 0;
  return (bound) => {
    at += 1;
    return ((numbers[at % numbers.length] ?? 0) + at) % bound;
  };
}

function withOps<Result>(ops: readonly MachineOp[], act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const played = ops.map((it) => JSON.stringify(it)).join('\n');
    throw new Error(`${String(error)} after\n${played}`, { cause: error });
  }
}

/** Millions of lines: `expect` would take longer than the machine. */
function checkText({ state, events }: StepResult): void {
  for (const event of events) {
    const sentence = explain(event);
    if (!sentence.endsWith('.') || holes.test(sentence)) throw new Error(`${event.id} reads "${sentence}"`);
    const [line = ''] = printEventLog([{ step: state.step, event }], plainNames);
    if (!line.startsWith(`${state.step}  ${event.id}`) || holes.test(line)) throw new Error(`the log says "${line}"`);
  }
}

/** What text has where a field was missing or of another kind. */
const holes = /undefined|\[object|NaN/;

/** Ids, addresses and sizes; a limit may also be SIZE_MAX, which is none of them. */
function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
