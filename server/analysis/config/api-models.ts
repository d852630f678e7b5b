import type { ApiFunction, Role } from '../api/api-function.js';
import type { Reader } from './read-unknown.js';

/** A driver's own wrapper, described like a row of the API tables. What a family needs beyond this passes through. */
export interface ApiModel {
  readonly name: string;
  readonly does: ApiFunction['does'];
  readonly parameters: readonly Role[];
  readonly [further: string]: unknown;
}

// Records, so that the compiler asks for every member of the union.
const effects: Record<ApiFunction['does'], true> = {
  map: true,
  unmap: true,
  allocate: true,
  free: true,
  'sync-for-cpu': true,
  'sync-for-device': true,
  'check-error': true,
  'get-memory': true,
  'put-memory': true,
  plain: true,
};

const roles: Record<Role, true> = {
  device: true,
  'cpu-address': true,
  page: true,
  offset: true,
  'dma-address': true,
  size: true,
  direction: true,
  attributes: true,
  scatterlist: true,
  'sg-table': true,
  entries: true,
  'gfp-flags': true,
  pool: true,
  'physical-address': true,
  'skb-fragment': true,
  'dma-address-out': true,
  'result-out': true,
  'cpu-read': true,
  'cpu-write': true,
  'dma-buffer': true,
  ignored: true,
  assigned: true,
  changed: true,
  kept: true,
  shared: true,
  status: true,
  reference: true,
  base: true,
  given: true,
};

export const apiEffects = Object.keys(effects);
export const apiRoles = Object.keys(roles);

export function readApiModels(reader: Reader): readonly ApiModel[] {
  return reader.items().flatMap((item) => {
    const name = item.member('name').matching(/^[A-Za-z_]\w*$/, 'the name of a C function');
    const does = item.member('does').oneOf(apiEffects);
    const parameters = item
      .member('parameters')
      .items()
      .map((parameter) => parameter.oneOf(apiRoles));
    const isWhole = name !== undefined && does !== undefined && parameters.every((role) => role !== undefined);
    // Invariant: `oneOf` gave members of the lists above, which the compiler compares with the unions.
    return isWhole ? [{ ...item.record(), name, does, parameters } as unknown as ApiModel] : [];
  });
}
