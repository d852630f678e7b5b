import type { Role } from '../api/api-function.js';
import type { LocalId, Operand } from '../graph/instr.js';
import { addressEvent, dmaAddressIn } from './check-addresses.js';
import { type FieldFacts, fieldIdOf } from './fields.js';
import { apiCalls, argumentsIn, type Raise, type WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';

const cpuRoles: readonly Role[] = ['cpu-read', 'cpu-write'];

/** A DMA address cast to a pointer and used as one, and a CPU pointer cast to a number the device gets. */
export function checkPointers(file: WrittenFile, flow: Flow, facts: FieldFacts, raise: Raise): void {
  const used = new Map<LocalId, string>();
  for (const { instr } of sitesOf(flow.graph)) {
    if (instr.kind === 'load' || instr.kind === 'store') {
      const { root } = instr.place;
      if (root.kind === 'pointee' && root.pointer.kind === 'local') used.set(root.pointer.local, 'dereferenced');
    }
  }
  for (const call of apiCalls(file, flow)) {
    for (const { operand } of argumentsIn(call, ...cpuRoles)) {
      if (operand.kind === 'local') used.set(operand.local, call.name);
    }
  }
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'assign' || instr.value.kind !== 'cast' || instr.value.type.kind !== 'pointer') continue;
    const sink = used.get(instr.target);
    if (sink === undefined) continue;
    const what = dmaAddressIn(file, flow, instr.value.operand, position, facts, 'parts');
    if (what !== undefined) raise({ ...addressEvent(flow, instr.at), id: 'DMA_TO_POINTER', what, sink });
  }
  checkPointerSinks(file, flow, facts, raise);
}

const registerWrites: ReadonlySet<string> = new Set(
  'writel writeq iowrite32 iowrite32be writel_relaxed writeq_relaxed __raw_writel outl'.split(' '),
);

function checkPointerSinks(file: WrittenFile, flow: Flow, facts: FieldFacts, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    const { instr, position, name } = call;
    const [value] = instr.arguments;
    const operands = registerWrites.has(name)
      ? value === undefined
        ? []
        : [value]
      : call.row.does === 'free'
        ? []
        : argumentsIn(call, 'dma-address').map((it) => it.operand);
    for (const operand of operands) {
      const what = pointerIn(file, flow, operand, position, facts);
      if (what !== undefined) raise({ ...addressEvent(flow, instr.calleeAt), id: 'POINTER_TO_DMA', what, sink: name });
    }
  }
}

/** What allocated the memory a number is the CPU address of. */
function pointerIn(
  file: WrittenFile,
  flow: Flow,
  operand: Operand,
  position: Position,
  facts: FieldFacts,
): string | undefined {
  const names = flow.sourcesOf(operand, position, 'copies').map((source) => {
    if (source.kind === 'load') {
      const field = fieldIdOf(source.place, file.index);
      return field === undefined ? undefined : facts.allocated.get(field);
    }
    const row = source.kind === 'call' ? file.apiByName(source.name) : undefined;
    const isAllocated =
      (row?.does === 'allocate' && row.returns === 'cpu-address') ||
      (row?.does === 'get-memory' && row.memory === 'heap');
    return isAllocated ? row?.name : undefined;
  });
  return names.length > 0 && names.every((it) => it !== undefined) ? names[0] : undefined;
}
