import type { BinaryOperator } from '../base/arithmetic.js';
import type { Span } from '../base/span.js';
import type { BlockId, CallInstr, LocalId, Operand, Place } from '../graph/instr.js';
import { type Flow, type Position, sitesOf, type Source } from './flow.js';
import { successors } from '../graph/loops.js';
import { operandsOf } from '../graph/operands.js';
import { apiCalls, type Raise, type WrittenCall, type WrittenFile } from './file.js';

/** Handlers that map memory to user space: what `struct vm_area_struct` asks for comes from there. */
export function checkMmap(file: WrittenFile, flow: Flow, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    if (call.name === 'remap_pfn_range' || call.name === 'io_remap_pfn_range') checkBounds(file, flow, call, raise);
    if (mapsWhole.has(call.name)) checkSelector(flow, call, raise);
  }
}

const mapsWhole: ReadonlySet<string> = new Set([
  'dma_mmap_coherent',
  'dma_mmap_wc',
  'dma_mmap_attrs',
  'dma_mmap_writecombine',
]);

const common = (flow: Flow, at: Span) => ({ at, heuristics: [], functionName: flow.graph.name }) as const;

function checkBounds(file: WrittenFile, flow: Flow, { instr, position, name }: WrittenCall, raise: Raise): void {
  const [, , , size] = instr.arguments;
  if (size === undefined || !isLength(flow, size, position)) return;
  const tests = comparisons(flow);
  const isChecked = tests.some(
    ({ left, right, at }) => mentionsLength(flow, left, at) || mentionsLength(flow, right, at),
  );
  if (!isChecked) {
    if (isHandler(file, flow) && !isUsedElsewhere(flow, size, instr))
      raise({ ...common(flow, instr.calleeAt), id: 'MMAP_UNBOUNDED', name, problem: 'no-check' });
    return;
  }
  const overflows = tests.some(({ left, right, at }) => canOverflow(flow, left, at) || canOverflow(flow, right, at));
  if (overflows) raise({ ...common(flow, instr.calleeAt), id: 'MMAP_UNBOUNDED', name, problem: 'overflow' });
}

interface Comparison {
  readonly left: Operand;
  readonly right: Operand;
  readonly at: Position;
}

function comparisons(flow: Flow): readonly Comparison[] {
  return sitesOf(flow.graph).flatMap(({ instr, position }) =>
    instr.kind === 'assign' && instr.value.kind === 'binary' && /^(?:[<>]=?|[!=]=)$/.test(instr.value.operator)
      ? [{ left: instr.value.left, right: instr.value.right, at: position }]
      : [],
  );
}

/** `vma->vm_end - vma->vm_start`. */
function isLength(flow: Flow, operand: Operand, position: Position): boolean {
  return differences(flow, operand, position).length > 0;
}

function differences(flow: Flow, operand: Operand, position: Position): readonly string[] {
  if (operand.kind !== 'local') return [];
  for (const { instr, position: at } of sitesOf(flow.graph)) {
    if (instr.kind !== 'assign' || instr.target !== operand.local || instr.value.kind !== 'binary') continue;
    if (instr.value.operator !== '-') continue;
    const [end] = flow.sourcesOf(instr.value.left, at, 'copies');
    const [start] = flow.sourcesOf(instr.value.right, at, 'copies');
    if (isField(end, 'vm_end') && isField(start, 'vm_start')) return ['length'];
  }
  const [only, ...others] = flow.sourcesOf(operand, position, 'copies');
  return only?.kind === 'call' && only.name === 'vma_pages' && others.length === 0 ? ['pages'] : [];
}

function isField(source: Source | undefined, name: string): boolean {
  const last = source?.kind === 'load' ? lastField(source.place) : undefined;
  return last === name;
}

function lastField(place: Place): string | undefined {
  const last = place.steps.at(-1);
  return last?.kind === 'field' ? last.name : undefined;
}

/** The length itself, a sum with it, or what was made of the area's ends. */
function mentionsLength(flow: Flow, operand: Operand, position: Position): boolean {
  if (isLength(flow, operand, position)) return true;
  return flow.sourcesOf(operand, position, 'parts').some((source) => {
    if (source.kind === 'call') return source.name === 'vma_pages' || /PAGE_ALIGN|PFN/.test(source.name);
    return (
      isField(source, 'vm_end') || (source.kind === 'other' && operand.kind === 'local' && sumHasLength(flow, operand))
    );
  });
}

function sumHasLength(flow: Flow, operand: Extract<Operand, { kind: 'local' }>): boolean {
  return sitesOf(flow.graph).some(
    ({ instr, position }) =>
      instr.kind === 'assign' &&
      instr.target === operand.local &&
      instr.value.kind === 'binary' &&
      (isLength(flow, instr.value.left, position) || isLength(flow, instr.value.right, position)),
  );
}

