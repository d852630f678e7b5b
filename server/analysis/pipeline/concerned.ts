import type { ApiFunction } from '../api/api-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import { functionsNamedIn } from '../graph/named-functions.js';
import { type FileIndex, functionNamed } from '../index/file-index.js';
import { lendingFunctions } from './lending.js';

export interface Concerned {
  readonly functions: ReadonlySet<string>;
  /** Any other function of the cone that a walk of those can come to. */
  readonly followed: ReadonlySet<string>;
  /** The functions of the cone that each one calls, or gives away for others to call. */
  readonly callees: ReadonlyMap<string, readonly string[]>;
}

/**
 * The functions in which something can happen to a mapping: they call the API, or lead to one that does. The others of
 * the cone only name fields the API fills, or are handed pointers; no path of theirs ever has an entry, so that walking
 * one for its own sake shows nothing. They are still followed where a concerned function calls them.
 *
 * A call that only lends a buffer for its own time, like `usb_control_msg()`, concerns those that had a say in which
 * buffer it is: the hundred functions of a driver that write registers through it have none.
 */
export function concernedFunctions(
  index: FileIndex,
  graphs: ReadonlyMap<string, FunctionGraph>,
  rowOf: (name: string) => ApiFunction | undefined,
): Concerned {
  const rowHere = (name: string): ApiFunction | undefined =>
    functionNamed(index, name) === undefined ? rowOf(name) : undefined;
  const isConcerned = (name: string): boolean => {
    const row = rowHere(name);
    return row !== undefined && canShow(row);
  };
  const leadsTo = new Map<string, readonly string[]>();
  const concerned = new Set<string>();
  for (const [name, graph] of graphs) {
    const named = new Set([...(functionNamed(index, name)?.mentions ?? []), ...functionsNamedIn(graph)]);
    leadsTo.set(
      name,
      [...named].filter((it) => graphs.has(it)),
    );
    if ([...named].some(isConcerned)) concerned.add(name);
  }
  addCallers(leadsTo, concerned);
  for (const name of lendingFunctions(graphs, rowHere)) concerned.add(name);
  return { functions: concerned, followed: ledTo(leadsTo, concerned), callees: leadsTo };
}

/** Whether a call can make, change or judge an entry, or be a finding without one for those that lead to it too. */
function canShow(row: ApiFunction): boolean {
  switch (row.does) {
    case 'get-memory':
    case 'put-memory':
      return false;
    case 'plain':
      return (
        row.plays !== undefined ||
        row.acquires !== undefined ||
        row.drops !== undefined ||
        row.lists === 'buffer' ||
        row.effect === 'to-physical'
      );
    default:
      return true;
  }
}

function addCallers(leadsTo: ReadonlyMap<string, readonly string[]>, concerned: Set<string>): void {
  const callers = new Map<string, string[]>();
  for (const [name, callees] of leadsTo) {
    for (const callee of callees) callers.set(callee, [...(callers.get(callee) ?? []), name]);
  }
  // A set visits what is added to it while it is walked.
  for (const name of concerned) for (const caller of callers.get(name) ?? []) concerned.add(caller);
}

function ledTo(leadsTo: ReadonlyMap<string, readonly string[]>, concerned: ReadonlySet<string>): ReadonlySet<string> {
  const reached = new Set(concerned);
  for (const name of reached) for (const callee of leadsTo.get(name) ?? []) reached.add(callee);
  return new Set([...reached].filter((name) => !concerned.has(name)));
}
