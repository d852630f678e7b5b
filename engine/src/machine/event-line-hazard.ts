import { hexAddress } from '../address/spaces.js';
import type { AliasedAddress, HazardEvent } from '../ops/event-hazard.js';
import type { MapId } from '../state/ids.js';
import { type EventLine, printRange, printWrite } from './event-text.js';
import type { Names } from './names.js';

export function describeHazard(event: HazardEvent, names: Names): EventLine {
  switch (event.id) {
    case 'STALE_CPU_READ':
    case 'STALE_DEVICE_READ': {
      const { bytes, cause, got, expected } = event;
      const wanted = `${printWrite(got)} for ${printWrite(expected)}`;
      return { subject: nameOwner(names, event), details: `${printRange(bytes)}, ${cause}, ${wanted}` };
    }
    case 'DIRTY_OVER_DEVICE_WRITE':
      return { subject: event.device, details: `line ${printRange(event.line)}, dirty since ${event.dirtiedAt}` };
    case 'PARTIAL_LINE_OVERWRITE':
      return {
        subject: event.neighbor.name,
        details: `line ${printRange(event.line)}, lost ${printRange(event.lost)}`,
      };
    case 'CACHELINE_SHARED':
      return {
        subject: names.mapping(event.record.id),
        details: `line ${printRange(event.line)} with ${event.neighbor.name}`,
      };
    case 'CPU_WRITE_DISCARDED':
      return {
        subject: nameOwner(names, event),
        details: `${printRange(event.bytes)}, stored ${event.storedAt}, invalidated ${event.invalidatedAt}`,
      };
    case 'ATTRIBUTE_ALIAS_MAPPING': {
      const { bytes, existing, added } = event;
      return {
        subject: '-',
        details: `${printRange(bytes)}, ${existing.type} at ${hexAddress(existing.va)}, ${added.type} at ${hexAddress(added.va)}`,
      };
    }
    case 'ATTRIBUTE_ALIAS_ACCESS':
      return {
        subject: '-',
        details: `${printRange(event.bytes)}, ${event.used}, ${event.other.type} at ${hexAddress(event.other.va)}${
          event.role === 'mixed types' ? '' : `, ${event.role}`
        }`,
      };
    case 'VIPT_COLOUR_ALIAS': {
      const { bytes, existing, added } = event;
      return { subject: '-', details: `${printRange(bytes)}, ${printAlias(existing)}, ${printAlias(added)}` };
    }
    case 'ALIAS_LOST_WRITE': {
      const other = event.other === undefined ? 'an unmapped address' : printAlias(event.other);
      return {
        subject: '-',
        details: `${printRange(event.bytes)}, ${printAlias(event.stored)}, ${other} dirty since ${event.otherDirtiedAt}`,
      };
    }
    case 'COHERENCE_INDEX_INCONGRUENT':
      return {
        subject: names.mapping(event.record.id),
        details: `${printRange(event.bytes)}, coherent at ${printAlias(event.designated)}, used ${printAlias(event.used)}`,
      };
    case 'UNDEFINED_READ':
      return { subject: nameOwner(names, event), details: `${printRange(event.bytes)}, ceded ${event.cededAt}` };
    case 'UNINITIALISED_TO_DEVICE':
      return { subject: event.device, details: printRange(event.bytes) };
    case 'MISSING_BARRIER':
      return {
        subject: event.device,
        details: `${printRange(event.bytes)}, stored ${event.storedAt}, ordering ${event.ordering}`,
      };
    case 'READ_ORDERING':
      return {
        subject: nameOwner(names, event),
        details: `${printRange(event.bytes)}, flag loaded ${event.flagLoadedAt}`,
      };
  }
}

function nameOwner(names: Names, { mapping }: { readonly mapping: MapId | undefined }): string {
  return mapping === undefined ? '-' : names.mapping(mapping);
}

function printAlias({ va, color }: AliasedAddress): string {
  return color === undefined ? hexAddress(va) : `${hexAddress(va)} color ${color}`;
}
