import { printType } from '../graph/print-graph.js';
import type { CType } from '../index/c-type.js';
import { machineTraits } from '../index/machines.js';
import type { LocalId, Place } from '../graph/instr.js';
import { isNamed, resolveType } from '../index/named-types.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { apiCalls, argumentsIn, argumentIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { fieldIdOf, placeBehind } from './fields.js';
import { maskOf } from './check-masks.js';
import { isAlwaysBefore } from './ways.js';

/** DMA addresses kept in something that is no `dma_addr_t`. */
export function checkHandles(file: WrittenFile, flow: Flow, widest: number | undefined, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    if (call.row.does === 'allocate') checkOut(file, call, raise);
    if (call.row.does === 'map' && call.row.returns === 'dma-address') checkResult(file, call, widest, raise);
  }
}

/** The widest mask any function of the file sets; `undefined` where one is computed or none is set. */
export function widestMask(file: WrittenFile): number | undefined {
  let widest: number | undefined;
  for (const flow of file.functions) {
    for (const { name, instr, position } of apiCalls(file, flow)) {
      if (!/^(?:dma_set_|dma_coerce_|pci_set_).*mask/.test(name)) continue;
      const mask = maskOf(flow, instr.arguments[1], position);
      if (mask?.bits !== undefined) widest = Math.max(widest ?? 0, mask.bits);
    }
  }
  return widest;
}

// A byte count or an address: Linux include/linux/types.h (6.12). `dma_addr_t` has 32 bits without LPAE, else 64.
const widths: ReadonlySet<string> = new Set(
  'u8 u16 u32 u64 s8 s16 s32 s64 __le16 __le32 __le64 __be16 __be32 __be64 __u32 __u64 uint32_t uint64_t phys_addr_t resource_size_t uintptr_t size_t ulong uint'.split(
    ' ',
  ),
);

function isOtherInteger(type: CType, file: WrittenFile): boolean {
  if (isNamed(type, 'dma_addr_t', file.index)) return false;
  const meant = resolveType(type, file.index);
  if (meant.kind === 'named') return widths.has(meant.name);
  return meant.kind === 'integer' || (meant.kind === 'pointer' && meant !== type);
}

function checkOut(file: WrittenFile, call: WrittenCall, raise: Raise): void {
  const { flow, instr, position, name } = call;
  for (const out of argumentsIn(call, 'dma-address-out')) {
    const at = instr.argumentsAt[out.position];
    const place = placeBehind(flow, out.operand, position);
    if (at === undefined || place === undefined) continue;
    const common = { id: 'HANDLE_POINTER_CAST', at, heuristics: [], functionName: flow.graph.name, name } as const;
    const known = place.type.kind === 'unknown' ? kernelFieldType(place, file) : place.type;
    if (isCleared(file, flow, place, position)) continue;
    if (known !== undefined && isOtherInteger(known, file)) raise({ ...common, type: printType(known) });
  }
}

/** Set to 0 by the same function before: on a little-endian machine a short address leaves nothing of an old one. */
function isCleared(file: WrittenFile, flow: Flow, place: Place, before: Position): boolean {
  const key = flow.keyOfPlace(place, before);
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'store' || instr.value.kind !== 'number' || instr.value.value !== 0) continue;
    if (fieldIdOf(instr.place, file.index) !== fieldIdOf(place, file.index)) continue;
    const isSame = key !== undefined && flow.keyOfPlace(instr.place, position) === key;
    if (isSame && isAlwaysBefore(flow.graph, position, before)) return true;
  }
  return false;
}

/**
 * Fields of kernel structures that drivers use to keep a DMA address although they are no `dma_addr_t`. Linux
 * include/linux/uio_driver.h, ioport.h, include/uapi/linux/fb.h (6.12).
 */
const kernelFields: readonly (readonly [RegExp, string])[] = [
  [/^uio_mem\.addr$/, 'phys_addr_t'],
  [/^resource\.(?:start|end)$/, 'resource_size_t'],
  [/\bfix(?:_screeninfo)?\.(?:smem|mmio)_start$/, 'unsigned long'],
];

function kernelFieldType(place: Place, file: WrittenFile): CType | undefined {
  const field = fieldIdOf(place, file.index);
  const name = kernelFields.find(([pattern]) => field !== undefined && pattern.test(field))?.[1];
  return name === undefined ? undefined : { kind: name.includes(' ') ? 'integer' : 'named', name };
}

const narrow =
  /^(?:u8|u16|u32|s8|s16|s32|__[lb]e16|__[lb]e32|__u32|__u16|__s32|uint32_t|int32_t|uint|int|unsigned|unsigned int)$/;

function checkResult(file: WrittenFile, call: WrittenCall, widest: number | undefined, raise: Raise): void {
  const { flow, instr, name } = call;
  const { target } = instr;
  if (target === undefined || machineTraits(file.text).has('short-dma-addresses')) return;
  const common = { id: 'HANDLE_TRUNCATED', heuristics: [], functionName: flow.graph.name, name } as const;
  const declared = flow.localOf(target);
  if (declared !== undefined && declared.kind !== 'temporary') {
    const type = narrowType(declared.type, file);
    if (type === undefined) return;
    const testedAt = testOf(file, flow, target);
    if (testedAt !== undefined) raise({ ...common, at: instr.at, type, maskBits: widest, testedAt });
    else if (widest !== undefined && widest > 32) raise({ ...common, at: instr.at, type, maskBits: widest });
    return;
  }
  for (const { instr: stored, position } of sitesOf(flow.graph)) {
    if (stored.kind !== 'store' || widest === undefined || widest <= 32) continue;
    const type = narrowType(stored.place.type, file);
    if (type === undefined || !stored.place.steps.some((step) => step.kind === 'field')) continue;
    const isResult = flow
      .sourcesOf(stored.value, position, 'copies')
      .some((source) => source.kind === 'call' && source.instr === instr);
    if (isResult) raise({ ...common, at: stored.at, type, maskBits: widest });
  }
}

/** The name of a type that has no room for 64 bits. */
export function narrowType(type: CType, { index }: WrittenFile): string | undefined {
  if (isNamed(type, 'dma_addr_t', index)) return undefined;
  const meant = resolveType(type, index);
  return (meant.kind === 'named' || meant.kind === 'integer') && narrow.test(meant.name) ? printType(type) : undefined;
}

function testOf(file: WrittenFile, flow: Flow, local: LocalId) {
  for (const call of apiCalls(file, flow)) {
    const handle = call.row.does === 'check-error' ? argumentIn(call, 'dma-address') : undefined;
    if (handle?.kind === 'local' && handle.local === local) return call.instr.calleeAt;
  }
  return undefined;
}
