import type { Span } from '../base/span.js';
import type { BlockId, Operand } from '../graph/instr.js';
import { type Flow, type Position, sitesOf } from './flow.js';

/** One question a function asks about a value: how it compares with another, or with nothing, whether it is zero. */
export interface ValueTest {
  readonly value: Operand;
  readonly relation: '==' | '!=' | '<' | '<=' | '>' | '>=';
  /** `undefined` for 0. */
  readonly other: Operand | undefined;
  readonly position: Position;
  readonly at: Span;
  /** Where the path goes on that finds the relation true; `undefined` where the answer is kept. */
  readonly then: BlockId | undefined;
}

const mirrored = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
type Relation = keyof typeof mirrored;

const isRelation = (operator: string): operator is Relation => operator in mirrored;

/** Every test of a function, comparisons from both sides. */
export function testsOf(flow: Flow): readonly ValueTest[] {
  const { blocks } = flow.graph;
  const tests: ValueTest[] = [];
  const answers = new Set<number>();
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'assign') continue;
    const { value, target, at } = instr;
    const end = blocks[position.block]?.end;
    const isBranch = end?.kind === 'branch' && end.condition.kind === 'local' && end.condition.local === target;
    const then = isBranch ? end.then : undefined;
    if (value.kind === 'unary' && value.operator === '!') {
      tests.push({ value: value.operand, relation: '==', other: undefined, position, at, then });
      answers.add(target);
    } else if (value.kind === 'binary' && isRelation(value.operator)) {
      const { left, right, operator } = value;
      tests.push({ value: left, relation: operator, other: nonZero(right), position, at, then });
      tests.push({ value: right, relation: mirrored[operator], other: nonZero(left), position, at, then });
      answers.add(target);
    }
  }
  for (const { end, id, instrs } of blocks) {
    if (end.kind !== 'branch' || end.condition.kind !== 'local' || answers.has(end.condition.local)) continue;
    const position = { block: id, index: instrs.length };
    tests.push({ value: end.condition, relation: '!=', other: undefined, position, at: end.at, then: end.then });
  }
  return tests;
}

const nonZero = (operand: Operand): Operand | undefined =>
  operand.kind === 'number' && operand.value === 0 ? undefined : operand;
