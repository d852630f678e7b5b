// The addresses a driver got for a mapping, once it is known what the call answered.
import type { DmaAddr } from '#engine';
import { resultOf, type Results } from './planned-op.js';
import type { PlannedMapping } from './planner.js';

/**
 * The DMA address the driver was given; an error value where the call failed. A path that goes on because it tested
 * for that is none of a machine on which the call does fail.
 */
export function dmaAddressOf(results: Results, { made, isTested }: PlannedMapping): DmaAddr | undefined {
  const result = results(made);
  switch (result?.kind) {
    case 'mapped':
    case 'allocated':
      return result.address;
    case 'map-failed':
      return isTested ? undefined : result.address;
    default:
      return undefined;
  }
}

/** The DMA address and length of every piece the device sees. */
export function dmaPiecesOf(results: Results, mapping: PlannedMapping): readonly { address: DmaAddr; size: number }[] {
  const list = resultOf(results, mapping.made, 'sg-mapped');
  if (list !== undefined)
    return list.segments.slice(0, list.nents).map(({ address, length }) => ({ address, size: length }));
  const address = dmaAddressOf(results, mapping);
  return address === undefined ? [] : [{ address, size: mapping.size }];
}
