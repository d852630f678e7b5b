import type { LocalId, Operand, Place } from '../graph/instr.js';
import { lastField } from '../graph/operands.js';
import type { CType } from '../index/c-type.js';
import { isNamed } from '../index/named-types.js';
import { type Flow, type Position, sitesOf, type Source } from './flow.js';
import { apiCalls, argumentsIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { type FieldFacts, fieldIdOf, isOfKernel } from './fields.js';

/** CPU, physical and DMA addresses, each where another belongs. */
export function checkAddresses(file: WrittenFile, flow: Flow, facts: FieldFacts, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    if (!facts.comparesKinds) checkPhysicalAsDma(file, call, raise);
    checkConversion(file, call, facts, raise);
    checkPfn(file, call, facts, raise);
  }
  if (!facts.comparesKinds) checkStores(file, flow, facts, raise);
}

export const addressEvent = (flow: Flow, at: { readonly start: number; readonly end: number }) =>
  ({ at, heuristics: [], functionName: flow.graph.name }) as const;

export function isConversion(file: WrittenFile, source: Source): source is Extract<Source, { kind: 'call' }> {
  if (source.kind !== 'call') return false;
  const row = file.apiByName(source.name);
  return row?.does === 'plain' && row.effect === 'to-physical';
}

/** `dma_sync_single_for_cpu(dev, virt_to_phys(p), …)`: every function that wants a DMA address. */
function checkPhysicalAsDma(file: WrittenFile, call: WrittenCall, raise: Raise): void {
  const { flow, instr, position, name, row } = call;
  if (row.does === 'check-error' || name.startsWith('dma_mmap_')) return;
  for (const { operand } of argumentsIn(call, 'dma-address')) {
    const sources = flow.sourcesOf(operand, position, 'copies');
    const conversion = sources.find((source) => isConversion(file, source));
    // One way of two: who chose knows both worlds.
    if (conversion?.kind !== 'call' || sources.length > 1) continue;
    raise({
      ...addressEvent(flow, instr.calleeAt),
      id: 'PHYS_TO_DMA_CALL',
      conversion: conversion.name,
      convertedAt: conversion.instr.calleeAt,
      sink: name,
    });
  }
}

/** Physical addresses of coherent memory, and of DMA addresses. */
function checkConversion(file: WrittenFile, call: WrittenCall, facts: FieldFacts, raise: Raise): void {
  const { flow, instr, position, name, row } = call;
  const isToPhysical = row.does === 'plain' && (row.effect === 'to-physical' || row.effect === 'to-page');
  for (const { operand } of argumentsIn(call, 'cpu-address')) {
    const what = isToPhysical ? allocationOf(file, flow, operand, position, facts) : undefined;
    const isMapped = what !== undefined && reachesMap(file, flow, call);
    // The page alone goes into lists whose addresses the driver fills in itself.
    if (what === undefined || (row.does === 'plain' && row.effect === 'to-page' && !isMapped)) continue;
    raise({ ...addressEvent(flow, instr.calleeAt), id: 'PHYS_OF_COHERENT', conversion: name, what, isMapped });
  }
  if (!physicalSinks.has(name)) return;
  for (const { operand } of argumentsIn(call, 'physical-address')) {
    const what = dmaAddressIn(file, flow, operand, position, facts, 'copies');
    if (what !== undefined) raise({ ...addressEvent(flow, instr.calleeAt), id: 'DMA_TO_PHYS', sink: name, what });
  }
}

// Linux include/linux/io.h, arch/arm/include/asm/memory.h (6.12): what takes a physical address and gives a CPU one.
const physicalSinks: ReadonlySet<string> = new Set(['phys_to_virt', '__va', 'phys_to_page', 'memremap', 'ioremap']);

/** The allocation a pointer comes from: here, or through a field that only allocations fill. */
function allocationOf(
  file: WrittenFile,
  flow: Flow,
  operand: Operand,
  position: Position,
  facts: FieldFacts,
): string | undefined {
  const names = flow.sourcesOf(operand, position, 'parts').map((source) => {
    if (source.kind === 'load') return allocatorOf(file, source.place, facts);
    const row = source.kind === 'call' ? file.apiByName(source.name) : undefined;
    return row?.does === 'allocate' && row.returns === 'cpu-address' ? row.name : undefined;
  });
  const found = names.find((it) => it !== undefined);
  return found !== undefined && isRemappable(found) ? found : undefined;
}

