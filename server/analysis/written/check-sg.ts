import type { CallInstr, LocalId, Operand, Place } from '../graph/instr.js';
import { callsOf, type Flow, type Position, sitesOf, type Source } from './flow.js';
import { listOfEntry } from './list-walks.js';
import { isAlwaysBefore, reaches } from './ways.js';
import {
  apiCalls,
  argumentIn,
  isDriverOfSeveralFiles,
  mentionsAny,
  type Raise,
  type WrittenCall,
  type WrittenFile,
} from './file.js';

/** Entries of a scatterlist: what belongs to the device (`sg_dma_*`) and what to the CPU (`sg->length`, `sg_virt()`). */
export function checkSg(file: WrittenFile, flow: Flow, raise: Raise): void {
  if (!sgReads.some((name) => flow.calls.has(name))) return;
  checkOffset(flow, raise);
  const isTold = checkLengths(file, flow, raise);
  if (!isTold && !knowsMappedLists(file)) checkCopies(flow, raise);
  checkReadBeforeMap(file, flow, raise);
}

const sgReads = ['sg_dma_address', 'sg_dma_len', 'sg_virt'] as const;

export const eventAt = (flow: Flow, at: { readonly start: number; readonly end: number }) =>
  ({ at, heuristics: [], functionName: flow.graph.name }) as const;

/** `sg_dma_address(sg) + sg->offset`: the address has the offset in it. */
function checkOffset(flow: Flow, raise: Raise): void {
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'assign' || instr.value.kind !== 'binary' || instr.value.operator !== '+') continue;
    const { left, right } = instr.value;
    const [one, other] = [only(flow, left, position), only(flow, right, position)];
    for (const [address, offset] of [
      [one, other],
      [other, one],
    ] as const) {
      const list = address === undefined ? undefined : listOf(flow, address, 'sg_dma_address');
      if (list === undefined || offset === undefined || fieldOf(flow, offset, 'offset') !== list) continue;
      if (goesBack(flow, instr.target)) continue;
      raise({ ...eventAt(flow, instr.at), id: 'SG_OFFSET_ADDED', list: plainName(list) });
    }
  }
}

/** The offset itself is moved: the core of an IOMMU driver keeps its own in the address for a while. */
function goesBack(flow: Flow, target: LocalId): boolean {
  return sitesOf(flow.graph).some(({ instr }) => {
    const last = instr.kind === 'store' ? instr.place.steps.at(-1) : undefined;
    if (instr.kind !== 'store' || last?.kind !== 'field') return false;
    return last.name === 'offset' && instr.value.kind === 'local' && instr.value.local === target;
  });
}

function only(flow: Flow, operand: Operand, position: Position): Source | undefined {
  const sources = flow.sourcesOf(operand, position, 'copies');
  return sources.length === 1 ? sources[0] : undefined;
}

/** The list whose `sg_dma_address()` and so on this is. */
function listOf(flow: Flow, source: Source, ...names: readonly string[]): string | undefined {
  if (source.kind !== 'call' || !names.includes(source.name)) return undefined;
  const [list] = source.instr.arguments;
  return list === undefined ? undefined : flow.keyOf(list, source.position);
}

/** The list whose field `name` this was read from. */
function fieldOf(flow: Flow, source: Source, name: string): string | undefined {
  if (source.kind !== 'load') return undefined;
  const { place, position } = source;
  const last = place.steps.at(-1);
  if (last?.kind !== 'field' || last.name !== name) return undefined;
  const owner = flow.keyOfPlace({ ...place, steps: place.steps.slice(0, -1) }, position);
  return owner === undefined ? undefined : owner.startsWith('*') ? owner.slice(1) : `&${owner}`;
}

