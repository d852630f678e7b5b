import { type Embedded, readBeside } from './embedded-handles.js';
import { apiCalls, argumentIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import type { Flow } from './flow.js';
import { fieldNamedBy, givenNext, type MappedField, nameIn } from './mapped-fields.js';

/**
 * A sync for the device of what only the device writes, no map in sight, and the next call gets the memory: the other sync
 * was meant. No function of the file syncs this handle for the CPU.
 */
export function checkSyncedOtherWay(
  file: WrittenFile,
  flow: Flow,
  fields: ReadonlyMap<string, MappedField>,
  handles: ReadonlyMap<string, Embedded>,
  raise: Raise,
): void {
  if (fields.size === 0 && handles.size === 0) return;
  for (const call of apiCalls(file, flow)) {
    const direction = call.row.does === 'sync-for-device' ? argumentIn(call, 'direction') : undefined;
    if (direction?.kind !== 'constant' || direction.name !== 'DMA_FROM_DEVICE') continue;
    const seen = givenBeside(file, call, fields) ?? readBeside(file, call, handles);
    if (seen === undefined || seen.mappedIn === flow.graph.name) continue;
    const { what, mappedAt, readAt } = seen;
    const at = call.instr.calleeAt;
    const common = { at, heuristics: ['buffer-behind-handle'], functionName: flow.graph.name } as const;
    raise({ ...common, id: 'FIELD_SYNCED_OTHER_WAY', what, name: call.name, mappedAt, readAt });
  }
}

function givenBeside(file: WrittenFile, call: WrittenCall, fields: ReadonlyMap<string, MappedField>) {
  const field = fieldNamedBy(file, call, fields);
  const readAt = field === undefined ? undefined : givenNext(file, call.flow, field, call.position);
  if (field === undefined || readAt === undefined) return undefined;
  const { memory, mappedAt, mappedIn } = field;
  return { what: nameIn(memory), mappedAt, mappedIn, readAt };
}
