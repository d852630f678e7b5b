import type { Span } from '../base/span.js';
import { type ContractEntry, isLive } from '../contract/entry.js';
import { describeMapping, whatIs } from '../replay/describe-mapping.js';
import { planTrace } from '../replay/plan.js';
import { finished } from '../replay/planner.js';
import { nameOf } from '../rules/words.js';
import { showTerm } from '../symbolic/term.js';
import type { SeenEntry } from './explorer.js';
import type { MappingSite } from './file-analysis.js';
import type { ReplayedFile } from './replayed-file.js';

/** Every expression that stands for a mapping, with what a replay of one path to it shows. */
export function mappingSites(file: ReplayedFile): readonly MappingSite[] {
  return [...groupByPlace(file.explored.seen).values()]
    .map((visits) => siteOf(file, visits))
    .toSorted((left, right) => left.at.start - right.at.start || left.at.end - right.at.end);
}

type Visits = readonly [SeenEntry, ...SeenEntry[]];

/** Visits of one expression that mean mappings made at the same call. */
function groupByPlace(seen: readonly SeenEntry[]): ReadonlyMap<string, Visits> {
  const places = new Map<string, Visits>();
  for (const it of seen) {
    const key = `${it.functionName}:${it.at.start}:${it.at.end}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, [it]);
    else if (known[0].entry.origin.at.start === it.entry.origin.at.start) places.set(key, [...known, it]);
  }
  return places;
}

function siteOf(file: ReplayedFile, visits: Visits): MappingSite {
  const [first, ...others] = visits;
  const shown = others.reduce((best, it) => (rank(it.entry) > rank(best.entry) ? it : best), first);
  const { entry, functionName } = shown;
  const at = shownPart(file.text.own, shown.at);
  const planner = planTrace(file.facts, shown, entry.size === undefined ? [] : [entry.size]);
  const name = nameAt(file.text.own, at, entry);
  const lines = describeMapping(
    {
      name,
      entry,
      onPaths: visits.map((it) => it.entry),
      planner,
      replay: file.machine.play(finished(planner)),
    },
    file.text,
  );
  return { at, functionName, view: { name, what: whatIs(entry), lines } };
}

/** What a reader expects at a place: the mapping that is there, not the path on which it failed. */
function rank(entry: ContractEntry): number {
  if (isLive(entry)) return entry.state === 'live' ? 3 : 2;
  return entry.state === 'released' ? 1 : 0;
}

const plainExpression = /^&?\w+(?:(?:->|\.)\w+|\[[^\][]*\])*$/;
const assignment = /^([\w.>[\]-]+)\s*=[^=]/;

/** Of `ring->dma = dma_map_single(…)` the place that holds the address from then on; everything else as it is. */
function shownPart(text: string, at: Span): Span {
  const target = assignment.exec(text.slice(at.start, at.end))?.[1];
  return target === undefined ? at : { start: at.start, end: at.start + target.length };
}

/** As written where that is a plain expression; a call is named by what its result goes to. */
function nameAt(text: string, at: Span, entry: ContractEntry): string {
  const written = text.slice(at.start, at.end);
  const isCall = /^\s*\(/.test(text.slice(at.end, at.end + 8));
  if (!isCall && plainExpression.test(written)) return written;
  const target = isCall
    ? /([\w.>[\]-]+)\s*=\s*$/.exec(text.slice(Math.max(0, at.start - 80), at.start))?.[1]
    : undefined;
  if (target !== undefined && entry.family !== 'sg') return target;
  if (entry.family === 'sg' && entry.cpu !== undefined) return showTerm(entry.cpu);
  return nameOf(entry).replaceAll('`', '');
}
