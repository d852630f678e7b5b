import type { Span } from '../base/span.js';
import { resolveType } from '../index/named-types.js';
import { functionNamed } from '../index/file-index.js';
import type { Place } from '../graph/instr.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, type Raise, type WrittenFile } from './file.js';
import { type Flow, sitesOf } from './flow.js';
import type { FieldSites } from './field-sites.js';

/**
 * An array says what is mapped, one element for each buffer, and is freed by a function of the module that the kernel calls
 * to end things. Where nothing of what that one calls unmaps what the elements name, the buffers that are under way stay
 * mapped for ever: whoever completes them has no array any more.
 */
export function checkFreedArrays(file: WrittenFile, kept: FieldSites, raise: Raise): void {
  const handles = handlesByStruct(file, kept);
  if (handles.size === 0) return;
  for (const flow of file.functions) {
    for (const freed of freedArrays(file, flow)) {
      const handle = handles.get(freed.of);
      if (handle === undefined || !isArray(file, freed.field)) continue;
      const ending = endingAbove(file, kept, flow, handle, freed);
      if (ending === undefined) continue;
      raise({
        id: 'ARRAY_FREED_MAPPED',
        at: freed.at,
        heuristics: [],
        functionName: flow.graph.name,
        what: nameIn(freed.field),
        handle: nameIn(handle.field),
        mappedAt: handle.at,
        ending,
      });
    }
  }
}

const nameIn = (field: string): string => field.slice(field.lastIndexOf('.') + 1);

interface Handle {
  /** `slot.dma`. */
  readonly field: string;
  readonly at: Span;
}

/** The DMA addresses that a struct keeps, where something of the file unmaps by them. */
function handlesByStruct(file: WrittenFile, kept: FieldSites): ReadonlyMap<string, Handle> {
  const released = new Set(file.functions.flatMap((flow) => kept.releasedIn(flow).map(({ field }) => field)));
  const found = new Map<string, Handle>();
  for (const flow of file.functions) {
    for (const { field, name, at } of kept.madeIn(flow)) {
      const tag = field.slice(0, field.lastIndexOf('.'));
      if (file.apiByName(name)?.does === 'map' && released.has(field)) found.set(tag, { field, at });
    }
  }
  return found;
}

interface Freed {
  /** `queue.slots`. */
  readonly field: string;
  /** The struct of its elements. */
  readonly of: string;
  readonly at: Span;
}

function freedArrays(file: WrittenFile, flow: Flow): readonly Freed[] {
  return apiCalls(file, flow).flatMap((call) => {
    const memory = call.row.does === 'put-memory' ? argumentIn(call, 'cpu-address') : undefined;
    const [only, ...others] = memory === undefined ? [] : flow.sourcesOf(memory, call.position, 'copies');
    if (only?.kind !== 'load' || others.length > 0 || only.place.steps.at(-1)?.kind !== 'field') return [];
    const field = fieldIdOf(only.place, file.index);
    const of = structBehind(file, only.place);
    return field === undefined || of === undefined ? [] : [{ field, of, at: call.instr.calleeAt }];
  });
}

function structBehind({ index }: WrittenFile, { type }: Place): string | undefined {
  const pointer = resolveType(type, index);
  const to = pointer.kind === 'pointer' ? resolveType(pointer.to, index) : undefined;
  return to?.kind === 'struct' ? to.tag : undefined;
}

/** Whether something takes another element than the first from behind a field. */
function isArray(file: WrittenFile, field: string): boolean {
  return file.functions.some((flow) =>
    sitesOf(flow.graph).some(({ instr, position }) => {
      if (instr.kind !== 'assign' || instr.value.kind !== 'advance')
        return isIndexed(file, flow, field, instr, position);
      const sources = flow.sourcesOf(instr.value.pointer, position, 'copies');
      return sources.some((source) => source.kind === 'load' && fieldIdOf(source.place, file.index) === field);
    }),
  );
}

