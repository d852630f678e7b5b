import type { ApiFunction, Role } from '../api/api-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { CallInstr, Instr, Operand } from '../graph/instr.js';
import { type FileIndex, functionNamed } from '../index/file-index.js';
import { quotedIncludes } from '../text/includes.js';
import type { WrittenEvent } from './event.js';
import { callsOf, type Flow, flowOf, type Position } from './flow.js';

/** One file whose calls are read. */
export interface WrittenFile {
  readonly index: FileIndex;
  readonly text: string;
  readonly functions: readonly Flow[];
  /** The row of a kernel function; `undefined` for names the file defines itself. */
  readonly apiByName: (name: string) => ApiFunction | undefined;
}

export type Raise = (event: WrittenEvent) => void;

/** One call of a function of the table. */
export interface WrittenCall {
  readonly flow: Flow;
  readonly name: string;
  readonly row: ApiFunction;
  readonly instr: CallInstr;
  readonly position: Position;
}

export function writtenFile(
  index: FileIndex,
  text: string,
  graphs: readonly FunctionGraph[],
  lookUp: (name: string) => ApiFunction | undefined,
): WrittenFile {
  const apiByName = (name: string): ApiFunction | undefined =>
    functionNamed(index, name) === undefined ? lookUp(name) : undefined;
  return { index, text, apiByName, functions: graphs.map((graph) => flowOf(graph, apiByName)) };
}

export function apiCalls(file: WrittenFile, flow: Flow): readonly WrittenCall[] {
  const known = callsSeen.get(flow);
  if (known !== undefined) return known;
  const calls = callsOf(flow.graph).flatMap(({ instr, position, name }) => {
    const row = instr.implied ? undefined : file.apiByName(name);
    return row === undefined ? [] : { flow, name, row, instr, position };
  });
  callsSeen.set(flow, calls);
  return calls;
}

/** Every check asks for them. */
const callsSeen = new WeakMap<Flow, readonly WrittenCall[]>();

/** The first argument in one of these roles. */
export function argumentIn(call: WrittenCall, ...roles: readonly Role[]): Operand | undefined {
  return argumentsIn(call, ...roles)[0]?.operand;
}

export function argumentsIn(
  { row, instr }: WrittenCall,
  ...roles: readonly Role[]
): readonly { readonly operand: Operand; readonly position: number }[] {
  return instr.arguments.flatMap((operand, position) =>
    roles.includes(row.parameters[position] ?? row.rest ?? 'ignored') ? [{ operand, position }] : [],
  );
}

/** A header of its own: what the other files of the driver do, nobody sees here. */
export const isDriverOfSeveralFiles = ({ text }: WrittenFile): boolean => quotedIncludes(text).length > 0;

/** Maps for the drivers of others: the device is theirs. */
export const isLibrary = ({ index }: WrittenFile): boolean =>
  index.registrations.some(({ how }) => how.startsWith('EXPORT_SYMBOL'));

/** Whether some function of the file calls or reads what is called so. */
export function mentionsAny({ index }: WrittenFile, names: RegExp): boolean {
  return [...index.functions.values()].some(({ mentions }) => [...mentions].some((name) => names.test(name)));
}

/** What an instruction only hands on: a copy, a cast, a swap of bytes. */
export function handedOn(file: WrittenFile, instr: Instr): readonly Operand[] {
  if (instr.kind === 'call') {
    const row = instr.callee.kind === 'name' ? file.apiByName(instr.callee.name) : undefined;
    return row?.does === 'plain' && row.effect === 'same-value' ? instr.arguments.slice(0, 1) : [];
  }
  if (instr.kind !== 'assign') return [];
  const { value } = instr;
  return value.kind === 'operand' || value.kind === 'cast' ? [value.operand] : [];
}
