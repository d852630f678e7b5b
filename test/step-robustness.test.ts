import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boot, type Frame, type MachineOp, platforms, step } from '#engine';
import { handlers } from '../engine/src/machine/handlers.js';
import { type Choose, readOpCorpus, variedOp } from './support/op-corpus.js';

const corpus = readOpCorpus();

test('the corpus has every kind of op', () => {
  const seen = new Set<string>(corpus.ops.map((op) => op.kind));
  expect(Object.keys(handlers).filter((kind) => !seen.has(kind))).toEqual([]);
});

/** Legal or not, in any order, on any machine. The seed of a failure is printed with the ops that led to it. */
test('step never throws', () => {
  const entropy = fc.array(fc.nat(0x7fffffff), { minLength: 40, maxLength: 400 });
  fc.assert(
    fc.property(
      fc.constantFrom(...platforms),
      entropy,
      fc.integer({ min: 1, max: 25 }),
      (platform, numbers, length) => {
        const ops: MachineOp[] = [];
        let state = boot(platform);
        let at = 0;
        const choose: Choose = (bound) => {
          at += 1;
          return ((numbers[at % numbers.length] ?? 0) + at) % bound;
        };
        const fresh: number[] = [];
        for (let index = 0; index < length; index += 1) {
          const op = variedOp(corpus, choose, fresh);
          ops.push(op);
          const frame: Frame = { op, ...tryStep(state, op, ops) };
          state = frame.state;
          fresh.push(...numbersIn(frame.result));
        }
        expect(state.step).toBe(length);
      },
    ),
    { numRuns: 10_000 },
  );
});

function tryStep(state: Parameters<typeof step>[0], op: MachineOp, ops: readonly MachineOp[]): ReturnType<typeof step> {
  try {
    return step(state, op);
  } catch (error) {
    throw new Error(`step threw after\n${ops.map((it) => JSON.stringify(it)).join('\n')}`, { cause: error });
  }
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
