import type { FreeFunction } from '../api/api-function.js';
import { attributeNames, attributesByName } from '../api/attributes.js';
import type { ContractEntry } from './entry.js';
import { type ApiCall, argumentOf, type World } from './world.js';

/** Attributes that decide how memory was set up, so that its release must know them: engine.md §4.1. */
const mustMatch = attributesByName([
  'DMA_ATTR_NO_KERNEL_MAPPING',
  'DMA_ATTR_WRITE_COMBINE',
  'DMA_ATTR_FORCE_CONTIGUOUS',
  'DMA_ATTR_PRIVILEGED',
]);

/** A release must name the attributes of the allocation, as far as they matter to it. */
export function checkAttributes(
  world: World,
  entry: ContractEntry,
  call: ApiCall & { readonly row: { readonly attributes?: FreeFunction['attributes'] } },
): void {
  const given =
    call.row.attributes === undefined
      ? (argumentOf(call, 'attributes')?.term ?? world.terms.number(0))
      : world.terms.number(attributesByName(call.row.attributes));
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
