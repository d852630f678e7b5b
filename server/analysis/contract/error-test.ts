import type { Span } from '../base/span.js';
import { asComparison, type Comparison } from '../symbolic/compare.js';
import { decide } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import { type Contract, type ContractEntry, type WrongTest, withEach } from './entry.js';
import { carries } from './mentions.js';
import { type ApiCall, argumentOf, same, type World } from './world.js';

interface Branch {
  readonly condition: Term;
  readonly holds: boolean;
  readonly at: Span;
  /** How many calls it is away from the function where the path began. */
  readonly depth: number;
}

/**
 * Looks at a branch that was just taken: does it test the result of an entry in a way that does not tell failure from
 * success? The world's facts already hold the branch. A right test needs nothing here: `updateState` sees it.
 */
export function noteErrorTest(world: World, contract: Contract, { condition, holds, at, depth }: Branch): Contract {
  return withEach(contract, (entry, position) => {
    if (entry.state !== 'unchecked' || !entry.madeHere || entry.startedAt !== undefined) return entry;
    const how = wrongTest(world, entry, condition);
    if (how === undefined || isDecided(world, entry)) return entry;
    if (asksForOccupied(how) && hasSuccessor(contract, position)) return entry;
    if (how === 'literal' && depth >= entry.madeAt.length) return entry;
    return { ...entry, tests: [...entry.tests, { at, how, taken: meansFailure(how, condition, holds) }] };
  });
}

/**
 * A test that drivers also use to ask whether a slot holds anything. A number of the driver's own stands for "nothing
 * mapped" in a function that cleans up after the one that mapped.
 */
const asksForOccupied = (how: WrongTest): boolean => how === 'zero' || how === 'dma-address';

/** The same call has made another entry since: a test of the older one comes too late to be its error test. */
function hasSuccessor(contract: Contract, position: number): boolean {
  const start = contract[position]?.origin.at.start;
  return contract.some((entry, later) => position < later && entry.origin.at.start === start);
}

function isDecided(world: World, entry: ContractEntry): boolean {
  return entry.failed !== undefined && decide(world.terms, world.facts, entry.failed) !== 'unknown';
}

function wrongTest(world: World, entry: ContractEntry, condition: Term): WrongTest | undefined {
  switch (entry.family) {
    case 'single':
    case 'resource':
      return wrongHandleTest(world, entry, condition);
    case 'sg':
      return wrongCountTest(world, entry, condition);
    case 'coherent':
    case 'noncoherent':
    case 'noncontiguous':
    case 'pool':
      return wrongPointerTest(world, entry, condition);
    case 'dma-buf':
    case 'attachment':
    case 'attachment-table':
    case 'iommu-domain':
    case 'iommu-attachment':
      return wrongReferenceTest(world, entry, condition);
  }
}

/** `!p` on what returns an error pointer, `IS_ERR(p)` on what returns NULL. */
function wrongReferenceTest(world: World, entry: ContractEntry, condition: Term): WrongTest | undefined {
  const { cpu, failed, buffer } = entry;
  if (buffer === undefined || failed?.kind !== 'apply') return undefined;
  const { relation, body, bound } = comparisonIn(condition);
  if (failed.name !== 'is-err') return isErrorTest(world, body, cpu) ? 'is-err' : undefined;
  const isZeroTest = (relation === '==' || relation === '!=') && bound === 0;
  return isZeroTest && isValue(world, body, cpu) ? 'null' : undefined;
}

/** `!h`, `h == 0`, `IS_ERR(h)`, `h < 0`, `h == 0xffffffff` on a DMA address whose failure value is all ones. */
function wrongHandleTest(world: World, entry: ContractEntry, condition: Term): WrongTest | undefined {
  const { relation, body, bound } = comparisonIn(condition);
  if (isErrorTest(world, body, entry.dma)) return 'is-err';
  if (!isValue(world, body, entry.dma)) return undefined;
  if (isNegativeTest(relation, bound)) return 'negative';
  if (relation !== '==' && relation !== '!=') return undefined;
  return bound === 0 ? 'zero' : bound === 0xffff_ffff ? 'literal' : undefined;
}