/** Where the structures around a field are declared elsewhere, the only allocated field of its name. */
function allocatorOf(file: WrittenFile, place: Place, facts: FieldFacts): string | undefined {
  const field = fieldIdOf(place, file.index);
  if (field === undefined) return undefined;
  const known = facts.allocated.get(field);
  const [owner, name] = [field.slice(0, field.lastIndexOf('.')), field.slice(field.lastIndexOf('.'))];
  if (known !== undefined || !owner.includes('.')) return known;
  const named = [...facts.allocated].filter(([it]) => it.endsWith(name));
  const [only] = named;
  const isDeclared = only !== undefined && file.index.structs.has(only[0].slice(0, -name.length));
  return named.length === 1 && !isDeclared ? only?.[1] : undefined;
}

/** Memory of these may have its CPU address in vmalloc space; pages and non-coherent memory lie in the linear map. */
const isRemappable = (allocator: string): boolean => /coherent|attrs|_wc|writecombine|consistent/.test(allocator);

const pfnSinks: ReadonlySet<string> = new Set([
  'remap_pfn_range',
  'io_remap_pfn_range',
  'vm_iomap_memory',
  'vm_insert_page',
  'vmf_insert_pfn',
]);

function reachesMap(file: WrittenFile, flow: Flow, conversion: WrittenCall): boolean {
  for (const call of apiCalls(file, flow)) {
    if (!pfnSinks.has(call.name)) continue;
    for (const operand of call.instr.arguments) {
      const sources = flow.sourcesOf(operand, call.position, 'parts');
      if (sources.some((source) => source.kind === 'call' && throughPage(flow, source, conversion))) return true;
    }
  }
  return false;
}

function throughPage(flow: Flow, source: Extract<Source, { kind: 'call' }>, conversion: WrittenCall): boolean {
  if (source.instr === conversion.instr) return true;
  const [first] = source.instr.arguments;
  if (source.name !== 'page_to_pfn' || first === undefined) return false;
  return flow
    .sourcesOf(first, source.position, 'copies')
    .some((inner) => inner.kind === 'call' && inner.instr === conversion.instr);
}

function checkPfn(file: WrittenFile, call: WrittenCall, facts: FieldFacts, raise: Raise): void {
  const { flow, instr, position, name } = call;
  const operand = pfnSinks.has(name) ? instr.arguments[name === 'vm_iomap_memory' ? 1 : 2] : undefined;
  if (operand === undefined || name === 'vm_insert_page') return;
  const isKernels = flow
    .sourcesOf(operand, position, 'parts')
    .some((it) => it.kind === 'load' && isOfKernel(it.place, file.index));
  if (!isKernels && !makesHandles(file)) return;
  const what = dmaAddressIn(file, flow, operand, position, facts, 'parts');
  if (what !== undefined) raise({ ...addressEvent(flow, instr.calleeAt), id: 'HANDLE_AS_PFN', sink: name });
}

/** Where nothing is mapped or allocated, a `dma_addr_t` of the driver may be what a bus says: the address of a PCI BAR. */
function makesHandles(file: WrittenFile): boolean {
  const makes = (flow: Flow): boolean =>
    apiCalls(file, flow).some(({ row }) => row.does === 'map' || row.does === 'allocate');
  return file.functions.some(makes);
}

/** What a value is called if it is a DMA address on every way here. */
export function dmaAddressIn(
  file: WrittenFile,
  flow: Flow,
  operand: Operand,
  position: Position,
  facts: FieldFacts,
  follow: 'copies' | 'parts',
): string | undefined {
  const passed = new Set<LocalId>();
  const sources = flow
    .sourcesOf(operand, position, follow, passed)
    .filter((it) => it.kind !== 'number' && it.kind !== 'constant');
  // Translated back, or physical to begin with and only kept in a variable of this type.
  if (sources.some((it) => isConversion(file, it) || isForeign(file, it))) return undefined;
  if (sources.length === 0) return undefined;
  // Of a sum one part is the address, the rest counts from there.
  const dma = sources.filter((it) => isDmaSource(file, flow, it, facts));
  if (follow === 'parts' ? dma.length === 1 : dma.length === sources.length) return nameOf(flow, dma[0]);
  // From a descriptor, through a variable of that type.
  const variable = [...passed]
    .map((id) => flow.localOf(id))
    .find((it) => isDmaTyped(it?.type, file) && it?.kind !== 'temporary');
  return variable !== undefined && sources.every(isFromDescriptor) ? variable.name : undefined;
}