/** `(vma->vm_pgoff << PAGE_SHIFT) + length`: wraps before it is compared, where `long` has 32 bits. */
function canOverflow(flow: Flow, operand: Operand, position: Position): boolean {
  if (operand.kind !== 'local') return false;
  return sitesOf(flow.graph).some(({ instr, position: at }) => {
    if (instr.kind !== 'assign' || instr.target !== operand.local || at.block !== position.block) return false;
    if (instr.value.kind !== 'binary' || instr.value.operator !== '+') return false;
    const { left, right } = instr.value;
    const isOffset = (it: Operand): boolean => {
      const passed = new Set<LocalId>();
      return (
        flow.sourcesOf(it, at, 'parts', passed).some((source) => isField(source, 'vm_pgoff')) &&
        // In pages it never wraps: Linux mm/mmap.c, do_mmap() (6.12).
        isMadeBy(flow, passed, ['<<', '*']) &&
        // Some bits of the offset only: what is left of it is small.
        !isMadeBy(flow, passed, ['&'])
      );
    };
    return (isLength(flow, left, at) && isOffset(right)) || (isLength(flow, right, at) && isOffset(left));
  });
}

/** Whether one of the values an operand went through was computed by one of these. */
function isMadeBy(flow: Flow, passed: ReadonlySet<LocalId>, operators: readonly BinaryOperator[]): boolean {
  return sitesOf(flow.graph).some(
    ({ instr }) =>
      instr.kind === 'assign' &&
      passed.has(instr.target) &&
      instr.value.kind === 'binary' &&
      operators.includes(instr.value.operator),
  );
}

/** Called by the kernel with whatever the process asked for; a framework in between has looked at it. */
const isHandler = ({ index }: WrittenFile, { graph }: Flow): boolean =>
  index.registrations.some(({ functionName, how }) => functionName === graph.name && handlers.test(how));

const handlers = /\.mmap of (?:file_operations|miscdevice|bin_attribute)|\.fb_mmap of /;

/** Memory allocated in the size that was asked for needs no test. */
function isUsedElsewhere(flow: Flow, size: Operand, instr: CallInstr): boolean {
  if (size.kind !== 'local') return false;
  return sitesOf(flow.graph).some(
    ({ instr: it }) =>
      it !== instr &&
      (it.kind === 'call' || it.kind === 'store' || it.kind === 'assign') &&
      operandsOf(it).some((operand) => operand.kind === 'local' && operand.local === size.local),
  );
}

/** `vm_pgoff` chose the buffer and then counts as an offset into it: Linux kernel/dma/mapping.c, dma_mmap_attrs() (6.12). */
function checkSelector(flow: Flow, { instr, name, position: callAt }: WrittenCall, raise: Raise): void {
  let usedAt: Span | undefined;
  for (const { instr: it, position } of sitesOf(flow.graph)) {
    if (it.kind === 'store' && lastField(it.place) === 'vm_pgoff') return;
    if (it.kind === 'load' || it.kind === 'assign') {
      const place = it.kind === 'load' ? it.place : it.value.kind === 'address' ? it.value.place : undefined;
      if (place?.steps.some((step) => step.kind === 'element' && isSelector(flow, step.index, position)) === true) {
        usedAt ??= it.at;
      }
    }
    if (it.kind === 'assign' && it.value.kind === 'advance' && isSelector(flow, it.value.index, position))
      usedAt ??= it.at;
  }
  for (const { end, id, instrs } of flow.graph.blocks) {
    if (end.kind !== 'switch' || !isSelector(flow, end.value, { block: id, index: instrs.length })) continue;
    // Behind `case 0` the offset is the one that is wanted.
    const isZero = end.cases.some(
      ({ from, block }) => from.kind === 'number' && from.value === 0 && leadsTo(flow, block, callAt.block),
    );
    if (!isZero) usedAt ??= end.at;
  }
  if (usedAt !== undefined) raise({ ...common(flow, instr.calleeAt), id: 'MMAP_SELECTOR', name, usedAt });
}

function isSelector(flow: Flow, operand: Operand, position: Position): boolean {
  return flow.sourcesOf(operand, position, 'parts').some((source) => isField(source, 'vm_pgoff'));
}

function leadsTo(flow: Flow, from: BlockId, to: BlockId): boolean {
  const seen = new Set<BlockId>([from]);
  for (const at of seen) {
    if (at === to) return true;
    const end = flow.graph.blocks[at]?.end;
    for (const next of end === undefined ? [] : successors(end)) seen.add(next);
  }
  return false;
}