/** `n < 0`, `IS_ERR_VALUE(n)` on a count whose failure value is 0; `n != nents`, which rejects merged entries. */
function wrongCountTest(world: World, entry: ContractEntry, condition: Term): WrongTest | undefined {
  const { relation, body, bound } = comparisonIn(condition);
  if (isErrorTest(world, body, entry.mapped)) return 'is-err';
  if (isValue(world, body, entry.mapped)) return isNegativeTest(relation, bound) ? 'negative' : undefined;
  return bound === 0 && isDifferenceToSize(world, entry, body) ? 'other-count' : undefined;
}

/** A list of one entry cannot merge: there the counts must be equal. */
function isDifferenceToSize(world: World, { mapped, size }: ContractEntry, body: Term): boolean {
  if (mapped === undefined || size === undefined || same(world, size, world.terms.number(1)) === 'yes') return false;
  const difference = world.terms.binary('-', mapped, size);
  return body === difference || body === world.terms.unary('-', difference);
}

/** `IS_ERR(p)`, `!handle`, `dma_mapping_error(handle)` on an allocation whose failure value is NULL. */
function wrongPointerTest(world: World, entry: ContractEntry, condition: Term): WrongTest | undefined {
  const { relation, body, bound } = comparisonIn(condition);
  if (isErrorTest(world, body, entry.cpu)) return 'is-err';
  if (entry.dma === undefined) return undefined;
  if (isCallOn(world, body, ['mapping-error'], entry.dma)) return 'mapping-error-of-allocation';
  const isZeroTest = (relation === '==' || relation === '!=') && bound === 0;
  return isZeroTest && isValue(world, body, entry.dma) ? 'dma-address' : undefined;
}

/** A condition as a comparison: `x` is `x != 0`. */
function comparisonIn(condition: Term): Comparison {
  return asComparison(condition) ?? { relation: '!=', body: condition, bound: 0 };
}

/** `x < 0` and `x >= 0` in the normal form of comparisons. */
const isNegativeTest = (relation: Comparison['relation'], bound: number): boolean =>
  (relation === '<=' || relation === '>') && bound === -1;

const isErrorTest = (world: World, body: Term, value: Term | undefined): boolean =>
  value !== undefined && isCallOn(world, body, ['is-err', 'is-err-or-null', 'is-err-value'], value);

function isCallOn(world: World, body: Term, names: readonly string[], value: Term): boolean {
  if (body.kind !== 'apply' || !names.includes(body.name)) return false;
  return body.args.some((argument) => isValue(world, argument, value));
}

/** The value itself: one that merely equals it, because the path knows both as 0, is another variable. */
function isValue(world: World, body: Term, value: Term | undefined): boolean {
  return value !== undefined && carries(body, value) && same(world, body, value) === 'yes';
}

/** Whether the branch taken is the one the author meant for failure. */
function meansFailure(how: WrongTest, condition: Term, holds: boolean): boolean {
  const { relation } = comparisonIn(condition);
  // An address that is zero, a count that is negative, an error pointer: each true in its plain form.
  if (how === 'other-count') return holds === (relation === '!=');
  const isPlain =
    how === 'zero' || how === 'null' || how === 'dma-address' || how === 'literal'
      ? relation === '=='
      : relation !== '>';
  const isNegatedCall = (how === 'is-err' || how === 'mapping-error-of-allocation') && relation === '==';
  return holds === (isPlain && !isNegatedCall);
}

/** `dma_mapping_error(dev, 0)` after a helper said with that 0 that its mapping failed: the answer is no. */
export function checkZero(world: World, contract: Contract, call: ApiCall): void {
  const handle = argumentOf(call, 'dma-address')?.term;
  if (handle?.kind !== 'const' || handle.value !== 0) return;
  const entry = contract.findLast((it) => it.madeHere && it.state === 'failed' && it.family === 'single');
  if (entry === undefined || entry.madeAt.length <= call.calls.length || entry.madeInLoop) return;
  const use = { at: call.at, how: 'passed', to: call.row.name } as const;
  world.raise({ id: 'WRONG_ERROR_CHECK', at: call.at, heuristics: [], entry, test: 'zero-of-helper', use });
}
