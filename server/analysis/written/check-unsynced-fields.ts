import type { Span } from '../base/span.js';
import { apiCalls, type Raise, type WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { handleOf, type MappedField, nameIn, readsMemory, unmappedField } from './mapped-fields.js';
import { reachesPast } from './ways.js';

/** Reads behind such a field, in a function that unmaps later or in one that such a function calls first. */
export function checkUnsyncedFields(
  file: WrittenFile,
  flow: Flow,
  fields: ReadonlyMap<string, MappedField>,
  raise: Raise,
): void {
  if (fields.size === 0) return;
  for (const call of apiCalls(file, flow)) {
    const field = unmappedField(file, call, fields);
    if (field === undefined || field.mappedIn === flow.graph.name) continue;
    for (const { at, reader } of readsBefore(file, flow, field, call.position)) {
      const { memory, handle: unmapped, mappedAt } = field;
      const heuristics = ['buffer-behind-handle'] as const;
      const common = { at, heuristics, functionName: reader, what: nameIn(memory), handle: nameIn(unmapped) };
      raise({ ...common, id: 'FIELD_READ_UNSYNCED', mappedAt, releasedAt: call.instr.calleeAt });
    }
  }
}

interface FieldAccess {
  readonly at: Span;
  readonly reader: string;
}

function readsBefore(file: WrittenFile, flow: Flow, field: MappedField, release: Position): readonly FieldAccess[] {
  const found: FieldAccess[] = [];
  for (const { instr, position } of sitesOf(flow.graph)) {
    const isOwn = readsMemory(file, flow, field, instr, position);
    const callee = instr.kind === 'call' && instr.callee.kind === 'name' ? instr.callee.name : undefined;
    const inner = callee === undefined ? undefined : file.functions.find((it) => it.graph.name === callee);
    if ((!isOwn && inner === undefined) || !isBefore(flow, position, release)) continue;
    if (isOwn) found.push({ at: instr.at, reader: flow.graph.name });
    if (inner !== undefined && inner !== flow && !releases(file, inner, field)) {
      for (const site of sitesOf(inner.graph)) {
        if (readsMemory(file, inner, field, site.instr, site.position)) {
          found.push({ at: site.instr.at, reader: inner.graph.name });
        }
      }
    }
  }
  return found;
}

const releases = (file: WrittenFile, flow: Flow, { handle }: MappedField): boolean =>
  apiCalls(file, flow).some((call) => call.row.does === 'unmap' && handleOf(file, call) === handle);

/** Reached from the start of the function past no release, and followed by it. */
function isBefore(flow: Flow, read: Position, release: Position): boolean {
  const [first] = flow.graph.blocks;
  if (first === undefined) return false;
  return (
    reachesPast(flow.graph, { block: first.id, index: -1 }, read, release) && reachesPast(flow.graph, read, release)
  );
}
