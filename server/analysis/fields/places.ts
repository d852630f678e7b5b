import type { NamedPlace } from '../exec/field-notes.js';
import { type FieldKey, fieldKeyOf } from '../graph/field-key.js';
import type { FileIndex } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { castOf } from '../symbolic/interval.js';
import { type Region, type RootRegion, rootOf } from '../symbolic/region.js';
import type { Term, Terms } from '../symbolic/term.js';
import type { FieldPlace } from './record.js';

/** Which fields of which structs regions are. */
export interface Places {
  /** `undefined` for a variable on a stack, and for what lies in an object of unknown type. */
  of(region: Region): FieldPlace | undefined;
  /** The place a value was read from, or whose address it is. */
  behind(value: Term | undefined): Region | undefined;
}

/** What exploring a file tells of its regions. */
export interface KnownRegions {
  readonly placeOf: ReadonlyMap<Region, NamedPlace>;
  readonly readFrom: ReadonlyMap<Term, Region>;
  readonly index: FileIndex;
  readonly terms: Terms;
}

export function createPlaces({ placeOf, readFrom, index }: KnownRegions): Places {
  const objects = objectTypes(placeOf, index);
  const known = new Map<Region, FieldPlace | undefined>();
  const of = (region: Region): FieldPlace | undefined => {
    if (known.has(region)) return known.get(region);
    const named = placeOf.get(region);
    const place = named === undefined || named.isAmbiguous ? undefined : fieldPlace(region, named, index, objects);
    known.set(region, place);
    return place;
  };
  return {
    of,
    behind(value) {
      if (value?.kind === 'pointer') return value.region;
      if (value?.kind === 'apply' && castOf(value) !== undefined) return this.behind(value.args[0]);
      return value === undefined ? undefined : readFrom.get(value);
    },
  };
}

/** The struct an object is, by the first function that looked into it. */
function objectTypes(
  placeOf: ReadonlyMap<Region, NamedPlace>,
  index: FileIndex,
): ReadonlyMap<RootRegion, string | undefined> {
  const types = new Map<RootRegion, string | undefined>();
  for (const [region, { place }] of placeOf) {
    const root = rootOf(region);
    const fields = place.steps.filter((step) => step.kind === 'field').map(({ name }) => name);
    // A pointer into the middle of an object tells the type of what is there.
    if (types.has(root) || place.root.kind !== 'pointee' || fields.join('.') !== fieldsOf(region).join('.')) continue;
    const type = resolveType(place.root.element, index);
    types.set(root, type.kind === 'struct' || type.kind === 'union' ? type.tag : undefined);
  }
  return types;
}

function fieldPlace(
  region: Region,
  { place, graph }: NamedPlace,
  index: FileIndex,
  objects: ReadonlyMap<RootRegion, string | undefined>,
): FieldPlace | undefined {
  const key = fieldKeyOf(place, graph, index) ?? variableKey(place.root, region);
  if (key === undefined) return undefined;
  const root = rootOf(region);
  const object = root.rootKind === 'global' ? root.name : objects.get(root);
  return { ...key, object, path: fieldsOf(region).join('.') };
}

/** A variable of the file, or an array of them, is like a field of which there is one. */
function variableKey(root: NamedPlace['place']['root'], region: Region): FieldKey | undefined {
  if (root.kind !== 'global' || fieldsOf(region).length > 0) return undefined;
  return { key: `variable ${root.name}`, tag: '', name: root.name };
}

/** The names of the fields on the way from the root. */
function fieldsOf(region: Region): readonly string[] {
  const names: string[] = [];
  for (let at = region; at.kind !== 'root'; at = at.parent) if (at.kind === 'field') names.push(at.name);
  return names.reverse();
}
