// What must be set for something to be released: `if (port->uses_dma) port_free(port);`
import { oncePer } from '../base/once-per.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { BlockId, CallInstr, Instr, LocalId, Operand, Place } from '../graph/instr.js';
import { successors } from '../graph/loops.js';
import type { CallSite, FieldAt } from './failed-call.js';
import type { FieldRelease } from './field-releasers.js';

/** How many callers up a test is looked for. */
const mostCallers = 4;

export class ReleaseGuards {
  readonly #graphs: ReadonlyMap<string, FunctionGraph>;
  readonly #fieldAt: FieldAt;
  readonly #known = new Map<CallInstr, ReadonlySet<string>>();
  readonly #callersOf: (name: string) => readonly CallSite[] | undefined;

  /** `callersOf` is `undefined` where others may call it too. */
  constructor(
    graphs: readonly FunctionGraph[],
    fieldAt: FieldAt,
    callersOf: (name: string) => readonly CallSite[] | undefined,
  ) {
    this.#fieldAt = fieldAt;
    this.#graphs = new Map(graphs.map((graph) => [graph.name, graph]));
    this.#callersOf = callersOf;
  }

  /** The fields, as `struct.field`, that are not 0 or NULL on every way to a release. */
  of({ functionName, call }: FieldRelease): ReadonlySet<string> {
    const graph = this.#graphs.get(functionName);
    return graph === undefined ? new Set() : this.#at(graph, call, mostCallers);
  }

  #at(graph: FunctionGraph, call: CallInstr, depth: number): ReadonlySet<string> {
    const known = this.#known.get(call);
    if (known !== undefined) return known;
    const tested = new Set(testedBefore(graph, call, this.#fieldAt));
    this.#known.set(call, tested);
    const sites = depth === 0 ? undefined : this.#callersOf(graph.name);
    if (sites === undefined || sites.length === 0) return tested;
    const [first = [], ...others] = sites.map((site) => [...this.#at(site.caller, site.call, depth - 1)]);
    for (const name of first) if (others.every((names) => names.includes(name))) tested.add(name);
    return tested;
  }
}

/** Fields that are not 0 or NULL on every way from the beginning of a function to a call in it. */
function testedBefore(graph: FunctionGraph, call: CallInstr, fieldAt: FieldAt): readonly string[] {
  const to = graph.blocks.find(({ instrs }) => instrs.includes(call))?.id;
  if (to === undefined) return [];
  return testsIn(graph).flatMap((test) => {
    const field = fieldAt(test.place, graph);
    return field === undefined || isReachedWithout(graph, test, to) ? [] : [field];
  });
}

interface Test {
  readonly place: Place;
  readonly from: BlockId;
  /** Where the field is set. */
  readonly set: BlockId;
}

const testsIn = oncePer((graph: FunctionGraph): readonly Test[] => {
  const writes = writesOnce(graph);
  return graph.blocks.flatMap(({ id, end }) => {
    if (end.kind !== 'branch' || end.then === end.otherwise) return [];
    const tested = testedPlace(writes, end.condition, true);
    return tested === undefined
      ? []
      : [{ place: tested.place, from: id, set: tested.isSet ? end.then : end.otherwise }];
  });
});

/** Variables that are assigned once, with what they are. */
function writesOnce({ blocks }: FunctionGraph): ReadonlyMap<LocalId, Instr | undefined> {
  const writes = new Map<LocalId, Instr | undefined>();
  for (const instr of blocks.flatMap(({ instrs }) => instrs)) {
    if (!('target' in instr) || instr.target === undefined) continue;
    writes.set(instr.target, writes.has(instr.target) ? undefined : instr);
  }
  return writes;
}

/** The place that a condition asks after, and whether it is set where the condition `holds`. */
function testedPlace(
  writes: ReadonlyMap<LocalId, Instr | undefined>,
  condition: Operand,
  holds: boolean,
): { readonly place: Place; readonly isSet: boolean } | undefined {
  const instr = condition.kind === 'local' ? writes.get(condition.local) : undefined;
  if (instr?.kind === 'load') return { place: instr.place, isSet: holds };
  if (instr?.kind !== 'assign') return undefined;
  const { value } = instr;
  if (value.kind === 'operand' || value.kind === 'cast') return testedPlace(writes, value.operand, holds);
  if (value.kind === 'unary') return value.operator === '!' ? testedPlace(writes, value.operand, !holds) : undefined;
  if (value.kind !== 'binary' || value.right.kind !== 'number' || value.right.value !== 0) return undefined;
  if (value.operator === '!=') return testedPlace(writes, value.left, holds);
  return value.operator === '==' ? testedPlace(writes, value.left, !holds) : undefined;
}

/** Whether a block is come to by other ways than from a test to where it holds. */
function isReachedWithout({ blocks }: FunctionGraph, test: Test, to: BlockId): boolean {
  const seen = new Set<BlockId>([0 as BlockId]);
  // A set visits what is added to it while it is walked.
  for (const id of seen) {
    if (id === to) return true;
    const end = blocks[id]?.end;
    for (const next of end === undefined ? [] : successors(end)) {
      if (id !== test.from || next !== test.set) seen.add(next);
    }
  }
  return false;
}
