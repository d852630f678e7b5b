import type { Operand } from '../graph/instr.js';
import type { Position, Flow } from './flow.js';
import { apiCalls, type Raise, type WrittenFile } from './file.js';

// Linux kernel/dma/mapping.c (6.12): dma_set_mask() fails where the platform cannot address memory in so few bits.
const setters: ReadonlySet<string> = new Set([
  'dma_set_mask',
  'dma_set_mask_and_coherent',
  'dma_coerce_mask_and_coherent',
  'pci_set_dma_mask',
]);
const coherentSetters: ReadonlySet<string> = new Set(['dma_set_coherent_mask', 'pci_set_consistent_dma_mask']);

/** Masks that nobody could set, and results of setting one that nobody looks at. */
export function checkMasks(file: WrittenFile, flow: Flow, raise: Raise): void {
  const functionName = flow.graph.name;
  for (const call of apiCalls(file, flow)) {
    const { name, instr, position } = call;
    const isSetter = setters.has(name);
    if (!isSetter && !coherentSetters.has(name)) continue;
    const mask = maskOf(flow, instr.arguments[1], position);
    const common = { at: instr.calleeAt, heuristics: [], functionName } as const;
    if (mask?.problem !== undefined) {
      raise({ ...common, id: 'MASK_VALUE', name, shown: mask.shown, problem: mask.problem });
    }
    const { target } = instr;
    if (isSetter && (target === undefined || !flow.isRead(target))) {
      raise({ ...common, id: 'MASK_UNCHECKED', name, bits: mask?.bits });
    }
  }
}

export interface Mask {
  readonly bits: number | undefined;
  readonly shown: string;
  readonly problem: 'bit-count' | 'not-a-mask' | 'out-of-range' | undefined;
}

/** What is known of a mask argument; `undefined` where it is computed. */
export function maskOf(flow: Flow, operand: Operand | undefined, position: Position): Mask | undefined {
  if (operand === undefined) return undefined;
  const [source, ...others] = flow.sourcesOf(operand, position, 'copies');
  if (source === undefined || others.length > 0) return undefined;
  if (source.kind === 'call' && source.name === 'DMA_BIT_MASK') {
    const [count] = source.instr.arguments;
    if (count?.kind !== 'number') return undefined;
    const isPossible = 1 <= count.value && count.value <= 64;
    return {
      bits: count.value,
      shown: `DMA_BIT_MASK(${count.value})`,
      problem: isPossible ? undefined : 'out-of-range',
    };
  }
  return source.kind === 'number' ? literalMask(source.value) : undefined;
}

/** No device reaches so little that its mask were a number of bits by itself. */
const mostBits = 64;

function literalMask(value: number): Mask {
  const shown = value < 0 ? String(value) : `0x${value.toString(16)}`;
  // ~0ul, ~0ull
  if (value === -1) return { bits: 64, shown, problem: undefined };
  if (value < 0) return { bits: undefined, shown, problem: 'not-a-mask' };
  // Beyond 2^53 the low bits of a number are lost, so the number itself says nothing.
  if (value > Number.MAX_SAFE_INTEGER) return { bits: 64, shown, problem: undefined };
  if (value <= mostBits) return { bits: undefined, shown: String(value), problem: 'bit-count' };
  const bits = Math.log2(value + 1);
  return Number.isInteger(bits)
    ? { bits, shown, problem: undefined }
    : { bits: undefined, shown, problem: 'not-a-mask' };
}
