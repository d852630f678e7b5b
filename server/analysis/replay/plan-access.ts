// From what the CPU and the device do with mapped bytes to ops.
import { bytes } from '#engine';
import { kernelAddress } from './buffers.js';
import { dmaAddressOf, dmaPiecesOf } from './dma-addresses.js';
import { resultOf } from './planned-op.js';
import { add, type PlannedMapping, type Planner } from './planner.js';

/** One word at the start: where in the buffer a path touches it makes no difference to the machine's verdict. */
const oneWord = 4;

export function planCpuAccess(
  planner: Planner,
  mapping: PlannedMapping,
  access: 'load' | 'store',
  size = oneWord,
): number {
  const { made, buffers } = mapping;
  const length = Math.min(size, mapping.size);
  const targets = buffers.length === 0 ? [undefined] : length === oneWord ? buffers.slice(0, 1) : buffers;
  let first = planner.ops.length;
  for (const [position, buffer] of targets.entries()) {
    const where = buffer === undefined ? `of ${made}` : `${buffer.position}+${buffer.offset}`;
    const added = add(planner, `cpu-${access} ${where} ${length}`, (results) => {
      const va =
        buffer === undefined ? resultOf(results, made, 'allocated')?.cpuAddress : kernelAddress(results, buffer);
      return va === undefined ? undefined : { kind: `cpu-${access}`, va, size: bytes(length) };
    });
    if (position === 0) first = added;
  }
  return first;
}

/** Pieces past these show nothing new. */
const mostPieces = 4;

/** The device does with the bytes what their direction says. Nothing is known of coherent memory. */
export function planTransfer(planner: Planner, mapping: PlannedMapping): number {
  const { entry, device, direction, made, buffers } = mapping;
  const first = planner.ops.length;
  if (entry.family === 'coherent' || entry.family === 'pool') return first;
  planner.transferred.add(entry.id);
  const kinds = [
    ...(direction === 'from-device' ? [] : (['device-read'] as const)),
    ...(direction === 'to-device' ? [] : (['device-write'] as const)),
  ];
  const pieces = entry.family === 'sg' ? Math.min(mostPieces, buffers.length) : 1;
  for (const kind of kinds) {
    for (let piece = 0; piece < pieces; piece += 1) {
      add(planner, `${kind} ${made}.${piece}`, (results) => {
        const it = dmaPiecesOf(results, mapping)[piece];
        return it === undefined ? undefined : { kind, device, address: it.address, size: bytes(it.size) };
      });
    }
  }
  return first;
}

/** The address is written where the device finds it, and the device is told to look. */
export function planStart(planner: Planner, mappings: readonly PlannedMapping[], call: string): void {
  for (const mapping of mappings) {
    const { made, device } = mapping;
    if (mapping.entry.family === 'sg') continue;
    add(planner, `program ${made}`, (results) => {
      const address = dmaAddressOf(results, mapping);
      return address === undefined ? undefined : { kind: 'program-address', device, address };
    });
  }
  const [first] = mappings;
  if (first === undefined) return;
  const ordering = /relaxed|__raw/.test(call) ? 'relaxed' : 'ordered';
  add(planner, `doorbell ${first.device} ${ordering}`, () => ({ kind: 'mmio-write', device: first.device, ordering }));
  for (const mapping of mappings) planTransfer(planner, mapping);
}
