import type { Role } from '../api/api-function.js';
import type { Span } from '../base/span.js';
import type { ContractEvent } from '../contract/event.js';
import type { FieldOrigins, FieldRead, FileFields, Origin } from './field-origins.js';

type Constant = (name: string) => number | undefined;

export interface JudgedField {
  readonly functionName: string;
  readonly event: ContractEvent;
}

/** What a release or a sync in one function says against how all functions of the file fill the field it reads. */
export function judgeFields(fields: FileFields, constantByName: Constant): readonly JudgedField[] {
  const judged: JudgedField[] = [];
  const originsOf = (read: FieldRead | undefined): FieldOrigins | undefined =>
    read === undefined || fields.looseNames.has(read.name) ? undefined : fields.origins.get(read.key);
  for (const { functionName, origin, reads } of fields.calls) {
    const read = reads[positionOf(origin, 'dma-address')];
    const cpu = reads[positionOf(origin, 'cpu-address')];
    const events = [
      directionOfField(origin, read, originsOf(read), constantByName),
      managedField(origin, cpu, originsOf(cpu)),
    ];
    for (const event of events) if (event !== undefined) judged.push({ functionName, event });
  }
  return judged;
}

function directionOfField(
  use: Origin,
  read: FieldRead | undefined,
  field: FieldOrigins | undefined,
  constantByName: Constant,
): ContractEvent | undefined {
  const { row } = use;
  const isSync = row.does === 'sync-for-cpu' || row.does === 'sync-for-device';
  if (read === undefined || field === undefined || field.isOpen) return undefined;
  if (!isSync && (row.does !== 'unmap' || row.family !== 'single')) return undefined;
  const given = directionOf(use, constantByName);
  const [first] = field.origins;
  if (given === undefined || first === undefined) return undefined;
  const mapped = directionOf(first, constantByName);
  const isSame = field.origins.every((it) => it.row.does === 'map' && directionOf(it, constantByName) === mapped);
  if (mapped === undefined || !isSame || mapped === given) return undefined;
  // A mapping for both directions may be synced for one: Linux kernel/dma/debug.c, check_sync() (6.12).
  if (isSync && mapped === 0) return undefined;
  return {
    id: 'DIRECTION_OF_FIELD',
    at: use.call.calleeAt,
    heuristics: ['buffer-behind-handle'],
    use: isSync ? 'sync' : 'unmap',
    field: read.name,
    given,
    mapped,
    mappedAt: first.call.calleeAt,
  };
}

/** What `dmam_alloc_coherent()` gave is freed when the device goes, whatever else freed it. */
function managedField(
  use: Origin,
  read: FieldRead | undefined,
  field: FieldOrigins | undefined,
): ContractEvent | undefined {
  const { row, call } = use;
  if (row.does !== 'free' || row.managed === true || read === undefined || field === undefined) return undefined;
  const [first] = field.origins;
  const isManaged = ({ row: made }: Origin): boolean => made.does === 'allocate' && made.managed === true;
  if (first === undefined || field.isOpen || !field.origins.every(isManaged)) return undefined;
  const allocatedAt: Span = first.call.calleeAt;
  return { id: 'MANAGED_FIELD', at: call.calleeAt, heuristics: [], name: row.name, what: read.name, allocatedAt };
}

function directionOf({ row, call }: Origin, constantByName: Constant): number | undefined {
  if (row.does === 'map' && row.direction !== undefined) return row.direction;
  const operand = call.arguments[positionOf({ row, call }, 'direction')];
  if (operand?.kind === 'number') return operand.value;
  return operand?.kind === 'constant' ? constantByName(operand.name) : undefined;
}

const positionOf = ({ row }: Origin, role: Role): number => row.parameters.indexOf(role);

/**
 * Whether the memory in one field may be what the handle in another stands for: yes where the file maps nothing into
 * that field, so that nobody can tell, else only where it maps that memory.
 */
export function mayBelongTogether(fields: FileFields, handle: string, memory: string): boolean {
  let isKnown = false;
  for (const [key, { origins }] of fields.origins) {
    if (!key.endsWith(`.${handle}`)) continue;
    for (const { call } of origins) {
      isKnown = true;
      const made = fields.calls.find((it) => it.origin.call === call);
      const read = made?.reads[positionOf(made.origin, 'cpu-address')];
      if (read?.name === memory) return true;
    }
  }
  return !isKnown && !fields.looseNames.has(handle);
}
