import type { Span } from '../base/span.js';
import type { Operand, Place } from '../graph/instr.js';
import type { FileIndex } from '../index/file-index.js';
import { isNamed } from '../index/named-types.js';
import { type Flow, type Position, sitesOf, type Source } from './flow.js';
import {
  apiCalls,
  argumentIn,
  isDriverOfSeveralFiles,
  mentionsAny,
  type Raise,
  type WrittenCall,
  type WrittenFile,
} from './file.js';
import { fieldIdOf, isOfKernel } from './fields.js';
import { maskOf } from './check-masks.js';
import { reaches } from './ways.js';

const setsMask = /^(?:dma_set_mask|dma_set_mask_and_coherent|dma_set_coherent_mask|dma_coerce_mask_and_coherent)$/;

/** A mask that comes after memory was allocated or mapped under another one. */
export function checkMaskOrder(file: WrittenFile, flow: Flow, raise: Raise): void {
  const calls = apiCalls(file, flow);
  const setters = calls.filter(({ name }) => setsMask.test(name));
  for (const setter of setters) {
    const device = deviceKey(setter);
    if (device === undefined) continue;
    const uses = calls.filter((it) => usesDevice(it) && deviceKey(it) === device);
    const use = uses.find((it) => reaches(flow.graph, it.position, setter.position));
    // A second call refines the first, and a loop comes back to it.
    const isFirst = setters.every(
      (it) => it === setter || use === undefined || !reaches(flow.graph, it.position, use.position),
    );
    if (use === undefined || !isFirst || reaches(flow.graph, setter.position, use.position)) continue;
    raise({
      id: 'MASK_AFTER_USE',
      at: setter.instr.calleeAt,
      heuristics: [],
      functionName: flow.graph.name,
      name: setter.name,
      bits: maskOf(flow, setter.instr.arguments[1], setter.position)?.bits,
      user: use.name,
      usedAt: use.instr.calleeAt,
    });
  }
}

const usesDevice = ({ row }: WrittenCall): boolean =>
  row.does === 'map' || (row.does === 'allocate' && row.family !== 'pool');

function deviceKey(call: WrittenCall): string | undefined {
  const device = argumentIn(call, 'device') ?? call.instr.arguments[0];
  return device === undefined ? undefined : call.flow.keyOf(device, call.position);
}

// Linux include/linux/{pci,platform_device,amba/bus,auxiliary_bus}.h (6.12).
const buses: ReadonlyMap<string, string> = new Map([
  ['pci_dev', 'pci'],
  ['platform_device', 'platform'],
  ['amba_device', 'amba'],
  ['auxiliary_device', 'auxiliary'],
]);

/** A driver of one file that probes a device, uses DMA for it, and sets no mask anywhere. */
export function checkMaskMissing(file: WrittenFile, raise: Raise): void {
  const { registrations, functions } = file.index;
  const isProbe = (name: string): boolean => /(?:^|_)probe(?:_|$)/.test(name);
  const hasProbe = [...functions.keys()].some(isProbe) || registrations.some(({ how }) => how.includes('.probe '));
  if (!hasProbe || isDriverOfSeveralFiles(file)) return;
  if (mentionsAny(file, /^dma_(?:set_|coerce_|set_coherent_)mask|dma_mask$/)) return;
  const owned = ownDevices(file);
  for (const flow of file.functions) {
    for (const call of apiCalls(file, flow)) {
      const device = usesDevice(call) ? argumentIn(call, 'device') : undefined;
      const bus = device === undefined ? undefined : busOf(flow, device, call.position, owned, file.index);
      if (bus === undefined) continue;
      const wideAt = file.functions.map((it) => highBits(file, it)).find((it) => it !== undefined);
      if (bus === 'platform' && wideAt === undefined) return;
      const { calleeAt: at } = call.instr;
      raise({ id: 'MASK_MISSING', at, heuristics: [], functionName: flow.graph.name, name: call.name, bus, wideAt });
      return;
    }
  }
}

/** Fields that hold the device a bus gave. */
function ownDevices(file: WrittenFile): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const flow of file.functions) {
    for (const { instr, position } of sitesOf(flow.graph)) {
      const field = instr.kind === 'store' ? fieldIdOf(instr.place, file.index) : undefined;
      const bus = instr.kind === 'store' ? busOf(flow, instr.value, position, found, file.index) : undefined;
      if (field !== undefined && bus !== undefined) found.set(field, bus);
    }
  }
  return found;
}

function busOf(
  flow: Flow,
  device: Operand,
  position: Position,
  owned: ReadonlyMap<string, string>,
  index: FileIndex,
): string | undefined {
  const [only, ...others] = flow.sourcesOf(device, position, 'copies');
  if (only === undefined || others.length > 0) return undefined;
  if (only.kind === 'address') {
    return isOfOther(flow, only.place, position, index) ? undefined : busOfPlace(only.place);
  }
  return only.kind === 'load' ? owned.get(fieldIdOf(only.place, index) ?? '') : undefined;
}

/** `ntb->pdev`: the device of another driver, which a structure of the kernel leads to. */
function isOfOther(flow: Flow, { root }: Place, position: Position, index: FileIndex): boolean {
  if (root.kind !== 'pointee') return false;
  return flow
    .sourcesOf(root.pointer, position, 'copies')
    .some((it) => it.kind === 'load' && isOfKernel(it.place, index));
}

function busOfPlace({ root, steps }: Place): string | undefined {
  const [step, ...others] = steps;
  const isOwn = step?.kind === 'field' && step.name === 'dev' && others.length === 0;
  if (root.kind !== 'pointee' || root.element.kind !== 'struct' || !isOwn) return undefined;
  return buses.get(root.element.tag);
}

const takesHighBits: ReadonlySet<string> = new Set(['upper_32_bits', 'cpu_to_le64', 'cpu_to_be64', 'writeq']);

/** Where the upper half of a DMA address is given to the device. */
function highBits(file: WrittenFile, flow: Flow): Span | undefined {
  for (const call of apiCalls(file, flow)) {
    const [value] = call.instr.arguments;
    if (!takesHighBits.has(call.name) || value === undefined) continue;
    const sources = flow.sourcesOf(value, call.position, 'parts');
    if (sources.some((source) => isDmaAddress(file, flow, source))) return call.instr.calleeAt;
  }
  return undefined;
}

function isDmaAddress(file: WrittenFile, flow: Flow, source: Source): boolean {
  if (source.kind === 'call') return file.apiByName(source.name)?.does === 'map';
  const type =
    source.kind === 'load'
      ? source.place.type
      : source.kind === 'parameter'
        ? flow.localOf(source.local)?.type
        : undefined;
  return isNamed(type, 'dma_addr_t', file.index);
}