function isIndexed(
  file: WrittenFile,
  flow: Flow,
  field: string,
  instr: ReturnType<typeof sitesOf>[number]['instr'],
  position: ReturnType<typeof sitesOf>[number]['position'],
): boolean {
  const place =
    instr.kind === 'load' || instr.kind === 'store'
      ? instr.place
      : instr.kind === 'assign' && instr.value.kind === 'address'
        ? instr.value.place
        : undefined;
  if (place?.root.kind !== 'pointee' || place.steps[0]?.kind !== 'element') return false;
  return flow
    .sourcesOf(place.root.pointer, position, 'copies')
    .some((source) => source.kind === 'load' && fieldIdOf(source.place, file.index) === field);
}

/** The function the kernel calls that comes to the end of the array and to no release; `undefined` if another one does. */
function endingAbove(
  file: WrittenFile,
  kept: FieldSites,
  flow: Flow,
  { field }: Handle,
  freed: Freed,
): string | undefined {
  const endings: string[] = [];
  const names = [nameIn(field), nameIn(freed.field)];
  for (const root of rootsAbove(file, flow)) {
    const reached = reachedFrom(file, root);
    if (reached === undefined) return undefined;
    const flows = file.functions.filter(({ graph }) => reached.has(graph.name));
    // What makes things as well gives up on them before they are used.
    if (flows.some((it) => apiCalls(file, it).some(({ row }) => row.does === 'map' || row.does === 'allocate')))
      continue;
    if (flows.some((it) => kept.releasedIn(it).some((site) => site.field === field))) return undefined;
    if (
      flows.some((it) => apiCalls(file, it).some(({ row }) => row.does === 'unmap') && hasToDoWith(file, it, names))
    ) {
      return undefined;
    }
    if (isRegistered(file, root)) endings.push(root);
  }
  return endings[0];
}

/** Whether a function that unmaps names the array or what an element keeps: its address may have gone another way. */
function hasToDoWith({ index }: WrittenFile, { graph }: Flow, names: readonly string[]): boolean {
  const mentioned = functionNamed(index, graph.name)?.mentionedFields;
  return mentioned === undefined || names.some((name) => mentioned.has(name));
}

function rootsAbove(file: WrittenFile, flow: Flow): ReadonlySet<string> {
  const roots = new Set<string>();
  const above = new Set([flow.graph.name]);
  for (const name of above) {
    const callers = file.functions.filter(({ calls, graph }) => graph.name !== name && calls.has(name));
    for (const { graph } of callers) above.add(graph.name);
    if (callers.length === 0 || isRegistered(file, name)) roots.add(name);
  }
  return roots;
}

const isRegistered = ({ index }: WrittenFile, name: string): boolean =>
  index.registrations.some(({ functionName, how }) => functionName === name && how.startsWith('ops-table'));

/** Everything a function may lead to; `undefined` where it waits, or has the kernel call back. */
function reachedFrom({ index, functions }: WrittenFile, root: string): ReadonlySet<string> | undefined {
  const reached = new Set([root]);
  for (const name of reached) {
    const declaration = functionNamed(index, name);
    if (declaration === undefined) {
      if (callsBack.test(name)) return undefined;
      continue;
    }
    for (const mention of declaration.mentions) {
      if (functionNamed(index, mention) !== undefined || !declaration.mentionedFields.has(mention))
        reached.add(mention);
    }
    const flow = functions.find(({ graph }) => graph.name === name);
    for (const via of flow === undefined ? [] : pointersIn(flow)) {
      const targets = index.registrations.filter(({ how }) => how.includes(`.${via} `) || how === `assigned to ${via}`);
      for (const { functionName } of targets) reached.add(functionName);
    }
  }
  return reached;
}

const callsBack =
  /unregister|_del$|detach|_remove$|terminate|_kill|flush|_wait|^wait_|sleep|synchronize|drain|destroy|hw_free|free_netdev/;

/** The fields through which it calls. */
const pointersIn = ({ graph }: Flow): readonly string[] =>
  sitesOf(graph).flatMap(({ instr }) => {
    if (instr.kind !== 'call' || instr.callee.kind !== 'pointer') return [];
    return /(\w+)$/.exec(instr.callee.via)?.[1] ?? [];
  });
