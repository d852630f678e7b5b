import { constantByName } from '../api/index.js';
import type { Span } from '../base/span.js';
import { printType } from '../graph/print-graph.js';
import type { BlockId, CallInstr, LocalId, Operand } from '../graph/instr.js';
import { resolveType } from '../index/named-types.js';
import { apiCalls, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { testsOf, type ValueTest } from './tests.js';
import { reaches } from './ways.js';
import type { CType } from '../index/c-type.js';

// Linux include/linux/iommu.h (6.12).
const failing: ReadonlySet<string> = new Set([
  'iommu_map',
  'iommu_map_atomic',
  'iommu_map_sg',
  'iommu_map_sgtable',
  'iommu_attach_device',
  'iommu_attach_group',
]);
const signedSizes: ReadonlySet<string> = new Set(['iommu_map_sg', 'iommu_map_sgtable']);

/** What calls of the IOMMU API return, and what their callers take it for. */
export function checkIommu(file: WrittenFile, flow: Flow, raise: Raise): void {
  const calls = apiCalls(file, flow).filter(({ name }) => failing.has(name) || name === 'iommu_unmap');
  if (calls.length === 0) return;
  const tests = testsOf(flow);
  for (const call of calls) {
    if (call.name === 'iommu_unmap') {
      checkUnmapResult(flow, call, tests, raise);
      checkUnmapSize(flow, call, calls, raise);
      continue;
    }
    const { target } = call.instr;
    if (target === undefined || !flow.isRead(target)) {
      raise({ ...common(flow, call.instr.calleeAt), id: 'IOMMU_RESULT_IGNORED', name: call.name });
    } else if (signedSizes.has(call.name)) {
      checkSignedSize(file, flow, call, tests, raise);
    }
  }
}

const common = (flow: Flow, at: Span) => ({ at, heuristics: [], functionName: flow.graph.name }) as const;

/** A test of what one call returned, and the unsigned type it went through on its way there. */
interface ResultTest {
  readonly test: ValueTest;
  readonly unsigned: string | undefined;
}

function checkSignedSize(
  file: WrittenFile,
  flow: Flow,
  call: WrittenCall,
  tests: readonly ValueTest[],
  raise: Raise,
): void {
  const own = tests.flatMap((test) => resultTest(file, flow, call, test) ?? []);
  if (own.some(isRight)) return;
  const wrong = own.find(({ test }) => test.other === undefined) ?? own.find(({ unsigned }) => unsigned !== undefined);
  if (wrong === undefined) return;
  raise({
    ...common(flow, wrong.test.at),
    id: 'IOMMU_SIZE_UNSIGNED',
    name: call.name,
    calledAt: call.instr.calleeAt,
    test: wrong.test.other === undefined ? 'zero' : 'size',
    type: wrong.unsigned,
  });
}

/** `ret < 0` where `ret` has a sign, and `ret == size`, which no error number is. */
function isRight({ test: { relation, other }, unsigned }: ResultTest): boolean {
  if (other === undefined) return unsigned === undefined && relation !== '==' && relation !== '!=';
  return relation === '==' || relation === '!=' || unsigned === undefined;
}

function resultTest(file: WrittenFile, flow: Flow, call: WrittenCall, test: ValueTest): ResultTest | undefined {
  const passed = new Set<LocalId>();
  const sources = flow.sourcesOf(test.value, test.position, 'copies', passed);
  if (sources.some((source) => source.kind === 'call' && source.instr === call.instr)) {
    const types = [...passed].flatMap((id) => {
      const local = flow.localOf(id);
      return local === undefined || local.kind === 'temporary' ? [] : [local.type];
    });
    const type = types.find((it) => isUnsigned(file, it));
    return { test, unsigned: type === undefined ? undefined : printType(type) };
  }
  const stored = storedResult(flow, call.instr);
  const loaded = sources.find((source) => source.kind === 'load');
  if (stored === undefined || loaded === undefined || flow.keyOfPlace(loaded.place, loaded.position) !== stored) {
    return undefined;
  }
  return { test, unsigned: isUnsigned(file, loaded.place.type) ? printType(loaded.place.type) : undefined };
}

/** The place a result is put into right away: `bo->size = iommu_map_sg(..)`. */
function storedResult(flow: Flow, { target }: CallInstr): string | undefined {
  if (target === undefined || flow.localOf(target)?.kind !== 'temporary') return undefined;
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'store' || instr.value.kind !== 'local' || instr.value.local !== target) continue;
    return flow.keyOfPlace(instr.place, position);
  }
  return undefined;
}

