import type { Operand } from '../graph/instr.js';
import { callsOf, type Flow, type Position } from './flow.js';

/** A call by name, and where it stands. */
export interface CallSite {
  readonly flow: Flow;
  readonly given: readonly Operand[];
  readonly position: Position;
}

/** Who calls which of these functions. */
export function callersOf(flows: readonly Flow[]): ReadonlyMap<string, readonly CallSite[]> {
  const names = new Set(flows.map(({ graph }) => graph.name));
  const callers = new Map<string, CallSite[]>();
  for (const flow of flows) {
    for (const { instr, position, name } of callsOf(flow.graph)) {
      if (!names.has(name)) continue;
      const sites = callers.get(name) ?? [];
      sites.push({ flow, given: instr.arguments, position });
      callers.set(name, sites);
    }
  }
  return callers;
}
