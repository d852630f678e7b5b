import type { ApiFunction } from '../api/api-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { CallInstr, Instr, LocalId, Operand } from '../graph/instr.js';
import { lastField } from '../graph/operands.js';
import type { FileIndex } from '../index/file-index.js';
import { isElsewhere } from '../module/address.js';

/**
 * The fields of structs this file declares whose value no function of it compares, negates or branches on: a pointer
 * in one of them is used as if it could not be NULL. A struct of a header may be looked at by other files.
 */
export function untestedFields(
  graphs: readonly FunctionGraph[],
  index: FileIndex,
  apiByName: (name: string) => ApiFunction | undefined,
): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const { at, fields: declared } of index.structs.values()) {
    if (isElsewhere(at)) continue;
    for (const { name } of declared) if (name !== undefined) fields.add(name);
  }
  for (const { blocks } of graphs) {
    const readFrom = new Map<LocalId, string>();
    const tested = (operand: Operand | undefined): void => {
      const field = operand?.kind === 'local' ? readFrom.get(operand.local) : undefined;
      if (field !== undefined) fields.delete(field);
    };
    for (const { instrs, end } of blocks) {
      for (const instr of instrs) {
        if (instr.kind !== 'call') noteTests(instr, readFrom, tested);
        // A function may be asked: `IS_ERR_OR_NULL(priv->ring)`, `is_ready(priv->ring)`.
        else if (mayTest(instr, apiByName)) for (const argument of instr.arguments) tested(argument);
      }
      // `if (priv->ring) free(priv->ring)` is for those who never came to allocate it, and no test of what they got.
      if (end.kind === 'branch' && !guardsFree(blocks[end.then]?.instrs ?? [], apiByName)) tested(end.condition);
      if (end.kind === 'switch' || end.kind === 'return') tested(end.value);
    }
  }
  return fields;
}

const guardsFree = (instrs: readonly Instr[], apiByName: (name: string) => ApiFunction | undefined): boolean =>
  instrs.some((it) => it.kind === 'call' && it.callee.kind === 'name' && apiByName(it.callee.name)?.does === 'free');

function mayTest(
  { callee, arguments: given }: CallInstr,
  apiByName: (name: string) => ApiFunction | undefined,
): boolean {
  if (callee.kind !== 'name' || given.length !== 1) return false;
  const row = apiByName(callee.name);
  return row === undefined || (row.does === 'plain' && row.effect.startsWith('tests-error'));
}

function noteTests(instr: Instr, readFrom: Map<LocalId, string>, tested: (operand: Operand) => void): void {
  if (instr.kind === 'load') {
    const field = lastField(instr.place);
    if (field !== undefined) readFrom.set(instr.target, field);
    return;
  }
  if (instr.kind !== 'assign') return;
  const { value } = instr;
  if (value.kind === 'unary') tested(value.operand);
  if (value.kind === 'binary') for (const operand of [value.left, value.right]) tested(operand);
  if ((value.kind === 'operand' || value.kind === 'cast') && value.operand.kind === 'local') {
    const field = readFrom.get(value.operand.local);
    if (field !== undefined) readFrom.set(instr.target, field);
  }
}
