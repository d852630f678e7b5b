import type { AllocateFunction, ApiFunction, MapFunction } from '../api/api-function.js';
import { constantByName } from '../api/index.js';
import type { ContractEntry } from '../contract/entry.js';
import { allocationEntry, mapEntry } from '../contract/map.js';
import type { ApiCall, World } from '../contract/world.js';
import type { CallInstr, Operand } from '../graph/instr.js';
import type { Term, Terms } from '../symbolic/term.js';

type Maker = AllocateFunction | MapFunction;

export const isMaker = (row: ApiFunction | undefined): row is Maker =>
  row !== undefined && (row.does === 'map' || row.does === 'allocate');

/**
 * The entry of a call in a function that no path was followed into, in another file of the module: what its arguments
 * say as they are written.
 */
export function writtenEntry(terms: Terms, row: Maker, instr: CallInstr): ContractEntry {
  const key = `written:${instr.at.start}`;
  const unknown = (what: string): Term =>
    terms.symbol(`${what} of ${key}`, { name: `${row.name}()`, bits: 64, signed: false, isPointer: false });
  const valueOf = (operand: Operand, position: number): Term => {
    const value = operand.kind === 'number' ? operand.value : undefined;
    const named = operand.kind === 'constant' ? constantByName(operand.name) : value;
    return named === undefined ? unknown(`argument ${position}`) : terms.number(named);
  };
  const call: ApiCall = {
    row,
    key,
    calls: [instr.at],
    isInLoop: false,
    loop: undefined,
    at: instr.calleeAt,
    callAt: instr.at,
    arguments: instr.arguments.map((operand, position) => ({
      role: row.parameters[position] ?? 'ignored',
      term: valueOf(operand, position),
      at: instr.argumentsAt[position] ?? instr.calleeAt,
    })),
  };
  const value = unknown('result');
  const result = { value, dma: row.does === 'map' ? value : undefined, failed: undefined, buffer: undefined };
  const world: Pick<World, 'terms'> = { terms };
  return row.does === 'map'
    ? mapEntry(world, { ...call, row }, result)
    : allocationEntry(world, { ...call, row }, result);
}
