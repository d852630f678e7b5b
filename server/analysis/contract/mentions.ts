import { isWithin } from '../symbolic/region.js';
import { symbolsOf, type Term } from '../symbolic/term.js';
import type { ContractEntry } from './entry.js';

/** Whether a value carries the DMA address of an entry: the address itself, byte-swapped, split or with bits added. */
export function mentions(value: Term, entry: ContractEntry): boolean {
  return entry.dma !== undefined && carries(value, entry.dma);
}

/** Whether a value carries the CPU address of an entry, or points into its memory. */
export function mentionsCpu(value: Term, entry: ContractEntry): boolean {
  if (entry.buffer !== undefined && value.kind === 'pointer') return isWithin(value.region, entry.buffer) !== 'no';
  return entry.cpu !== undefined && carries(value, entry.cpu);
}

/** Whether a value is an address or was made of it: its symbols are all in there. */
export function carries(value: Term, address: Term): boolean {
  if (value === address) return true;
  if (address.kind === 'pointer') return value.kind === 'pointer' && isWithin(value.region, address.region) === 'yes';
  if (value.kind === 'pointer') return false;
  const symbols = symbolsOf(address);
  const carried = symbolsOf(value);
  return symbols.length > 0 && symbols.every((symbol) => carried.includes(symbol));
}
