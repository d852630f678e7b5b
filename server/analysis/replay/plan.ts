import type { ContractEntry } from '../contract/entry.js';
import { stepsOf, type Trace, type TraceStep } from '../exec/path.js';
import { nameOf } from '../rules/words.js';
import type { Constraints } from '../symbolic/constraints.js';
import type { Term } from '../symbolic/term.js';
import type { MemoryFacts } from './buffers.js';
import { deviceNames } from './device-names.js';
import { createNumbers } from './numbers.js';
import { planCpuAccess, planStart } from './plan-access.js';
import { planMake, planRelease, planSync } from './plan-mapping.js';
import { assume, type PlannedMapping, type Planner } from './planner.js';

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

function planApi(planner: Planner, facts: Constraints, { does, entry }: Extract<TraceStep, { kind: 'api' }>): void {
  if (does === 'map' || does === 'allocate') {
    planMake(planner, facts, entry);
    return;
  }
  const mapping = mappingOf(planner, facts, entry);
  if (mapping === undefined) return;
  if (does === 'unmap' || does === 'free') planRelease(planner, mapping);
  else planSync(planner, mapping, does === 'sync-for-cpu' ? 'cpu' : 'device');
}

/** What another function mapped is mapped before its first use here, as that use says it was. */
export function mappingOf(planner: Planner, facts: Constraints, entry: ContractEntry): PlannedMapping | undefined {
  const known = planner.mappings.get(entry.id);
  if (known !== undefined || entry.madeHere) return known;
  assume(planner, entry, `${nameOf(entry)} was mapped before as it is used here`);
  planMake(planner, facts, entry);
  return planner.mappings.get(entry.id);
}

function termsOf(step: TraceStep): readonly Term[] {
  if (step.kind !== 'api' && step.kind !== 'access') return [];
  const { size, attributes } = step.entry;
  return [size, attributes].flatMap((term) => term ?? []);
}
