import { attributeNames, attributesByName } from '../api/attributes.js';
import { type Contract, type ContractEntry, isLive } from './entry.js';
import { findByCpu } from './find-entry.js';
import { type ApiCall, argumentOf, type World } from './world.js';

/** Attributes that decide how memory was set up, so that its release must know them: the page of `dma/attrs-mismatch`. */
const mustMatch = attributesByName([
  'DMA_ATTR_NO_KERNEL_MAPPING',
  'DMA_ATTR_WRITE_COMBINE',
  'DMA_ATTR_FORCE_CONTIGUOUS',
  'DMA_ATTR_PRIVILEGED',
]);

/** `dma_mmap_attrs()` and `dma_get_sgtable_attrs()` must name them too. */
export function checkUserMapping(world: World, contract: Contract, call: ApiCall): void {
  const cpu = argumentOf(call, 'cpu-address');
  if (cpu === undefined || argumentOf(call, 'attributes') === undefined) return;
  const entry = findByCpu(world, contract, cpu.term);
  if (entry !== undefined && isLive(entry)) checkAttributes(world, entry, call);
}

/** A release must name the attributes of the allocation, as far as they matter to it. */
export function checkAttributes(world: World, entry: ContractEntry, call: ApiCall): void {
  const fixed = call.row.does === 'free' ? call.row.attributes : undefined;
  const given =
    fixed === undefined
      ? (argumentOf(call, 'attributes')?.term ?? world.terms.number(0))
      : world.terms.number(attributesByName(fixed));
  const made = entry.attributes;
  if (made?.kind !== 'const' || given.kind !== 'const') return;
  const missing = made.value & ~given.value & mustMatch;
  const extra = given.value & ~made.value & mustMatch;
  if (missing === 0 && extra === 0) return;
  world.raise({
    id: 'ATTR_MISMATCH',
    at: call.at,
    heuristics: [],
    entry,
    name: call.row.name,
    missing: attributeNames(missing),
    extra: attributeNames(extra),
  });
}
