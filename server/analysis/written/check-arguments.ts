import type { CType } from '../index/c-type.js';
import type { Flow, Source } from './flow.js';
import type { DirectionKind, GfpProblem } from './event.js';
import { apiCalls, argumentIn, argumentsIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';

/** Arguments of the wrong kind: no device, directions of other enumerations, flags that have no place here. */
export function checkArguments(file: WrittenFile, flow: Flow, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    checkDevice(call, raise);
    checkDirection(file, call, raise);
    checkFlags(file, call, raise);
  }
}

const common = ({ flow, instr }: WrittenCall) =>
  ({ at: instr.calleeAt, heuristics: [], functionName: flow.graph.name }) as const;

function checkDevice(call: WrittenCall, raise: Raise): void {
  const device = argumentIn(call, 'device');
  if (device === undefined || !/^dmam?_/.test(call.name)) return;
  const sources = call.flow.sourcesOf(device, call.position, 'copies');
  if (sources.length > 0 && sources.every(isNull)) raise({ ...common(call), id: 'NULL_DEVICE', name: call.name });
}

const isNull = (source: Source): boolean =>
  (source.kind === 'constant' && source.name === 'NULL') || (source.kind === 'number' && source.value === 0);

// Linux include/linux/dmaengine.h, dma-direction.h, dma-mapping.h (6.12), pci-dma-compat.h (5.17).
const otherDirections: readonly (readonly [DirectionKind, RegExp])[] = [
  ['transfer-direction', /^DMA_(?:MEM|DEV)_TO_(?:MEM|DEV)$|^DMA_TRANS_NONE$/],
  ['pci-direction', /^PCI_DMA_(?:BIDIRECTIONAL|TODEVICE|FROMDEVICE|NONE)$/],
  ['attribute', /^DMA_ATTR_/],
  ['none', /^DMA_NONE$/],
];

function checkDirection(file: WrittenFile, call: WrittenCall, raise: Raise): void {
  const direction = argumentIn(call, 'direction');
  if (direction === undefined || call.name.startsWith('pci_')) return;
  const sources = call.flow.sourcesOf(direction, call.position, 'copies');
  for (const source of sources) {
    const constant = source.kind === 'constant' ? source.name : typeName(call, source);
    if (constant === undefined || file.index.enumerators.has(constant) || file.index.macros.has(constant)) continue;
    const kind =
      constant === transferDirection ? 'transfer-direction' : otherDirections.find(([, it]) => it.test(constant))?.[0];
    // One of several: what a variable starts with until the real direction is known.
    if (kind === 'none' && sources.length > 1) continue;
    if (kind !== undefined) {
      raise({ ...common(call), id: 'DIRECTION_OF_ANOTHER_KIND', name: call.name, constant, kind });
      return;
    }
  }
}

const transferDirection = 'enum dma_transfer_direction';

/** A parameter or field declared as the other enumeration. */
function typeName({ flow }: WrittenCall, source: Source): string | undefined {
  const type: CType | undefined =
    source.kind === 'parameter'
      ? flow.localOf(source.local)?.type
      : source.kind === 'load'
        ? source.place.type
        : undefined;
  return type?.kind === 'enum' && type.tag === 'dma_transfer_direction' ? transferDirection : undefined;
}

const zones: ReadonlySet<string> = new Set(['GFP_DMA', 'GFP_DMA32', '__GFP_DMA', '__GFP_DMA32', '__GFP_HIGHMEM']);
const notFlags = /^(?:DMA_(?:BIDIRECTIONAL|TO_DEVICE|FROM_DEVICE|NONE)|DMA_ATTR_\w+)$/;
const modifiers = /^__GFP_(?:NOWARN|ZERO|COMP|NORETRY|RETRY_MAYFAIL|DMA|DMA32|HIGHMEM)$|^GFP_DMA(?:32)?$/;

function checkFlags(file: WrittenFile, call: WrittenCall, raise: Raise): void {
  const { row, name } = call;
  for (const { operand } of argumentsIn(call, 'gfp-flags')) {
    const sources = call.flow.sourcesOf(operand, call.position, 'parts');
    const names = sources.flatMap((source) => (source.kind === 'constant' ? [source.name] : []));
    for (const flag of names) {
      const problem = problemOf(call, flag);
      if (problem !== undefined) raise({ ...common(call), id: 'GFP_FLAGS', name, flag, problem });
    }
    const isZeroed = row.does === 'allocate' && (row.zeroed ?? row.family !== 'pool');
    if (isZeroed && names.includes('__GFP_ZERO')) raise({ ...common(call), id: 'ZERO_FLAG', name });
    const zone = names.find((it) => zones.has(it) && it !== '__GFP_HIGHMEM');
    const isAlone = row.does === 'get-memory' && zone !== undefined && sources.length === names.length;
    if (isAlone && names.every((it) => modifiers.test(it)) && !file.index.macros.has(zone)) {
      raise({ ...common(call), id: 'GFP_FLAGS', name, flag: zone, problem: 'alone' });
    }
  }
}

/**
 * Linux kernel/dma/mapping.c (6.12): dma_alloc_attrs() warns and fails with `__GFP_COMP` and takes zones away;
 * __dma_alloc_pages() warns and fails with either. mm/dmapool.c hands the flags on to kmalloc() as well, which is free to
 * heed a zone.
 */
function problemOf({ row, name }: WrittenCall, flag: string): GfpProblem | undefined {
  if (row.does !== 'allocate' || (row.family === 'pool' && zones.has(flag))) return undefined;
  if (notFlags.test(flag)) return 'misplaced';
  if (flag === '__GFP_COMP') return 'refused';
  if (!zones.has(flag)) return undefined;
  return /pages|noncoherent|noncontiguous/.test(name) ? 'refused' : 'ignored';
}
