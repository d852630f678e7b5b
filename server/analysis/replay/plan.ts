import type { Role } from '../api/api-function.js';
import type { ContractEntry } from '../contract/entry.js';
import { stepsOf, type Trace, type TraceStep } from '../exec/path.js';
import type { Constraints } from '../symbolic/constraints.js';
import { constantDifference } from '../symbolic/linear.js';
import type { Term } from '../symbolic/term.js';
import type { MemoryFacts } from './buffers.js';
import { deviceNames } from './device-names.js';
import { createNumbers } from './numbers.js';
import { planCpuAccess, planStart } from './plan-access.js';
import { planRelease, planSync } from './plan-handover.js';
import { mappingOf, planMake } from './plan-mapping.js';
import { planUse } from './plan-use.js';
import type { PlannedMapping, Planner } from './planner.js';

export interface PathSoFar {
  readonly trace: Trace | undefined;
  readonly facts: Constraints;
}

/** Ready for what comes after the path, too. */
export function planTrace(facts: MemoryFacts, path: PathSoFar, alsoWanted: readonly Term[] = []): Planner {
  const steps = stepsOf(path.trace);
  const planner: Planner = {
    facts,
    numbers: createNumbers(facts.terms, path.facts, [...new Set([...steps.flatMap(termsOf), ...alsoWanted])]),
    deviceOf: deviceNames(),
    ops: [],
    assumptions: new Map(),
    skipped: new Map(),
    mappings: new Map(),
    shared: new Map(),
    objects: new Map(),
    transferred: new Set(),
    step: undefined,
    at: { start: 0, end: 0 },
  };
  for (const [position, step] of steps.entries()) {
    planner.step = position;
    planner.at = step.at;
    planStep(planner, path.facts, step);
  }
  planner.step = undefined;
  return planner;
}

function planStep(planner: Planner, facts: Constraints, step: TraceStep): void {
  switch (step.kind) {
    case 'branch':
    case 'enter':
    case 'leave':
    case 'goto':
      return;
    case 'api':
      planApi(planner, facts, step);
      return;
    case 'access': {
      const mapping = mappingOf(planner, facts, step.entry);
      if (mapping !== undefined) planCpuAccess(planner, mapping, step.access === 'read' ? 'load' : 'store');
      return;
    }
    case 'use':
      planUse(planner, facts, step);
      return;
    case 'start':
      planStart(
        planner,
        step.entries.flatMap((entry) => mappingOf(planner, facts, entry) ?? []),
        step.name,
      );
      return;
    default:
      step satisfies never;
  }
}

function planApi(
  planner: Planner,
  facts: Constraints,
  { does, entry, part }: Extract<TraceStep, { kind: 'api' }>,
): void {
  if (does === 'map' || does === 'allocate') {
    planMake(planner, facts, entry);
    return;
  }
  const inside = does === 'unmap' || does === 'free' ? undefined : mappingAround(planner, entry);
  const mapping = inside?.mapping ?? mappingOf(planner, facts, entry);
  if (mapping === undefined) return;
  if (does === 'unmap' || does === 'free') {
    planRelease(planner, mapping);
  } else {
    planSync(planner, mapping, does === 'sync-for-cpu' ? 'cpu' : 'device', {
      base: inside?.offset ?? 0,
      offset: planner.numbers.of(part?.offset) ?? 0,
      size: planner.numbers.of(part?.size),
    });
  }
}

/** The mapping of this path that a sync by a sum of its address and a number is about. */
function mappingAround(
  { mappings }: Planner,
  { dma, madeHere }: ContractEntry,
): { readonly mapping: PlannedMapping; readonly offset: number } | undefined {
  if (madeHere || dma === undefined) return undefined;
  for (const mapping of mappings.values()) {
    const base = mapping.entry.dma;
    const offset = base === undefined ? undefined : constantDifference(dma, base);
    if (offset !== undefined && 0 < offset && offset < mapping.size) return { mapping, offset };
  }
  return undefined;
}

const numeric: ReadonlySet<Role> = new Set<Role>(['size', 'attributes', 'direction']);

function termsOf(step: TraceStep): readonly Term[] {
  if (step.kind === 'use') return step.arguments.flatMap(({ role, term }) => (numeric.has(role) ? [term] : []));
  if (step.kind !== 'api' && step.kind !== 'access') return [];
  const { size, attributes } = step.entry;
  const part = step.kind === 'api' ? step.part : undefined;
  return [size, attributes, part?.offset, part?.size].flatMap((term) => term ?? []);
}
