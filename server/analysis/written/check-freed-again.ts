import type { Instr } from '../graph/instr.js';
import { failureStarts, gaveUp } from './failing-calls.js';
import { fieldIdOf } from './fields.js';
import type { Raise, WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';
import { isAskedOtherwise, isReplaced, type TracedRelease, TracedReleases, lifted } from './traced-releases.js';
import { walkForward } from './walk.js';

/**
 * A function that fails frees what a field names and leaves the field as it was; its caller then calls what frees the
 * field once more, and asks nothing but the field whether there is anything to free.
 */
export function checkFreedAgain(file: WrittenFile, raise: Raise): void {
  const releases = new TracedReleases(file);
  if (releases.isEmpty) return;
  for (const flow of file.functions) {
    // One mistake, however many fields it is made with.
    const told = new Set<string>();
    for (const left of releases.in(flow)) {
      if (!left.isKept || !gaveUp(flow, left.position) || isReplaced(file, flow, left.position, left.field)) continue;
      const again = releasedByCaller(file, releases, flow, left, 0);
      if (again === undefined || told.has(again.by)) continue;
      told.add(again.by);
      const { name, isFreed, what, at, functionName } = left;
      const { by, byAt } = again;
      raise({
        id: 'RELEASED_AGAIN',
        at,
        heuristics: [],
        functionName,
        name,
        what,
        isFreed,
        fails: flow.graph.name,
        by,
        byAt,
      });
    }
  }
}

interface Again {
  readonly by: string;
  readonly byAt: TracedRelease['at'];
}

/** How far up a failure is followed that every caller only hands on. */
const maxDepth = 2;

function releasedByCaller(
  file: WrittenFile,
  releases: TracedReleases,
  callee: Flow,
  left: TracedRelease,
  depth: number,
): Again | undefined {
  for (const caller of file.functions) {
    if (caller === callee || !caller.calls.has(callee.graph.name)) continue;
    for (const { instr, position, name } of callsOf(caller.graph)) {
      const key = name === callee.graph.name ? lifted(left.key, callee, caller, instr, position) : undefined;
      if (key === undefined) continue;
      for (const start of failureStarts(caller, instr)) {
        const again = releasedFrom(file, releases, caller, start, { ...left, key });
        if (again !== undefined) return again;
        if (depth === maxDepth || !gaveUp(caller, start) || isReplaced(file, caller, start, left.field)) continue;
        const above = releasedByCaller(file, releases, caller, { ...left, key }, depth + 1);
        if (above !== undefined) return above;
      }
    }
  }
  return undefined;
}

/** What a function does about a field from the place on where it knows that a call failed. */
function releasedFrom(
  file: WrittenFile,
  releases: TracedReleases,
  flow: Flow,
  start: Position,
  left: TracedRelease,
): Again | undefined {
  const sites = releases.in(flow).filter(({ key, isFreed }) => key === left.key && isFreed === left.isFreed);
  if (sites.length === 0) return undefined;
  let again: Again | undefined;
  walkForward(flow.graph, start, (instr, at) => {
    if (storesTo(file, instr, left.field)) return true;
    const site = sites.find(({ position }) => isSame(position, at));
    if (site === undefined || isAskedOtherwise(file, flow, start, at, left.field)) return false;
    again ??= { by: site.called, byAt: site.calledAt };
    return true;
  });
  return again;
}

function storesTo(file: WrittenFile, instr: Instr, field: string): boolean {
  if (instr.kind === 'store' || instr.kind === 'zero') return fieldIdOf(instr.place, file.index) === field;
  return instr.kind === 'copy' && fieldIdOf(instr.to, file.index) === field;
}

const isSame = (one: Position, other: Position): boolean => one.block === other.block && one.index === other.index;
