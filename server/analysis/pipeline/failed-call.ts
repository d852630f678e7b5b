// What a function does after a call of another one has failed, by its graph and with the values of a few variables.
import type { BinaryOperator } from '../base/arithmetic.js';
import type { ApiFunction, PlainFunction } from '../api/api-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { BlockId, CallInstr, Instr, LocalId, Operand, Place, Rvalue } from '../graph/instr.js';
import { operandsOf } from '../graph/operands.js';
import { type Interval, maxErrno } from '../symbolic/interval.js';

/** What is returned; an error pointer is a small negative number, and `undefined` may be anything. */
export type Outcome = Interval | undefined;

export interface AfterFailure {
  /** Every call that may come after it, the clean-ups of the way out and what both ways have in common. */
  readonly calls: ReadonlySet<CallInstr>;
  /** What the function may then return itself. */
  readonly returned: readonly Outcome[];
  /** Fields that are 0 or NULL by what every way out stores, as `struct.field`. */
  readonly cleared: ReadonlySet<string>;
}

/** Where a function calls another one. */
export interface CallSite {
  readonly caller: FunctionGraph;
  readonly call: CallInstr;
}

/** What the kernel means by the names of its numbers and functions. */
export interface Meaning {
  readonly constantByName: (name: string) => number | undefined;
  readonly apiByName: (name: string) => ApiFunction | undefined;
  readonly fieldAt: FieldAt;
}

/** The field that a place of a function is, as `struct.field`; `undefined` where its struct is not known. */
export type FieldAt = (place: Place, graph: FunctionGraph) => string | undefined;

type Values = ReadonlyMap<LocalId, Interval>;

/** More of them is more than an error path asks. */
const mostStates = 2_000;

/**
 * Walks on from a call that came back with `outcome`: at a branch on what is known to the side that it leads to, at any
 * other to both. `undefined` where the graph does not show it.
 */
export function afterFailedCall(site: CallSite, outcome: Outcome, meaning: Meaning): AfterFailure | undefined {
  const { caller, call } = site;
  const kept = keptLocals(caller, call.target);
  const before = walk(caller, { kept, meaning, until: call }, [
    { block: 0 as BlockId, index: 0, values: new Map(), cleared: new Set() },
  ]);
  if (before === undefined || before.met.length === 0) return undefined;
  const from = before.met.map(({ block, index, values }) => ({
    block,
    index: index + 1,
    values: written(values, kept, call.target, outcome),
    cleared: new Set<string>(),
  }));
  return walk(caller, { kept, meaning, until: undefined }, from);
}

interface Position {
  readonly block: BlockId;
  readonly index: number;
  readonly values: Values;
  readonly cleared: ReadonlySet<string>;
}

interface Walking {
  readonly kept: ReadonlySet<LocalId>;
  readonly meaning: Meaning;
  readonly until: CallInstr | undefined;
}

interface Walked extends AfterFailure {
  /** Where the walk came to the call that it looked for. */
  readonly met: readonly Position[];
}

