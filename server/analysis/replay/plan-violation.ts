// What the machine is asked about a broken contract: the call or access that breaks it, and what follows from it
// whatever the driver does next. Where nothing follows by itself, nothing is added.
import { type DmaAddr, dmaAddr } from '#engine';
import { attributeNames } from '../api/attributes.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ContractEvent } from '../contract/event.js';
import { nameOf } from '../rules/words.js';
import type { Constraints } from '../symbolic/constraints.js';
import type { Term } from '../symbolic/term.js';
import { type BufferRef, physicalAddress, sized } from './buffers.js';
import { planCpuAccess, planTransfer } from './plan-access.js';
import { type Otherwise, planRelease, planSync } from './plan-handover.js';
import { mappingOf, planMake } from './plan-mapping.js';
import {
  add,
  assume,
  attrsOf,
  directionOf,
  type PlannedMapping,
  type Planner,
  placeObject,
  toAttrs,
} from './planner.js';

/** Terms of the event that need numbers, besides those of the path. */
export function termsOfEvent(event: ContractEvent): readonly Term[] {
  switch (event.id) {
    case 'SIZE_MISMATCH':
      return [event.size];
    case 'SG_WRONG_COUNT':
      return [event.count];
    default:
      return [];
  }
}

/** The position of the op that breaks the contract; `undefined` where the machine has nothing to say. */
export function planViolation(planner: Planner, facts: Constraints, event: ContractEvent): number | undefined {
  planner.at = event.at;
  if (event.id === 'PHYS_AS_DMA') return planPhysicalAddress(planner, event.conversion);
  if (!('entry' in event)) return undefined;
  const mapping = mappingOf(planner, facts, event.entry);
  if (mapping === undefined) return undefined;
  switch (event.id) {
    case 'SIZE_MISMATCH':
      return planWrongRelease(planner, mapping, { size: Math.max(0, planner.numbers.of(event.size) ?? mapping.size) });
    case 'SG_WRONG_COUNT':
      return planWrongRelease(planner, mapping, {
        entries: Math.max(0, Math.min(planner.numbers.of(event.count) ?? 1, mapping.buffers.length)),
      });
    case 'DIRECTION_MISMATCH':
      return planWrongRelease(planner, mapping, { direction: directionOf(planner, event.entry, event.direction) });
    case 'ATTR_MISMATCH':
      return event.name.includes('free')
        ? planWrongRelease(planner, mapping, attrsOfRelease(planner, event))
        : undefined;
    case 'DOUBLE_UNMAP':
    case 'DOUBLE_FREE':
      return planRelease(planner, mapping);
    case 'MISSING_SYNC_FOR_CPU':
      transferBefore(planner, mapping);
      return planCpuAccess(planner, mapping, 'load');
    case 'MISSING_SYNC_FOR_DEVICE':
      return planTransfer(planner, mapping);
    case 'CPU_WRITE_DEVICE_OWNED':
      return planForbiddenWrite(planner, mapping, event.before !== undefined);
    default:
      return undefined;
  }
}

/** The mapping of memory that must not be mapped is the violation itself. */
export function planBadMemory(planner: Planner, facts: Constraints, entry: ContractEntry): number {
  planner.at = entry.origin.at;
  const first = planner.ops.length;
  planMake(planner, facts, entry);
  return first;
}

/** The device used the mapping as its direction says, and the CPU looks at what it brought. */
function planWrongRelease(planner: Planner, mapping: PlannedMapping, otherwise: Otherwise): number {
  transferBefore(planner, mapping);
  const first = planRelease(planner, mapping, otherwise);
  const { family } = mapping.entry;
  if ((family === 'single' || family === 'sg') && mapping.direction !== 'to-device') {
    assume(planner, mapping.entry, 'the CPU reads the buffer afterwards');
    planCpuAccess(planner, mapping, 'load', mapping.size);
  }
  return first;
}

function transferBefore(planner: Planner, mapping: PlannedMapping): void {
  const { entry } = mapping;
  if (planner.transferred.has(entry.id) || (entry.family !== 'single' && entry.family !== 'sg')) return;
  assume(planner, entry, `the device ${useOf(mapping)} ${memoryOf(mapping)} before`);
  planTransfer(planner, mapping);
}

const uses = { 'from-device': 'fills', 'to-device': 'reads', bidirectional: 'reads and fills' } as const;
const useOf = ({ direction }: PlannedMapping): string => uses[direction];
const memoryOf = ({ object, entry }: PlannedMapping): string => object?.mapped ?? nameOf(entry);

/** What the CPU writes to bytes the device fills is lost at the latest when it gets them back. */
function planForbiddenWrite(planner: Planner, mapping: PlannedMapping, isInTrace: boolean): number {
  const first = isInTrace ? planner.ops.length : planCpuAccess(planner, mapping, 'store');
  assume(planner, mapping.entry, `the device ${useOf(mapping)} ${memoryOf(mapping)} after the write`);
  planTransfer(planner, mapping);
  if (mapping.direction !== 'to-device') planSync(planner, mapping, 'cpu');
  return first;
}

function attrsOfRelease(planner: Planner, event: Extract<ContractEvent, { id: 'ATTR_MISMATCH' }>): Otherwise {
  const word = planner.numbers.of(event.entry.attributes) ?? 0;
  const names = attributeNames(word).filter((name) => !event.missing.includes(name));
  const attrs = names.length === 0 && event.extra.length === 0 ? [] : toAttrs([...names, ...event.extra]);
  return { attrs: event.entry.attributes === undefined ? attrsOf(planner, undefined) : attrs };
}

/** Some memory's physical address, put on the bus as it is. */
function planPhysicalAddress(planner: Planner, conversion: string): number {
  const buffer: BufferRef = placeObject(planner, {
    key: 'physical',
    name: `what \`${conversion}\` was given`,
    region: 'pages',
    size: 4096,
    offset: 0,
    parts: [],
  });
  const device = planner.deviceOf(undefined);
  assume(planner, undefined, 'the device uses the address');
  return add(planner, `device-read physical ${buffer.position}`, (results) => {
    const pa = physicalAddress(results, buffer);
    if (pa === undefined) return undefined;
    // The very mistake the finding is about: the number goes from one address space to the other unchanged.
    const address: DmaAddr = dmaAddr(pa);
    return { kind: 'device-read', device, address, size: sized(64) };
  });
}
