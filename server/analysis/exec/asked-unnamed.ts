import { mentions } from '../contract/mentions.js';
import type { ContractEntry } from '../contract/entry.js';
import type { Path } from './path.js';

/**
 * Whether a path asked `dma_mapping_error()` after an address that the analysis cannot tell to be any it knows, since an
 * entry was made: `dma_mapping_error(dev, PRIVATE(skb)->addr)`. It may have been the entry's.
 */
export function hasAskedUnnamed({ contract, trace: last }: Path, entry: ContractEntry): boolean {
  for (let trace = last; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    const isMade = step.kind === 'api' && (step.does === 'map' || step.does === 'allocate');
    if (isMade && step.entry.id === entry.id) return false;
    const asked = step.kind === 'branch' ? step.choice?.condition : undefined;
    if (asked?.kind !== 'apply' || asked.name !== 'mapping-error') continue;
    if (!contract.some((it) => asked.args.some((address) => mentions(address, it)))) return true;
  }
  return false;
}
