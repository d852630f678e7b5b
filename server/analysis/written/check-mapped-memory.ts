import { constantByName } from '../api/index.js';
import type { FieldDeclaration } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { type Flow, type Position, sitesOf, type Source } from './flow.js';
import { apiCalls, argumentIn, mentionsAny, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { operandsOf } from '../graph/operands.js';
import { reaches } from './ways.js';

/** What a function does with memory of its own that it maps: too much of it, for both ways, or parts nobody wrote. */
export function checkMappedMemory(file: WrittenFile, flow: Flow, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    if (call.row.does !== 'map' || call.row.family !== 'single') continue;
    checkLength(file, call, raise);
    const direction = argumentIn(call, 'direction');
    const memory = direction?.kind === 'constant' ? ownMemory(file, call) : undefined;
    if (memory === undefined || direction?.kind !== 'constant') continue;
    if (direction.name === 'DMA_BIDIRECTIONAL') checkBothWays(file, call, memory, raise);
    if (direction.name !== 'DMA_FROM_DEVICE') checkWritten(file, call, memory, raise);
  }
}

const common = ({ flow, instr, name }: WrittenCall) =>
  ({ at: instr.calleeAt, heuristics: [], functionName: flow.graph.name, name }) as const;

// IO_TLB_SEGSIZE slots of 1 << IO_TLB_SHIFT bytes: Linux include/linux/swiotlb.h (6.12).
const bounceBytes = 128 * 2048;

/** More than one bounce buffer can hold, in a file that does not ask how much may be mapped. */
function checkLength(file: WrittenFile, call: WrittenCall, raise: Raise): void {
  const size = argumentIn(call, 'size');
  if (size === undefined) return;
  const sizes = call.flow.sourcesOf(size, call.position, 'copies').map(numberOf);
  const smallest = Math.min(...sizes.map((it) => it ?? 0));
  if (smallest <= bounceBytes || mentionsAny(file, /^dma_(?:max|opt)_mapping_size$/)) return;
  raise({ ...common(call), id: 'LARGE_MAPPING', bytes: smallest, limit: bounceBytes });
}

function numberOf(source: Source): number | undefined {
  if (source.kind === 'number') return source.value;
  return source.kind === 'constant' ? constantByName(source.name) : undefined;
}

interface OwnMemory {
  readonly key: string;
  readonly allocation: Extract<Source, { kind: 'call' }>;
  readonly isZeroed: boolean;
}

/** Memory the function allocated into a variable of its own. */
function ownMemory(file: WrittenFile, call: WrittenCall): OwnMemory | undefined {
  const buffer = argumentIn(call, 'cpu-address');
  if (buffer === undefined) return undefined;
  const key = call.flow.keyOf(buffer, call.position);
  const [only, ...others] = call.flow.sourcesOf(buffer, call.position, 'copies');
  if (only?.kind !== 'call' || others.length > 0 || key === undefined) return undefined;
  const row = file.apiByName(only.name);
  if (row?.does !== 'get-memory' || row.memory !== 'heap') return undefined;
  return { key, allocation: only, isZeroed: row.zeroed === true };
}

type Use = 'reads' | 'writes' | 'releases' | 'escapes' | 'none';

/** What each instruction does to the memory behind a key. */
function* usesOf(
  file: WrittenFile,
  flow: Flow,
  key: string,
): Generator<{ readonly use: Use; readonly position: Position }> {
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (!operandsOf(instr).some((operand) => flow.keyOf(operand, position) === key)) continue;
    switch (instr.kind) {
      case 'load':
        yield { use: 'reads', position };
        break;
      case 'store':
        yield { use: flow.keyOf(instr.value, position) === key ? 'escapes' : 'writes', position };
        break;
      case 'assign': {
        // A comparison tells nothing of what is there; any other value made of the pointer may lead there.
        const isTest =
          instr.value.kind === 'unary' || (instr.value.kind === 'binary' && /[=<>]/.test(instr.value.operator));
        const isCopy = instr.value.kind === 'operand' || instr.value.kind === 'cast';
        yield { use: isTest || isCopy ? 'none' : 'escapes', position };
        break;
      }
      case 'call': {
        const row = instr.callee.kind === 'name' ? file.apiByName(instr.callee.name) : undefined;
        yield { use: useOf(row?.does), position };
        break;
      }
      default:
        yield { use: 'escapes', position };
    }
  }
}

function useOf(does: string | undefined): Use {
  if (does === 'put-memory') return 'releases';
  return does === 'map' || does === 'get-memory' ? 'none' : 'escapes';
}

/** The CPU puts something there, gives it to the device and frees it without a look. */
function checkBothWays(file: WrittenFile, call: WrittenCall, { key }: OwnMemory, raise: Raise): void {
  const uses = [...usesOf(file, call.flow, key)];
  const isReleased = uses.some(
    ({ use, position }) => use === 'releases' && reaches(call.flow.graph, call.position, position),
  );
  if (!isReleased || uses.some(({ use }) => use === 'reads' || use === 'escapes')) return;
  raise({ ...common(call), id: 'ONE_WAY_ONLY' });
}

/** A structure from `kmalloc()` some of whose members nothing was stored to. */
function checkWritten(file: WrittenFile, call: WrittenCall, memory: OwnMemory, raise: Raise): void {
  const { flow, position } = call;
  if (memory.isZeroed || !/^(?:devm_)?k(?:m|v?m)alloc(?:_node)?$/.test(memory.allocation.name)) return;
  const before = [...usesOf(file, flow, memory.key)].filter((it) => reaches(flow.graph, it.position, position));
  if (before.some(({ use }) => use === 'escapes')) return;
  const written = new Set<string>();
  let fields: readonly FieldDeclaration[] | undefined;
  for (const { instr, position: at } of sitesOf(flow.graph)) {
    const place = instr.kind === 'store' ? instr.place : undefined;
    if (place?.root.kind !== 'pointee' || flow.keyOf(place.root.pointer, at) !== memory.key) continue;
    const type = resolveType(place.root.element, file.index);
    const [step] = place.steps;
    if (type.kind !== 'struct' || step?.kind !== 'field') return;
    fields = file.index.structs.get(type.tag)?.fields;
    written.add(step.name);
  }
  const missing = fields?.find(({ name }) => name !== undefined && !written.has(name))?.name;
  if (missing === undefined) return;
  const allocatedAt = memory.allocation.instr.calleeAt;
  raise({ ...common(call), id: 'UNWRITTEN_BYTES', member: missing, allocatedAt, allocator: memory.allocation.name });
}
