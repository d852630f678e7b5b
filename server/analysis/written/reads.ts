import type { Instr, Operand } from '../graph/instr.js';
import type { Flow, Position, Site } from './flow.js';

/** A read of memory. */
export type Read = Site<Extract<Instr, { kind: 'load' }>>;

/** The reads of memory a value comes from, through what `partsOf` says an instruction passes on. */
export function readsBehind(
  flow: Flow,
  operand: Operand,
  position: Position,
  partsOf: (instr: Instr) => readonly Operand[],
): readonly Read[] {
  const found: Read[] = [];
  const seen = new Set<Instr>();
  const follow = (value: Operand, from: Position): void => {
    if (value.kind !== 'local') return;
    for (const definition of flow.definitionsOf(value.local, from)) {
      if (definition === 'entry' || seen.has(definition.instr)) continue;
      seen.add(definition.instr);
      const { instr, position: at } = definition;
      if (instr.kind === 'load') found.push({ instr, position: at });
      else for (const part of partsOf(instr)) follow(part, at);
    }
  };
  follow(operand, position);
  return found;
}
