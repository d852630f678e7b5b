import type { Span } from '../base/span.js';
import type { CallInstr, Instr, Operand } from '../graph/instr.js';
import { eventAt } from './check-sg.js';
import type { DescriptorFacts } from './descriptors.js';
import { type FieldFacts, fieldIdOf } from './fields.js';
import type { Raise, WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { isRelaxedWrite, mayOrder, plainRow } from './order.js';
import { walkBackward, walkForward } from './walk.js';

/**
 * A barrier among processors between a write to memory the device reads and the register write that tells it so: it
 * covers neither, and is nothing at all where there is one processor.
 */
export function checkCpuBarriers(
  file: WrittenFile,
  facts: DescriptorFacts,
  fields: FieldFacts,
  flow: Flow,
  raise: Raise,
): void {
  if (!flow.calls.has('smp_wmb') && !flow.calls.has('smp_mb')) return;
  for (const { instr, position } of sitesOf(flow.graph)) {
    const row = plainRow(file, instr);
    if (instr.kind !== 'call' || row?.isForCpus !== true || row.orders === 'reads' || row.parameters.length > 0)
      continue;
    const writtenAt = sharedWriteBefore({ file, facts, fields, flow }, position);
    const toldAt = writtenAt === undefined ? undefined : deviceToldAfter(file, flow, position);
    if (writtenAt === undefined || toldAt === undefined) continue;
    raise({ ...eventAt(flow, instr.calleeAt), id: 'CPU_BARRIER_FOR_DEVICE', name: row.name, writtenAt, toldAt });
  }
}

interface Where {
  readonly file: WrittenFile;
  readonly facts: DescriptorFacts;
  readonly fields: FieldFacts;
  readonly flow: Flow;
}

function sharedWriteBefore(where: Where, from: Position): Span | undefined {
  let written: Span | undefined;
  walkBackward(where.flow.graph, from, (instr, position) => {
    if (isSharedWrite(where, instr, position)) written ??= instr.at;
    return written !== undefined || mayOrder(where.file, instr, 'writes');
  });
  return written;
}

/** A field of a descriptor is written, or a helper of a header is given the ring and a DMA address to put there. */
function isSharedWrite({ file, facts, fields, flow }: Where, instr: Instr, position: Position): boolean {
  if (instr.kind === 'store') return facts.fieldAt(flow, instr.place, position) !== undefined;
  if (instr.kind !== 'call' || instr.callee.kind !== 'name') return false;
  if (file.apiByName(instr.callee.name) !== undefined) return false;
  const isRing = instr.arguments.some((argument) => facts.isSharedAddress(flow, argument, position));
  return isRing && instr.arguments.some((argument) => isHandle({ file, facts, fields, flow }, argument, position));
}

/** A DMA address, or what a helper of a header made of it for the device. */
function isHandle(where: Where, argument: Operand, position: Position): boolean {
  const { file, fields, flow } = where;
  return flow.sourcesOf(argument, position, 'parts').some((source) => {
    if (source.kind === 'load') return fields.dma.has(fieldIdOf(source.place, file.index) ?? '');
    if (source.kind !== 'call') return false;
    const row = file.apiByName(source.name);
    if (row?.does === 'map') return row.returns === 'dma-address';
    return row === undefined && source.instr.arguments.some((it) => isHandle(where, it, source.position));
  });
}

/** A register write that waits for nothing, or a helper of a header that is named like one and given a register. */
function deviceToldAfter(file: WrittenFile, flow: Flow, from: Position): Span | undefined {
  let told: Span | undefined;
  walkForward(flow.graph, { ...from, index: from.index + 1 }, (instr, position) => {
    if (instr.kind === 'call' && isTelling(file, flow, instr, position)) told ??= instr.at;
    return told !== undefined || mayOrder(file, instr, 'writes');
  });
  return told;
}

function isTelling(file: WrittenFile, flow: Flow, instr: CallInstr, position: Position): boolean {
  if (isRelaxedWrite(plainRow(file, instr))) return true;
  if (instr.callee.kind !== 'name' || !writesRegister.test(instr.callee.name)) return false;
  const { name } = instr.callee;
  if (file.apiByName(name) !== undefined) return false;
  return instr.arguments.some((argument) =>
    flow
      .sourcesOf(argument, position, 'copies')
      .some(({ kind, ...source }) => kind === 'address' && 'place' in source && source.place.root.kind === 'pointee'),
  );
}

const writesRegister = /^(?:\w+_)?(?:wr|write|out)_?(?:reg|mmio|io)?(?:8|16|32|64|b|w|l|q)?$/;
