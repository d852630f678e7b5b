import { type ApiFunction, type Family, familyReleased } from '../api/api-function.js';
import { type ContractEntry, isOfIommu } from '../contract/entry.js';
import type { FileIndex } from '../index/file-index.js';
import type { Region } from '../symbolic/region.js';

/** Whether an IOMMU domain is kept in an object of this file, in which nothing ever frees or detaches one. */
export function neverGivenBack(
  { functions, structs }: FileIndex,
  rowOf: (name: string) => ApiFunction | undefined,
): (entry: ContractEntry) => boolean {
  const released = new Set<Family>();
  for (const { mentions } of functions.values()) {
    for (const name of mentions) {
      const row = functions.has(name) ? undefined : rowOf(name);
      const family = row === undefined ? undefined : familyReleased(row);
      if (family !== undefined) released.add(family);
    }
  }
  const ownFields = new Set([...structs.values()].flatMap(({ fields }) => fields.map(({ name }) => name)));
  const isOwn = (place: Region): boolean => place.kind === 'field' && ownFields.has(place.name);
  return (entry) => isOfIommu(entry) && !released.has(entry.family) && entry.heldIn.some(isOwn);
}