function isUnsigned({ index }: WrittenFile, type: CType): boolean {
  const meant = resolveType(type, index);
  const name = meant.kind === 'named' || meant.kind === 'integer' ? meant.name : '';
  return /^(?:unsigned|size_t|u\d+|__u\d+|uint|ulong|dma_addr_t|phys_addr_t)/.test(name);
}

/** The number of bytes that were unmapped, returned as if it were an error number. */
function checkUnmapResult(flow: Flow, { instr, name }: WrittenCall, tests: readonly ValueTest[], raise: Raise): void {
  const isOwn = (operand: Operand, position: Position): boolean => {
    const sources = flow.sourcesOf(operand, position, 'copies');
    return sources.length === 1 && sources[0]?.kind === 'call' && sources[0].instr === instr;
  };
  const wrong = tests.find(({ value, position, relation, other, then }) => {
    if (other !== undefined || !isOwn(value, position)) return false;
    if (relation === '<') return true;
    return relation === '!=' && then !== undefined && failsAt(flow, then, isOwn);
  });
  if (wrong === undefined) return;
  raise({ ...common(flow, wrong.at), id: 'IOMMU_UNMAP_RESULT', name, calledAt: instr.calleeAt });
}

/** Whether a block returns an error number, or the result itself. */
function failsAt(flow: Flow, block: BlockId, isOwn: (operand: Operand, position: Position) => boolean): boolean {
  const reached = flow.graph.blocks[block];
  if (reached?.end.kind !== 'return' || reached.end.value === undefined) return false;
  const { value } = reached.end;
  return (value.kind === 'number' && value.value < 0) || isOwn(value, { block, index: reached.instrs.length });
}

/** Both sizes are constants, of one window of one domain, and the function maps it once. */
function checkUnmapSize(flow: Flow, call: WrittenCall, calls: readonly WrittenCall[], raise: Raise): void {
  const given = constantOf(flow, call, 2);
  if (given === undefined) return;
  const made = calls.filter((it) => it.name === 'iommu_map' && isOneWindow(flow, it, call));
  const [map, ...others] = made;
  if (map === undefined || others.length > 0 || reaches(flow.graph, map.position, map.position)) return;
  const mapped = constantOf(flow, map, 3);
  if (mapped === undefined || mapped.value === given.value) return;
  raise({
    ...common(flow, call.instr.calleeAt),
    id: 'IOMMU_UNMAP_SIZE',
    name: call.name,
    given: given.shown,
    mapped: mapped.shown,
    mappedAt: map.instr.calleeAt,
  });
}

function isOneWindow(flow: Flow, map: WrittenCall, unmap: WrittenCall): boolean {
  return [0, 1].every((position) => {
    const keys = [map, unmap].map((it) => {
      const operand = it.instr.arguments[position];
      return operand === undefined ? undefined : flow.keyOf(operand, it.position);
    });
    return keys[0] !== undefined && keys[0] === keys[1];
  });
}

function constantOf(
  flow: Flow,
  { instr, position }: WrittenCall,
  argument: number,
): { readonly value: number; readonly shown: string } | undefined {
  const operand = instr.arguments[argument];
  const [source, ...others] = operand === undefined ? [] : flow.sourcesOf(operand, position, 'copies');
  if (source === undefined || others.length > 0) return undefined;
  if (source.kind === 'number') return { value: source.value, shown: String(source.value) };
  const value = source.kind === 'constant' ? constantByName(source.name) : undefined;
  return source.kind === 'constant' && value !== undefined ? { value, shown: source.name } : undefined;
}
