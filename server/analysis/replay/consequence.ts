import {
  certaintyOf,
  explain,
  familyOf,
  hexAddress,
  type MachineEvent,
  type Severity,
  severityOf,
  viewMapping,
} from '#engine';
import type { UnitText } from '../module/unit-text.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ContractEvent } from '../contract/event.js';
import type { Consequence } from '../findings/finding.js';
import type { Term } from '../symbolic/term.js';
import type { MemoryFacts } from './buffers.js';
import { isArtifact, type Machine, type Replay } from './machine.js';
import { capitalized, sourceNames } from './names.js';
import { type PathSoFar, planTrace } from './plan.js';
import { planBadMemory, planViolation, termsOfEvent } from './plan-violation.js';
import { assumedAbout, finished, type PlannedMapping, type Planner } from './planner.js';

/** What a machine shows of one problem, and what was assumed to show it. */
export interface Verdict {
  readonly consequence: Consequence | undefined;
  readonly assumptions: readonly string[];
}

export interface Question {
  readonly facts: MemoryFacts;
  readonly machine: Machine;
  readonly text: UnitText;
}

const nothingShown: Verdict = { consequence: undefined, assumptions: [] };

/** Replays the path up to the violation and what follows from it, and picks the worst the machine states from there on. */
export function consequenceOf({ facts, machine, text }: Question, event: ContractEvent, path: PathSoFar): Verdict {
  if (!isShownByMachine(event)) return nothingShown;
  const planner = planTrace(facts, path, termsOfEvent(event));
  if (event.id === 'LEAK_MAPPING' || event.id === 'LEAK_ALLOCATION') {
    return leak(machine.play(finished(planner)), planner, event.entry);
  }
  const first = planViolation(planner, path.facts, event);
  return first === undefined
    ? nothingShown
    : verdict(
        machine.play(finished(planner)),
        planner,
        { first, about: termsAbout(event), entry: 'entry' in event ? event.entry : undefined },
        text,
      );
}

/** The same for the mapping of memory that must not be mapped; `path` ends with the mapping. */
export function consequenceOfMapping(
  { facts, machine, text }: Question,
  entry: ContractEntry,
  path: PathSoFar,
): Verdict {
  const before = path.trace?.before;
  const planner = planTrace(facts, { trace: before, facts: path.facts }, entry.size === undefined ? [] : [entry.size]);
  const first = planBadMemory(planner, path.facts, entry);
  return verdict(machine.play(finished(planner)), planner, { first, about: [entry.size], entry }, text);
}

/** The others are decided by the contract alone: no machine behaves differently for them by itself. */
function isShownByMachine({ id }: ContractEvent): boolean {
  switch (id) {
    case 'LEAK_MAPPING':
    case 'LEAK_ALLOCATION':
    case 'DOUBLE_UNMAP':
    case 'DOUBLE_FREE':
    case 'SIZE_MISMATCH':
    case 'DIRECTION_MISMATCH':
    case 'SG_WRONG_COUNT':
    case 'MISSING_SYNC_FOR_CPU':
    case 'MISSING_SYNC_FOR_DEVICE':
    case 'CPU_WRITE_DEVICE_OWNED':
    case 'ATTR_MISMATCH':
    case 'PHYS_AS_DMA':
      return true;
    default:
      return false;
  }
}

function termsAbout(event: ContractEvent): readonly (Term | undefined)[] {
  const own = 'entry' in event ? [event.entry.size] : [];
  return [...own, ...termsOfEvent(event)];
}

interface From {
  /** The op that breaks the contract. */
  readonly first: number;
  readonly about: readonly (Term | undefined)[];
  readonly entry: ContractEntry | undefined;
}

function verdict(replay: Replay, planner: Planner, { first, about, entry }: From, text: UnitText): Verdict {
  const own = entry === undefined ? undefined : planner.mappings.get(entry.id)?.object?.mapped;
  const events = replay.played
    .slice(first)
    .flatMap((it) => it.events.filter((event) => isConsequence(event) && !isOwnNeighbor(event, own)));
  const [worst] = events.toSorted(byWeight);
  if (worst === undefined) return nothingShown;
  return {
    consequence: {
      platform: replay.platform.name,
      certainty: certaintyOf(worst),
      message: capitalized(explain(worst, sourceNames(replay, text))),
    },
    assumptions: [
      ...planner.numbers.assumptionsAbout(about),
      ...(entry === undefined ? planner.assumptions.keys() : assumedAbout(planner, entry)),
    ],
  };
}

/** What the driver did to bytes, buses and the kernel: neither information, nor the contract's own words again. */
function isConsequence(event: MachineEvent): boolean {
  const family = familyOf(event);
  return !isArtifact(event) && (family === 'hazard' || family === 'fault') && severityOf(event) !== 'info';
}

/** A buffer that fills half a line and was written to itself: other events say that better. */
const isOwnNeighbor = (event: MachineEvent, own: string | undefined): boolean =>
  'neighbor' in event && event.neighbor.name === own;

const weights: Readonly<Record<Severity, number>> = { fatal: 3, error: 2, warning: 1, info: 0 };

/** What must happen before what may; then the worst, then the first. */
function byWeight(left: MachineEvent, right: MachineEvent): number {
  const certain = Number(certaintyOf(right) === 'must') - Number(certaintyOf(left) === 'must');
  return weights[severityOf(right)] - weights[severityOf(left)] || certain;
}

/** Nothing goes wrong by itself: the address and the memory are gone until the machine is restarted. */
function leak(replay: Replay, planner: Planner, entry: ContractEntry): Verdict {
  const mapping = planner.mappings.get(entry.id);
  const message = mapping === undefined ? undefined : leakMessage(replay, mapping);
  if (message === undefined) return nothingShown;
  return {
    consequence: { platform: replay.platform.name, certainty: 'must', message },
    assumptions: planner.numbers.assumptionsAbout([entry.size]),
  };
}

function leakMessage({ played, platform }: Replay, mapping: PlannedMapping): string | undefined {
  const result = played[mapping.made]?.result;
  const state = played.at(-1)?.state;
  if (state === undefined) return undefined;
  // What stays behind of a pool block is a part of a page that stays anyway.
  if (mapping.entry.family === 'pool') return undefined;
  if (result?.kind === 'allocated') {
    const kept = viewMapping(state, result.allocation);
    if (kept === undefined) return undefined;
    return `${kept.record.size} bytes of DMA memory at ${hexAddress(result.address)} stay allocated.`;
  }
  if (platform.iommus.length === 0) return undefined;
  const id = result?.kind === 'mapped' ? result.mapping : result?.kind === 'sg-mapped' ? result.list : undefined;
  const view = id === undefined ? undefined : viewMapping(state, id);
  const [piece] = view?.pieces ?? [];
  if (view === undefined || piece === undefined) return undefined;
  return `The IOVA ${hexAddress(piece.address)} stays allocated, and the device can still reach ${view.buffer} there.`;
}
