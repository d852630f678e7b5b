import type { Span } from '../base/span.js';
import type { CallInstr } from '../graph/instr.js';
import { eventAt } from './check-sg.js';
import type { DescriptorFacts } from './descriptors.js';
import type { Raise, WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { isOrderedWrite, isRelaxedWrite, isUnknown, mayOrder, plainRow } from './order.js';
import { walkBackward, walkForward } from './walk.js';

/** The register that starts the device must not be written before the descriptor. */
export function checkDoorbells(file: WrittenFile, facts: DescriptorFacts, flow: Flow, raise: Raise): void {
  for (const { instr, position } of sitesOf(flow.graph)) {
    const row = plainRow(file, instr);
    if (instr.kind !== 'call' || row === undefined || !isRelaxedWrite(row)) continue;
    if (!isDoorbell(file, flow, instr, position) || isFollowed(file, flow, position)) continue;
    const store = storeBefore(file, facts, flow, position);
    if (store === undefined) continue;
    raise({ ...eventAt(flow, instr.calleeAt), id: 'DOORBELL_UNORDERED', name: row.name, ...store });
  }
}

/** A register that is named like a doorbell, or is told an index that the function moves. */
function isDoorbell(file: WrittenFile, flow: Flow, instr: CallInstr, position: Position): boolean {
  const [value] = instr.arguments;
  const registerAt = instr.argumentsAt[1];
  if (registerAt !== undefined && doorbellName.test(file.text.slice(registerAt.start, registerAt.end))) return true;
  if (value === undefined) return false;
  const moved = new Set(
    sitesOf(flow.graph).flatMap((it) =>
      it.instr.kind === 'store' ? [flow.keyOfPlace(it.instr.place, it.position)] : [],
    ),
  );
  return flow
    .sourcesOf(value, position, 'parts')
    .some((source) => source.kind === 'load' && moved.has(flow.keyOfPlace(source.place, source.position)));
}

const doorbellName = /doorbell|dbell|(?:^|_)(?:db|kick|go|start|tail|trigger|poll_demand)(?:_|\b)/i;

/** An ordered write, or a call that may have one in it, is what starts the device. */
function isFollowed(file: WrittenFile, flow: Flow, from: Position): boolean {
  let found = false;
  walkForward(flow.graph, { ...from, index: from.index + 1 }, (instr) => {
    found ||= instr.kind === 'call' && (isOrderedWrite(plainRow(file, instr)) || isUnknown(file, instr));
    return found;
  });
  return found;
}

function storeBefore(
  file: WrittenFile,
  facts: DescriptorFacts,
  flow: Flow,
  from: Position,
): { readonly field: string; readonly writtenAt: Span } | undefined {
  let found: { readonly field: string; readonly writtenAt: Span } | undefined;
  walkBackward(flow.graph, from, (instr, position) => {
    if (mayOrder(file, instr, 'writes')) return true;
    const field = instr.kind === 'store' ? facts.fieldAt(flow, instr.place, position) : undefined;
    if (field !== undefined) found ??= { field: field.field, writtenAt: instr.at };
    return field !== undefined;
  });
  return found;
}
