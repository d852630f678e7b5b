import type { ContractEntry } from './entry.js';
import { mentions, mentionsCpu } from './mentions.js';
import { type ApiCall, argumentOf, same, type World } from './world.js';

/** A free must get the CPU address that the allocation returned. */
export function checkCpuAddress(world: World, entry: ContractEntry, call: ApiCall): void {
  const cpu = argumentOf(call, 'cpu-address', 'page', 'sg-table')?.term;
  if (cpu === undefined || same(world, cpu, entry.cpu) !== 'no') return;
  world.raise({ id: 'CPU_ADDRESS_MISMATCH', at: call.at, heuristics: [], entry, cpu });
}

/** …and the DMA address that came with it. */
export function checkDmaAddress(world: World, entry: ContractEntry, call: ApiCall): void {
  const dma = argumentOf(call, 'dma-address')?.term;
  if (dma === undefined) return;
  const verdict = same(world, dma, entry.dma);
  if (verdict === 'yes') return;
  // Two results of calls are different values unless proven equal: an address of another live allocation is the mistake.
  // In an array whose index nobody knows any more, one element's address may look like another's.
  const isAnothers =
    entry.dma !== undefined && !entry.escaped && dma.kind === 'symbol' && dma.info.kind === 'dma-address';
  const isSwapped = mentionsCpu(dma, entry) && !mentions(dma, entry);
  if (verdict !== 'no' && !isAnothers && !isSwapped) return;
  world.raise({ id: 'DMA_ADDRESS_MISMATCH', at: call.at, heuristics: [], entry, dma });
}