function walk(graph: FunctionGraph, walking: Walking, from: readonly Position[]): Walked | undefined {
  const calls = new Set<CallInstr>();
  const returned = new Map<string, Outcome>();
  const met: Position[] = [];
  let clearedByAll: ReadonlySet<string> | undefined;
  const seen = new Set<string>();
  const work = [...from];
  for (const position of work) {
    const block = graph.blocks[position.block];
    if (block === undefined || mostStates < work.length) return undefined;
    let { values, cleared } = position;
    for (const [index, instr] of block.instrs.entries()) {
      if (index < position.index) continue;
      if (instr === walking.until) met.push({ block: position.block, index, values, cleared });
      if (instr.kind === 'call') calls.add(instr);
      if (instr.kind === 'store') {
        const field = walking.meaning.fieldAt(instr.place, graph);
        cleared = afterStore(cleared, field, valueOf(instr.value, values, walking));
      }
      values = afterInstr(values, instr, walking);
    }
    const { end } = block;
    if (end.kind === 'unsupported') return undefined;
    if (end.kind === 'return') {
      const value = end.value === undefined ? undefined : valueOf(end.value, values, walking);
      returned.set(`${value?.minimum}:${value?.maximum}`, value);
      clearedByAll = new Set([...cleared].filter((name) => clearedByAll?.has(name) !== false));
    }
    for (const next of successors(block.end, values, walking)) {
      const key = `${next} ${keyOf(values)} ${[...cleared].toSorted().join()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      work.push({ block: next, index: 0, values, cleared });
    }
  }
  return { calls, returned: [...returned.values()], cleared: clearedByAll ?? new Set(), met };
}

function afterStore(cleared: ReadonlySet<string>, field: string | undefined, value: Outcome): ReadonlySet<string> {
  const isCleared = value !== undefined && isNull(value) === true;
  if (field === undefined || cleared.has(field) === isCleared) return cleared;
  return new Set(isCleared ? [...cleared, field] : [...cleared].filter((it) => it !== field));
}

const keyOf = (values: Values): string =>
  [...values]
    .map(([local, { minimum, maximum }]) => `${local}:${minimum}:${maximum}`)
    .toSorted()
    .join();

type End = FunctionGraph['blocks'][number]['end'];

function successors(end: End, values: Values, walking: Walking): readonly BlockId[] {
  switch (end.kind) {
    case 'jump':
      return [end.to];
    case 'branch': {
      const isZero = isNull(valueOf(end.condition, values, walking));
      if (isZero === undefined) return [end.then, end.otherwise];
      return [isZero ? end.otherwise : end.then];
    }
    case 'switch':
      return [...end.cases.map(({ block }) => block), end.otherwise];
    default:
      return [];
  }
}

function isNull(value: Outcome): boolean | undefined {
  if (value === undefined) return undefined;
  if (value.minimum === 0 && value.maximum === 0) return true;
  return mayBe(value, 0) ? undefined : false;
}

const mayBe = ({ minimum, maximum }: Interval, value: number): boolean => minimum <= value && value <= maximum;

const point = (value: number): Interval => ({ minimum: value, maximum: value });

function afterInstr(values: Values, instr: Instr, walking: Walking): Values {
  if (instr.kind === 'forget') {
    return instr.locals.reduce((rest: Values, local) => written(rest, walking.kept, local, undefined), values);
  }
  if (!('target' in instr)) return values;
  return written(values, walking.kept, instr.target, resultOf(instr, values, walking));
}

function written(values: Values, kept: ReadonlySet<LocalId>, target: LocalId | undefined, value: Outcome): Values {
  if (target === undefined || !kept.has(target)) return values;
  const after = new Map(values);
  if (value === undefined) after.delete(target);
  else after.set(target, value);
  return after;
}

function resultOf(instr: Instr, values: Values, walking: Walking): Outcome {
  if (instr.kind === 'assign') return valueOfRvalue(instr.value, values, walking);
  if (instr.kind !== 'call' || instr.callee.kind !== 'name') return undefined;
  const row = walking.meaning.apiByName(instr.callee.name);
  if (row?.does !== 'plain') return undefined;
  const given = instr.arguments[row.returnsArgument ?? 0];
  const value = given === undefined ? undefined : valueOf(given, values, walking);
  return value === undefined ? undefined : answerOf(row.effect, value);
}

/** What a function of the kernel makes of an error, or answers about it. */
function answerOf(effect: PlainFunction['effect'], value: Interval): Outcome {
  switch (effect) {
    case 'same-value':
      return value;
    case 'error-or-zero':
      if (isError(value) === undefined) return undefined;
      return isError(value) === true ? value : point(0);
    case 'tests-error-pointer':
      return truthOf(isError(value));
    case 'tests-error-or-null':
      return truthOf(isNull(value) === true || isError(value));
    default:
      return undefined;
  }
}

const isError = ({ minimum, maximum }: Interval): boolean | undefined => {
  if (-maxErrno <= minimum && maximum < 0) return true;
  return 0 <= minimum || maximum < -maxErrno ? false : undefined;
};

const truthOf = (answer: boolean | undefined): Outcome => (answer === undefined ? undefined : point(Number(answer)));

function valueOfRvalue(value: Rvalue, values: Values, walking: Walking): Outcome {
  switch (value.kind) {
    case 'operand':
    case 'cast':
      return valueOf(value.operand, values, walking);
    case 'unary': {
      const operand = valueOf(value.operand, values, walking);
      if (operand === undefined || value.operator === '~') return undefined;
      if (value.operator === '!') return truthOf(isNull(operand));
      return { minimum: 0 - operand.maximum, maximum: 0 - operand.minimum };
    }
    case 'binary': {
      const left = valueOf(value.left, values, walking);
      const right = valueOf(value.right, values, walking);
      return left === undefined || right === undefined ? undefined : truthOf(compare(value.operator, left, right));
    }
    default:
      return undefined;
  }
}

function compare(operator: BinaryOperator, left: Interval, right: Interval): boolean | undefined {
  switch (operator) {
    case '<':
      if (left.maximum < right.minimum) return true;
      return right.maximum <= left.minimum ? false : undefined;
    case '==':
      if (left.maximum < right.minimum || right.maximum < left.minimum) return false;
      return left.minimum === left.maximum && right.minimum === right.maximum ? true : undefined;
    case '>':
      return compare('<', right, left);
    case '<=':
      return opposite(compare('<', right, left));
    case '>=':
      return opposite(compare('<', left, right));
    case '!=':
      return opposite(compare('==', left, right));
    default:
      return undefined;
  }
}

const opposite = (answer: boolean | undefined): boolean | undefined => (answer === undefined ? undefined : !answer);

function valueOf(operand: Operand, values: Values, { meaning }: Walking): Outcome {
  switch (operand.kind) {
    case 'local':
      return values.get(operand.local);
    case 'number':
      return point(operand.value);
    case 'constant': {
      const value = meaning.constantByName(operand.name);
      return value === undefined ? undefined : point(value);
    }
    default:
      return undefined;
  }
}

/** The variables that a result or what the function returns comes to: any other has no say in how it ends. */
function keptLocals({ blocks }: FunctionGraph, result: LocalId | undefined): ReadonlySet<LocalId> {
  const instrs = blocks.flatMap((block) => block.instrs);
  const kept = new Set<LocalId>(result === undefined ? [] : [result]);
  for (const { end } of blocks) if (end.kind === 'return' && end.value?.kind === 'local') kept.add(end.value.local);
  for (let size = -1; size < kept.size; ) {
    size = kept.size;
    for (const instr of instrs) {
      if (!('target' in instr) || instr.target === undefined || instr.kind === 'load') continue;
      const { target } = instr;
      const sources = operandsOf(instr).flatMap((it) => (it.kind === 'local' ? [it.local] : []));
      const isCopy = instr.kind === 'assign' && (instr.value.kind === 'operand' || instr.value.kind === 'cast');
      if (sources.some((local) => kept.has(local))) kept.add(target);
      else if (kept.has(target) && isCopy) for (const local of sources) kept.add(local);
    }
  }
  return kept;
}
