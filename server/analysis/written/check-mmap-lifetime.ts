import type { Span } from '../base/span.js';
import type { FileIndex } from '../index/file-index.js';
import { fieldIdOf } from './fields.js';
import { apiCalls, argumentIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { type Flow, sitesOf } from './flow.js';

/** Memory of a field that a handler gives to user space, with nothing that says for how long. */
interface SharedField {
  readonly name: string;
  readonly mappedAt: Span;
}

const maps: ReadonlySet<string> = new Set([
  'dma_mmap_coherent',
  'dma_mmap_wc',
  'dma_mmap_attrs',
  'dma_mmap_writecombine',
  'dma_mmap_pages',
  'dma_mmap_noncontiguous',
]);

/**
 * Memory that a handler maps to user space, and that an ioctl or the end of the driver frees: the area stays when both are
 * over. The release of the file is late enough, as the area holds the file: Linux mm/mmap.c (6.12), remove_vma().
 */
export function checkMmapLifetime(file: WrittenFile, raise: Raise): void {
  const shared = sharedFields(file);
  if (shared.size === 0) return;
  for (const flow of file.functions) {
    const filled = fieldsFilled(file, flow);
    for (const call of apiCalls(file, flow)) {
      const field = call.row.does === 'free' ? memoryOf(file, call) : undefined;
      const known = field === undefined ? undefined : shared.get(field);
      // What is freed where it was just allocated was not mapped yet.
      if (field === undefined || known === undefined || filled.has(field)) continue;
      const from = reachedFrom(file.index, flow.graph.name);
      if (from === undefined) continue;
      const { name, mappedAt } = known;
      const common = { at: call.instr.calleeAt, heuristics: [], functionName: flow.graph.name } as const;
      raise({ ...common, id: 'FREED_WHILE_SEEN', name: call.name, what: name, mappedAt, from });
    }
  }
}

function sharedFields(file: WrittenFile): ReadonlyMap<string, SharedField> {
  const found = new Map<string, SharedField>();
  for (const flow of file.functions) {
    if (!isHandler(file.index, flow.graph.name) || keepsCount(flow)) continue;
    for (const call of apiCalls(file, flow)) {
      const field = maps.has(call.name) ? memoryOf(file, call) : undefined;
      if (field !== undefined) found.set(field, { name: lastName(field), mappedAt: call.instr.calleeAt });
    }
  }
  return found;
}

const lastName = (field: string): string => field.slice(field.lastIndexOf('.') + 1);

function isHandler(index: FileIndex, name: string): boolean {
  const ways = waysTo(index, name);
  return ways.length === 0
    ? hasParameters(index, name, ['file', 'vm_area_struct'])
    : ways.some((how) => /\.(?:fb_)?mmap of (?:file_operations|fb_ops)$/.test(how));
}

const waysTo = ({ registrations }: FileIndex, name: string): readonly string[] =>
  registrations.flatMap(({ functionName, how }) => (functionName === name ? [how] : []));

/** What is put into a table of another file is known by what it is given. Linux include/linux/fs.h (6.12). */
function hasParameters({ functions }: FileIndex, name: string, wanted: readonly (string | undefined)[]): boolean {
  const given = functions.get(name)?.parameters ?? [];
  return (
    given.length === wanted.length &&
    wanted.every((tag, position) => {
      const type = given[position]?.type;
      const to = type?.kind === 'pointer' ? type.to : undefined;
      return tag === undefined ? type?.kind === 'integer' : to?.kind === 'struct' && to.tag === tag;
    })
  );
}

/** Operations of the area, a flag, a reference: the handler tells somebody that the memory is in use. */
function keepsCount(flow: Flow): boolean {
  return (
    [...flow.calls].some((name) => counts.test(name)) ||
    sitesOf(flow.graph).some(({ instr }) => {
      const last = instr.kind === 'store' ? instr.place.steps.at(-1) : undefined;
      return last?.kind === 'field' && !ofArea.has(last.name);
    })
  );
}

const counts =
  /^(?:kref_get|refcount_inc|atomic_inc|atomic_add|get_device|get_page|get_dma_buf|__module_get|try_module_get)|_get$/;

/** Fields of `struct vm_area_struct` that say nothing of its end. Linux include/linux/mm_types.h (6.12). */
const ofArea: ReadonlySet<string> = new Set(['vm_pgoff', 'vm_page_prot', 'vm_flags']);

/** The field the memory of a call is read from. */
function memoryOf(file: WrittenFile, call: WrittenCall): string | undefined {
  const operand = argumentIn(call, 'cpu-address', 'page', 'sg-table');
  if (operand === undefined) return undefined;
  const [only, ...others] = call.flow.sourcesOf(operand, call.position, 'copies');
  return only?.kind === 'load' && others.length === 0 ? fieldIdOf(only.place, file.index) : undefined;
}

function fieldsFilled(file: WrittenFile, flow: Flow): ReadonlySet<string> {
  const filled = new Set<string>();
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'store') continue;
    const field = fieldIdOf(instr.place, file.index);
    const isMade = flow
      .sourcesOf(instr.value, position, 'copies')
      .some((source) => source.kind === 'call' && file.apiByName(source.name)?.does === 'allocate');
    if (field !== undefined && isMade) filled.add(field);
  }
  return filled;
}

/** What leads to a function: the worst of all that does. */
function reachedFrom(index: FileIndex, name: string): 'ioctl' | 'unbind' | undefined {
  const names = new Set([name]);
  // A set visits what is added to it while it is walked.
  for (const inner of names) {
    for (const caller of index.functions.values()) if (caller.mentions.has(inner)) names.add(caller.name);
  }
  const ways = [...names].flatMap((it) => waysTo(index, it));
  const isIoctl = [...names].some(
    (it) => waysTo(index, it).length === 0 && hasParameters(index, it, ['file', undefined, undefined]),
  );
  if (isIoctl || ways.some((how) => /ioctl of (?:file_operations|fb_ops)$/.test(how))) return 'ioctl';
  return ways.some((how) => /\.(?:remove|remove_new|disconnect)\b/.test(how)) ? 'unbind' : undefined;
}
