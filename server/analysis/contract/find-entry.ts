import { isWithin, type Region } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import type { Contract, ContractEntry } from './entry.js';
import { isLive } from './entry.js';
import { same, type World } from './world.js';

/** The entry a DMA address certainly stands for; a live one before a released one. */
export function findByDma(world: World, contract: Contract, dma: Term | undefined): ContractEntry | undefined {
  return newestFirst(contract, (entry) => same(world, entry.dma, dma) === 'yes');
}

/** The entry of a CPU address, scatterlist or cookie. */
export function findByCpu(world: World, contract: Contract, cpu: Term | undefined): ContractEntry | undefined {
  return newestFirst(contract, (entry) => same(world, entry.cpu, cpu) === 'yes');
}

/** The entry of a table, whatever became of its list: a function nobody knows was given the table. */
export function findByTable(world: World, contract: Contract, table: Term | undefined): ContractEntry | undefined {
  return newestFirst(contract, (entry) => entry.table !== undefined && same(world, entry.table, table) === 'yes');
}

/** Live entries whose bytes certainly contain `region`. */
export function entriesOver(contract: Contract, region: Region): readonly ContractEntry[] {
  return contract.filter(
    (entry) => isLive(entry) && entry.buffer !== undefined && isWithin(region, entry.buffer) === 'yes',
  );
}

/** The newest live one that matches, or the newest of all that do; older ones are not asked once it is found. */
function newestFirst(contract: Contract, matches: (entry: ContractEntry) => boolean): ContractEntry | undefined {
  let newest: ContractEntry | undefined;
  for (const entry of contract.toReversed()) {
    if ((newest !== undefined && !isLive(entry)) || !matches(entry)) continue;
    if (isLive(entry)) return entry;
    newest = entry;
  }
  return newest;
}