/** Calls nothing is known of may return either kind; `iommu_iova_to_phys()` translates. */
const isForeign = (file: WrittenFile, source: Source): boolean =>
  source.kind === 'call' && !isDmaCall(file, source.name) && !/^(?:le|be)\d+_to_cpu/.test(source.name);

function isDmaCall(file: WrittenFile, name: string): boolean {
  const row = file.apiByName(name);
  return (row?.does === 'map' && row.returns === 'dma-address') || name === 'sg_dma_address';
}

const isDmaTyped = (type: CType | undefined, file: WrittenFile): boolean => isNamed(type, 'dma_addr_t', file.index);

function isDmaSource(file: WrittenFile, flow: Flow, source: Source, facts: FieldFacts): boolean {
  if (source.kind === 'call') return isDmaCall(file, source.name);
  if (source.kind === 'parameter') return isDmaTyped(flow.localOf(source.local)?.type, file);
  if (source.kind !== 'load') return false;
  const field = fieldIdOf(source.place, file.index);
  if (field !== undefined && facts.dma.has(field)) return true;
  return isDmaTyped(source.place.type, file) && (field === undefined || !facts.mixed.has(field));
}

/** A number in memory that is neither a `dma_addr_t` nor known to be physical. */
function isFromDescriptor(source: Source): boolean {
  if (source.kind !== 'load') return false;
  const { type } = source.place;
  return type.kind === 'unknown' || (type.kind === 'named' && /^(?:__[lb]e|u|__u)(?:32|64)$/.test(type.name));
}

function nameOf(flow: Flow, source: Source | undefined): string {
  if (source?.kind === 'parameter') return flow.localOf(source.local)?.name ?? '';
  if (source?.kind === 'call') return `${source.name}()`;
  if (source?.kind !== 'load') return 'dma_addr_t';
  const { root } = source.place;
  const field = lastField(source.place);
  if (field !== undefined) return field;
  return root.kind === 'stack' ? (flow.localOf(root.local)?.name ?? '') : 'dma_addr_t';
}

/** A field that holds DMA addresses gets a physical one of memory the function just took from the heap. */
function checkStores(file: WrittenFile, flow: Flow, facts: FieldFacts, raise: Raise): void {
  // Who also maps chose between two worlds, as vring_map_one_sg() does: drivers/virtio/virtio_ring.c (6.12).
  const isMapping = (name: string): boolean => name.startsWith('iommu_map') || file.apiByName(name)?.does === 'map';
  if ([...flow.calls].some(isMapping)) return;
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'store') continue;
    const field = fieldIdOf(instr.place, file.index);
    const isDma = isDmaTyped(instr.place.type, file) || (field !== undefined && facts.dma.has(field));
    if (!isDma) continue;
    const sources = flow.sourcesOf(instr.value, position, 'copies');
    const [conversion] = sources;
    if (sources.length !== 1 || conversion === undefined || !isConversion(file, conversion)) continue;
    const [from] = conversion.instr.arguments;
    if (from === undefined || !isHeap(file, flow, from, conversion.position)) continue;
    const sink = field?.replace(/^.*\./, '') ?? 'dma_addr_t';
    raise({
      ...addressEvent(flow, conversion.instr.calleeAt),
      id: 'PHYS_TO_DMA_CALL',
      conversion: conversion.name,
      convertedAt: conversion.instr.calleeAt,
      sink,
    });
  }
}

function isHeap(file: WrittenFile, flow: Flow, operand: Operand, position: Position): boolean {
  const isOurs = (source: Source): boolean => {
    const row = source.kind === 'call' ? file.apiByName(source.name) : undefined;
    return row?.does === 'get-memory' && (row.memory === 'heap' || row.memory === 'pages');
  };
  const sources = flow.sourcesOf(operand, position, 'copies');
  if (sources.some(isOurs)) return true;
  const [only, ...others] = sources;
  if (only?.kind !== 'load' || others.length > 0) return false;
  const key = flow.keyOfPlace(only.place, only.position);
  for (const { instr, position: at } of sitesOf(flow.graph)) {
    if (instr.kind !== 'store' || key === undefined || flow.keyOfPlace(instr.place, at) !== key) continue;
    if (at.block === position.block && at.index < position.index) {
      return flow.sourcesOf(instr.value, at, 'copies').some(isOurs);
    }
  }
  return false;
}
