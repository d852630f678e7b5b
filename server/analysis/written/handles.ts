import type { Instr, Operand } from '../graph/instr.js';
import { functionNamed } from '../index/file-index.js';
import { isNamed } from '../index/named-types.js';
import { narrowType } from './check-handles.js';
import type { WrittenFile } from './file.js';
import type { Flow, Position, Source } from './flow.js';

/** A DMA address that a value is or counts from. */
export interface Handle {
  /** As the driver writes it. */
  readonly text: string;
  /** From a call that maps: no memory of `dma_alloc_*`. */
  readonly isMapped: boolean;
  readonly source: Source;
  /** A cast or `lower_32_bits()` says that only a half is meant. */
  readonly isCut: boolean;
}

/**
 * The address a value is on every way here, or the one of its parts that is an address where it is a sum. What went
 * through a variable that is too short for one is none any more.
 */
export function handleIn(file: WrittenFile, flow: Flow, operand: Operand, position: Position): Handle | undefined {
  return isNarrowVariable(file, flow, operand) ? undefined : handleBehind(file, flow, operand, position);
}

/** The same of a variable that may be too short itself. */
export function handleBehind(file: WrittenFile, flow: Flow, operand: Operand, position: Position): Handle | undefined {
  return find({ file, flow, of: operand, seen: new Set() }, operand, position, false);
}

export function isNarrowVariable(file: WrittenFile, flow: Flow, operand: Operand): boolean {
  const local = operand.kind === 'local' ? flow.localOf(operand.local) : undefined;
  return local !== undefined && local.kind !== 'temporary' && narrowType(local.type, file) !== undefined;
}

interface Search {
  readonly file: WrittenFile;
  readonly flow: Flow;
  /** What is asked about. */
  readonly of: Operand;
  readonly seen: Set<Instr>;
}

function find(cx: Search, operand: Operand, position: Position, isCut: boolean): Handle | undefined {
  if (operand.kind !== 'local') return undefined;
  if (operand !== cx.of && isNarrowVariable(cx.file, cx.flow, operand)) return undefined;
  let found: Handle | undefined;
  for (const definition of cx.flow.definitionsOf(operand.local, position)) {
    if (definition === 'entry') {
      const handle = ofSource(cx, { kind: 'parameter', local: operand.local }, isCut);
      if (handle === undefined || operand.local >= cx.flow.graph.parameterCount) return undefined;
      found ??= handle;
      continue;
    }
    // Once more around a loop.
    if (cx.seen.has(definition.instr)) continue;
    cx.seen.add(definition.instr);
    // Nothing yet.
    if (isNumber(definition.instr)) continue;
    const handle = ofInstr(cx, definition.instr, definition.position, isCut);
    if (handle === undefined) return undefined;
    found ??= handle;
  }
  return found;
}

const isNumber = (instr: Instr): boolean =>
  instr.kind === 'assign' && instr.value.kind === 'operand' && instr.value.operand.kind === 'number';

function ofInstr(cx: Search, instr: Instr, position: Position, isCut: boolean): Handle | undefined {
  if (instr.kind === 'load') return ofSource(cx, { kind: 'load', place: instr.place, position }, isCut);
  if (instr.kind === 'call') {
    if (instr.callee.kind !== 'name') return undefined;
    const { name } = instr.callee;
    const row = cx.file.apiByName(name);
    const [first] = instr.arguments;
    if (row?.does === 'plain' && row.effect === 'same-value') {
      return first === undefined ? undefined : find(cx, first, position, isCut || name === 'lower_32_bits');
    }
    return ofSource(cx, { kind: 'call', name, instr, position }, isCut);
  }
  if (instr.kind !== 'assign') return undefined;
  const { value } = instr;
  if (value.kind === 'operand') return find(cx, value.operand, position, isCut);
  if (value.kind === 'cast')
    return find(cx, value.operand, position, isCut || !isNamed(value.type, 'dma_addr_t', cx.file.index));
  if (value.kind !== 'binary' || (value.operator !== '+' && value.operator !== '-')) return undefined;
  const left = find(cx, value.left, position, isCut);
  const right = find(cx, value.right, position, isCut);
  // The distance of two addresses is none, nor is that from the beginning of a window.
  if (left !== undefined && right !== undefined) return undefined;
  if (value.operator === '-') return value.right.kind === 'local' ? undefined : left;
  return left ?? right;
}

// Linux include/linux/scatterlist.h, include/media/videobuf2-dma-contig.h, include/net/page_pool/helpers.h (6.12).
const givers: ReadonlySet<string> = new Set([
  'sg_dma_address',
  'vb2_dma_contig_plane_dma_addr',
  'page_pool_get_dma_addr',
]);

function ofSource({ file, flow }: Search, source: Source, isCut: boolean): Handle | undefined {
  if (source.kind === 'call') {
    const row = file.apiByName(source.name);
    const isMapped = (row?.does === 'map' && row.returns === 'dma-address') || givers.has(source.name);
    const returns = functionNamed(file.index, source.name)?.returns;
    if (!isMapped && !isNamed(returns, 'dma_addr_t', file.index)) return undefined;
    return { text: `${source.name}()`, isMapped, source, isCut };
  }
  if (source.kind === 'parameter') {
    const local = flow.localOf(source.local);
    if (!isNamed(local?.type, 'dma_addr_t', file.index)) return undefined;
    return { text: local?.name ?? '', isMapped: false, source, isCut };
  }
  if (source.kind !== 'load' || !isNamed(source.place.type, 'dma_addr_t', file.index)) return undefined;
  const field = source.place.steps.findLast((step) => step.kind === 'field');
  const { root } = source.place;
  const text = field?.name ?? (root.kind === 'stack' ? flow.localOf(root.local)?.name : undefined);
  return text === undefined ? undefined : { text, isMapped: false, source, isCut };
}
