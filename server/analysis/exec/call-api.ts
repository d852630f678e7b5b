import type { ApiFunction, Role } from '../api/api-function.js';
import { encloses, type Span } from '../base/span.js';
import type { LoopHeader } from '../graph/function-graph.js';
import type { Operand } from '../graph/instr.js';
import { checkContext, contextAfter } from '../contract/check-context.js';
import { type ApiCall, type Argument, argumentOf, type RunLoop } from '../contract/world.js';
import { type ExecContext, worldOf } from './context.js';
import { type Frame, type Path, siteKey, pathWith } from './path.js';
import { stepMap } from './call-map.js';
import { stepAllocate } from './call-allocate.js';
import { stepCheck, stepRelease, stepSync } from './call-contract.js';
import { stepMemoryFunction } from './call-memory.js';
import { valueIn } from './places.js';
import { stepPlain } from './call-plain.js';
import { type Call, type CallOutcome, returned } from './call.js';

/** Dispatches a call of a function of the table to what it does. */
export function stepApiCall(cx: ExecContext, before: Path, call: Call, row: ApiFunction): CallOutcome {
  if (row.does === 'plain') {
    const plain = apiCall(before, call, row);
    return stepPlain(cx, stepContext(cx, before, plain), call, plain);
  }
  const api = withListOfTable(cx, before, apiCall(before, call, row));
  const path = stepContext(cx, before, api);
  switch (row.does) {
    case 'map':
      return returned(stepMap(cx, path, call, { ...api, row }));
    case 'allocate':
      return returned(stepAllocate(cx, path, call, { ...api, row }));
    case 'unmap':
    case 'free':
      return returned(stepRelease(cx, path, call, { ...api, row }));
    case 'sync-for-cpu':
    case 'sync-for-device':
      return returned(stepSync(cx, path, call, { ...api, row }));
    case 'check-error':
      return returned(stepCheck(cx, path, call, api));
    case 'get-memory':
    case 'put-memory':
      return returned(stepMemoryFunction(cx, path, call, { ...api, row }));
  }
}

function stepContext(cx: ExecContext, path: Path, api: ApiCall): Path {
  const world = worldOf(cx, path);
  checkContext(world, api);
  const context = contextAfter(world, api);
  return context === path.context ? path : pathWith(path, { context });
}

/**
 * A table stands for its list and the number of entries before mapping: `dma_unmap_sgtable(dev, sgt, …)` is
 * `dma_unmap_sg(dev, sgt->sgl, sgt->orig_nents, …)`. Linux include/linux/dma-mapping.h (6.12).
 */
function withListOfTable<Row extends ApiFunction>(
  cx: ExecContext,
  path: Path,
  api: ApiCall & { readonly row: Row },
): ApiCall & { readonly row: Row } {
  const table = argumentOf(api, 'sg-table');
  const isContract = 'family' in api.row && api.row.family === 'sg';
  if (table === undefined || !isContract) return api;
  const inside = cx.terms.pointee(table.term);
  const listType = { kind: 'pointer', to: { kind: 'struct', tag: 'scatterlist' } } as const;
  const list = valueIn(cx, path, cx.terms.field(inside, 'sgl'), listType);
  const entries = valueIn(cx, path, cx.terms.field(inside, 'orig_nents'), { kind: 'integer', name: 'unsigned int' });
  const listed: readonly Argument[] = [
    { role: 'scatterlist', term: list, at: table.at },
    { role: 'entries', term: entries, at: table.at },
  ];
  return { ...api, arguments: [...listed, ...api.arguments] };
}

function apiCall<Row extends ApiFunction>(path: Path, call: Call, row: Row): ApiCall & { readonly row: Row } {
  const { instr } = call;
  const argumentsWithRoles: readonly Argument[] = call.values.map((term, position) => ({
    role: roleOf(row, position),
    term,
    at: instr.argumentsAt[position] ?? instr.calleeAt,
    isChosen: isChosen(path.frame, instr.arguments[position]),
    isWritten: instr.arguments[position]?.kind !== 'local',
  }));
  return {
    row,
    key: siteKey(path, instr.at),
    isInLoop: isInLoop(path.frame),
    loop: row.does === 'unmap' || row.does === 'free' ? innermostLoop(path) : undefined,
    calls: callsTo(path.frame, instr.at),
    at: instr.calleeAt,
    callAt: instr.at,
    arguments: argumentsWithRoles,
  };
}

function isChosen({ program }: Frame, operand: Operand | undefined): boolean {
  return operand?.kind === 'local' && program.chosen.has(operand.local);
}

/** The calls that led to a place, outermost first, and the place. */
export function callsTo(frame: Frame, at: Span): readonly Span[] {
  const calls = [at];
  for (let caller = frame.caller; caller !== undefined; caller = caller.frame.caller) calls.push(caller.callAt);
  return calls.reverse();
}

export function isInLoop(frame: Frame): boolean {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.caller?.frame) if (at.rounds.size > 0) return true;
  return false;
}

function innermostLoop(path: Path): RunLoop | undefined {
  for (let at: Frame | undefined = path.frame; at !== undefined; at = at.caller?.frame) {
    let innermost: LoopHeader | undefined;
    for (const [header] of at.rounds) {
      const loop = at.program.graph.blocks[header]?.loop;
      if (loop !== undefined && (innermost === undefined || encloses(innermost.at, loop.at))) innermost = loop;
    }
    if (innermost !== undefined) return { at: innermost.at, isDecided: !hasChosen(path, innermost.at) };
  }
  return undefined;
}

function hasChosen(path: Path, within: Span): boolean {
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind === 'branch' && step.choice !== undefined && encloses(within, step.at)) return true;
  }
  return false;
}

function roleOf(row: ApiFunction, position: number): Role {
  return row.parameters[position] ?? row.rest ?? 'ignored';
}
