import { oncePer } from '../base/once-per.js';
import { type FieldKey, fieldKeyOf } from '../graph/field-key.js';
import type { FileIndex } from '../index/file-index.js';
import type { ExecContext } from '../exec/context.js';
import type { FieldRegion } from '../symbolic/region.js';

/** Whether a field is one of the driver's own structs, as far as paths or its name tell. */
export function ownFields(index: FileIndex, placeOf: ExecContext['placeOf']): (place: FieldRegion) => boolean {
  return oncePer((place) => {
    const named = placeOf.get(place);
    const key = named === undefined || named.isAmbiguous ? undefined : fieldKeyOf(named.place, named.graph, index);
    return isOwnField(index, key, place.name);
  });
}

/** What the kernel's own structs hold it may release: `dmaengine_unmap_put(unmap)` does. */
function isOwnField({ structs, kernelStructs }: FileIndex, key: FieldKey | undefined, name: string): boolean {
  if (key !== undefined) return structs.has(key.tag) && !kernelStructs.has(key.tag);
  const isIn = (declared: FileIndex['structs']): boolean =>
    [...declared.values()].some(({ fields }) => fields.some((field) => field.name === name));
  return isIn(structs) && !isIn(kernelStructs);
}