export const plainName = (key: string): string => key.replaceAll(/#\d+/g, '').replaceAll('*', '').replace(/^&/, '');

interface Given {
  readonly operand: Operand;
  readonly position: Position;
  readonly at: { readonly start: number; readonly end: number };
}

/** Values that go to the same place: arguments of one call, fields of one object, registers written one after the other. */
function groupsOf(file: WrittenFile, flow: Flow): readonly (readonly Given[])[] {
  const groups: Given[][] = [];
  for (const { id, instrs } of flow.graph.blocks) {
    const stored = new Map<string, Given[]>();
    const put = (into: string, given: Given): void => void stored.set(into, [...(stored.get(into) ?? []), given]);
    for (const [index, instr] of instrs.entries()) {
      const position = { block: id, index };
      if (instr.kind === 'call' && !instr.implied && !isQuiet(file, instr)) {
        const given = instr.arguments.map((operand, nth) => ({
          operand,
          position,
          at: instr.argumentsAt[nth] ?? instr.at,
        }));
        if (isRegisterWrite(instr)) for (const it of given) put('registers', it);
        else groups.push(given);
      }
      if (instr.kind !== 'store') continue;
      const owner = ownerOf(flow, instr.place, position);
      if (owner === undefined) continue;
      put(owner, { operand: instr.value, position, at: instr.at });
    }
    groups.push(...stored.values());
  }
  return groups;
}

/** `writel()` and its kind, Linux include/asm-generic/io.h (6.12), and what drivers call their own. */
const isRegisterWrite = ({ callee }: CallInstr): boolean =>
  callee.kind === 'name' && /(?:^|_)(?:(?:io)?write(?:[bwlq]|\d+)?(?:_relaxed|_reg|be)?|out[bwl])$/.test(callee.name);

/** Messages may show any two numbers side by side. */
function isQuiet(file: WrittenFile, { callee }: CallInstr): boolean {
  if (callee.kind !== 'name') return false;
  return (
    /^(?:dev_|pr_|netdev_|net_|v4l2_|trace_|print|snprintf|seq_|min|max|WARN|BUG|\w*sync_)/.test(callee.name) ||
    file.apiByName(callee.name)?.does === 'put-memory'
  );
}

/** The object a field is stored to: all but the last step. */
function ownerOf(flow: Flow, place: Place, position: Position): string | undefined {
  const last = place.steps.at(-1);
  return last?.kind === 'field' ? flow.keyOfPlace({ ...place, steps: place.steps.slice(0, -1) }, position) : undefined;
}

/** Whether there was something to tell. */
function checkLengths(file: WrittenFile, flow: Flow, raise: Raise): boolean {
  let isTold = false;
  const isOne = mapsOneEntry(file, flow);
  for (const group of groupsOf(file, flow)) {
    const sources = group.map((it) => ({ ...it, source: only(flow, it.operand, it.position) }));
    for (const { source, at } of sources) {
      if (source === undefined) continue;
      for (const [list, problem, lengthOf] of [
        [listOf(flow, source, 'sg_dma_address'), 'cpu-length', (it: Source) => fieldOf(flow, it, 'length')],
        [listOf(flow, source, 'sg_virt'), 'dma-length', (it: Source) => listOf(flow, it, 'sg_dma_len')],
      ] as const) {
        const length = sources.find(
          (it) => it.source !== undefined && list !== undefined && lengthOf(it.source) === list,
        );
        if (length === undefined) continue;
        // The length beside the device's address; the CPU's is kept as well.
        const isBoth = sources.some(
          (it) => it.source !== undefined && listOf(flow, it.source, 'sg_dma_address') === list,
        );
        if (problem === 'dma-length' && isBoth) continue;
        if (problem === 'cpu-length' && isPreparedElsewhere(file, flow, source)) continue;
        raise({ ...eventAt(flow, length.at), id: 'SG_WRONG_LENGTH', problem, addressAt: at, isOne });
        isTold = true;
      }
    }
  }
  return isTold;
}

/** Whether the file has to do with lists that are mapped, in a function or by a macro of its own. */
function knowsMappedLists(file: WrittenFile): boolean {
  const ofMapped = /map_sg|scsi_dma_map|sg_dma_address/;
  return mentionsAny(file, ofMapped) || [...file.index.macros.values()].some(({ body }) => ofMapped.test(body));
}

/** The CPU goes through a list that nobody maps: `sg_virt()` of an entry with the length it would have for a device. */
function checkCopies(flow: Flow, raise: Raise): void {
  const called = callsOf(flow.graph).map(({ instr, position, name }) => {
    const [list] = instr.arguments;
    return { name, at: instr.calleeAt, key: list === undefined ? undefined : flow.keyOf(list, position) };
  });
  for (const { name, at, key } of called) {
    const read = called.find((it) => it.name === 'sg_virt' && it.key === key);
    if (name !== 'sg_dma_len' || key === undefined || read === undefined) continue;
    raise({ ...eventAt(flow, at), id: 'SG_WRONG_LENGTH', problem: 'dma-length', addressAt: read.at, isOne: false });
  }
}

/**
 * An entry that is kept in a field, in a driver of several files of which another one maps: that one may have written
 * the length into it.
 */
function isPreparedElsewhere(file: WrittenFile, flow: Flow, address: Source): boolean {
  const list = address.kind === 'call' ? address.instr.arguments[0] : undefined;
  if (list === undefined || address.kind !== 'call' || !isDriverOfSeveralFiles(file)) return false;
  if (only(flow, list, address.position)?.kind !== 'load') return false;
  const mapsList = (it: Flow): boolean =>
    apiCalls(file, it).some(({ row }) => row.does === 'map' && row.family === 'sg');
  return !file.functions.some(mapsList);
}

/** Lists of one entry cannot merge. */
function mapsOneEntry(file: WrittenFile, flow: Flow): boolean {
  const counts = apiCalls(file, flow).flatMap((call) => {
    if (call.row.does !== 'map' || call.row.family !== 'sg') return [];
    return [argumentIn(call, 'entries')];
  });
  return counts.length > 0 && counts.every((it) => it?.kind === 'number' && it.value === 1);
}

/**
 * The addresses of a list are there once it is mapped, and until it is unmapped: a read that nothing but a later map of the
 * same list follows is too early, and one that comes after its unmap on every way too late. A list that came in is judged
 * only if the function maps or unmaps it.
 */
function checkReadBeforeMap(file: WrittenFile, flow: Flow, raise: Raise): void {
  const calls = apiCalls(file, flow);
  const maps = calls.filter(({ row }) => row.does === 'map' && row.family === 'sg');
  const unmaps = calls.filter(({ row }) => row.does === 'unmap' && row.family === 'sg');
  if (maps.length === 0 && unmaps.length === 0) return;
  for (const { instr, position, name } of callsOf(flow.graph)) {
    const [list] = instr.arguments;
    if ((name !== 'sg_dma_len' && name !== 'sg_dma_address') || list === undefined) continue;
    const ofSame = maps.filter((it) => isSameList(flow, it, list, position));
    const isAfter = (it: Position): boolean => reaches(flow.graph, it, position);
    const mapped = [...writersOf(flow, list, position), ...ofSame.map((it) => it.position)];
    const later = mapped.some(isAfter) ? undefined : ofSame.find((it) => reaches(flow.graph, position, it.position));
    if (later !== undefined) {
      raise({ ...eventAt(flow, instr.at), id: 'SG_READ_BEFORE_MAP', name, mappedAt: later.instr.calleeAt });
      continue;
    }
    const over = unmaps.find(
      (it) =>
        isSameList(flow, it, list, position) &&
        isAlwaysBefore(flow.graph, it.position, position) &&
        !mapped.some((again) => reaches(flow.graph, it.position, again) && isAfter(again)),
    );
    if (over === undefined) continue;
    raise({ ...eventAt(flow, instr.at), id: 'SG_READ_AFTER_UNMAP', name, unmappedAt: over.instr.calleeAt });
  }
}

/** Whether an entry is one of those a call maps: the same one by name, or come to from where the call begins. */
function isSameList(flow: Flow, call: WrittenCall, entry: Operand, position: Position): boolean {
  const list = argumentIn(call, 'scatterlist');
  const key = list === undefined ? undefined : flow.keyOf(list, call.position);
  if (key === undefined) return false;
  if (flow.keyOf(entry, position) === key) return true;
  const count = argumentIn(call, 'entries');
  const isWhole = count !== undefined && count.kind !== 'number' && !key.includes('[');
  return isWhole && listOfEntry(flow, entry, position) === key;
}

/** Stores of an address or length into an entry, of any list, and assignments to what names this one. */
function writersOf(flow: Flow, entry: Operand, at: Position): readonly Position[] {
  const key = flow.keyOf(entry, at);
  return sitesOf(flow.graph).flatMap(({ instr, position }) => {
    const last = instr.kind === 'store' ? instr.place.steps.at(-1) : undefined;
    if (instr.kind !== 'store' || last?.kind !== 'field') return [];
    if (last.name === 'dma_address' || last.name === 'dma_length') return [position];
    return flow.keyOfPlace(instr.place, position) === key ? [position] : [];
  });
}
