import type { PlainFunction } from '../api/api-function.js';
import type { CallInstr, Instr } from '../graph/instr.js';
import type { WrittenFile } from './file.js';

type Ordered = 'writes' | 'reads';

/** A call of the table that may say something about order. */
export function plainRow(file: WrittenFile, instr: Instr): PlainFunction | undefined {
  if (instr.kind !== 'call' || instr.callee.kind !== 'name') return undefined;
  const row = file.apiByName(instr.callee.name);
  return row?.does === 'plain' ? row : undefined;
}

/** Whether an instruction keeps memory accesses of one kind in order, or may: a lock, assembly, an unknown function. */
export function mayOrder(file: WrittenFile, instr: Instr, kind: Ordered): boolean {
  if (instr.kind === 'forget') return true;
  if (instr.kind !== 'call') return false;
  if (instr.callee.kind !== 'name' || !isKnown(file, instr.callee.name)) return true;
  const row = plainRow(file, instr);
  return row?.orders === kind || row?.orders === 'both' || row?.context !== undefined || row?.effect === 'wait';
}

const isKnown = (file: WrittenFile, name: string): boolean => file.apiByName(name) !== undefined;

/** A register write that waits for the memory writes before it. */
export const isOrderedWrite = (row: PlainFunction | undefined): boolean =>
  row?.effect === 'hand-over' && (row.orders === 'writes' || row.orders === 'both');

/** A register write that may pass them. */
export const isRelaxedWrite = (row: PlainFunction | undefined): boolean =>
  row?.effect === 'hand-over' && row.orders === 'nothing';

/** A function of another file, of this one, or of whoever set a pointer. */
export const isUnknown = (file: WrittenFile, { callee }: CallInstr): boolean =>
  callee.kind !== 'name' || file.apiByName(callee.name) === undefined;
