import { oncePer } from '../base/once-per.js';
import type { Span } from '../base/span.js';
import { functionNamed } from '../index/file-index.js';
import type { CType } from '../index/c-type.js';
import { isNamed, resolveType } from '../index/named-types.js';
import type { Instr, LocalId, Operand } from '../graph/instr.js';
import { type AddressWidths, originOf } from './address-widths.js';
import { narrowType } from './check-handles.js';
import { fieldIdOf, givenAway } from './fields.js';
import type { Raise, WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf, type Source } from './flow.js';
import { type Handle, handleBehind, handleIn } from './handles.js';

/** Where a value goes that has room for 32 bits. */
interface Narrow {
  readonly value: Operand;
  readonly position: Position;
  readonly type: string;
  readonly at: Span;
  /** What the device reads: it has room for no more, whatever the mask says. */
  readonly isDevices: boolean;
  readonly isVariable: boolean;
}

/** Addresses that were read from somewhere, or counted on from one, kept in less than the device may be given. */
export function checkNarrowHandles(file: WrittenFile, flow: Flow, widths: AddressWidths, raise: Raise): void {
  const isWide = [widths.mapped, widths.coherent].some((bits) => bits !== undefined && bits > 32);
  if (!isWide && !(widths.isUnsaid && widths.wide.size > 0)) return;
  for (const { instr, position } of sitesOf(flow.graph)) {
    for (const narrow of narrowPlaces(file, flow, instr, position)) {
      const handleOf = narrow.isVariable ? handleBehind : handleIn;
      const handle = handleOf(file, flow, narrow.value, narrow.position);
      if (handle === undefined || isKnown(file, handle) || isMixed(file, handle)) continue;
      const reason = reasonFor(file, widths, narrow, handle);
      if (reason === undefined) continue;
      raise({
        id: 'HANDLE_NARROWED',
        at: narrow.at,
        heuristics: [],
        functionName: flow.graph.name,
        what: handle.text,
        type: narrow.type,
        ...reason,
      });
    }
  }
}

/** Why it may be longer than what it is kept in. */
function reasonFor(
  file: WrittenFile,
  widths: AddressWidths,
  { isDevices, isVariable }: Narrow,
  handle: Handle,
): { readonly maskBits: number } | { readonly wideAt: Span } | undefined {
  const isHalf = handle.isCut || isDevices;
  if (isHalf && (isVariable && !handle.isCut ? widths.hasUpperHalves : widths.hasHalves)) return undefined;
  if (!widths.isUnsaid) {
    const maskBits = handle.isMapped ? widths.mapped : smaller(widths.mapped, widths.coherent);
    return maskBits === undefined || maskBits <= 32 ? undefined : { maskBits };
  }
  const wideAt = isVariable && !isHalf ? widths.wide.get(originOf(file, handle) ?? '') : undefined;
  return wideAt === undefined ? undefined : { wideAt };
}

const smaller = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined || right === undefined ? undefined : Math.min(left, right);

/** What a call returned and nobody counted on from: that is told where it is kept. */
const isKnown = (file: WrittenFile, { source }: Handle): boolean =>
  source.kind === 'call' && file.apiByName(source.name)?.does === 'map';

/** A field that something else is put into as well: the address of a window, or of a FIFO. */
function isMixed(file: WrittenFile, { source }: Handle): boolean {
  const field = source.kind === 'load' ? fieldIdOf(source.place, file.index) : undefined;
  return field !== undefined && otherAddresses(file).has(field);
}

/** Fields that some function puts a value of another kind into, or that one nothing is known of may fill. */
const otherAddresses = oncePer((file: WrittenFile): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const flow of file.functions) {
    for (const place of givenAway(file, flow)) {
      const field = fieldIdOf(place, file.index);
      if (field !== undefined) found.add(field);
    }
    for (const { instr, position } of sitesOf(flow.graph)) {
      const field = instr.kind === 'store' ? fieldIdOf(instr.place, file.index) : undefined;
      if (instr.kind !== 'store' || field === undefined || !isNamed(instr.place.type, 'dma_addr_t', file.index))
        continue;
      if (handleIn(file, flow, instr.value, position) !== undefined) continue;
      const sources = flow.sourcesOf(instr.value, position, 'parts');
      if (sources.some((source) => isOther(source))) found.add(field);
    }
  }
  return found;
});

function isOther(source: Source): boolean {
  if (source.kind !== 'load') return source.kind === 'call' || source.kind === 'parameter';
  const { root, type } = source.place;
  const isRegion = root.kind === 'pointee' && root.element.kind === 'struct' && root.element.tag === 'resource';
  return isRegion || type.kind !== 'unknown';
}

function narrowPlaces(file: WrittenFile, flow: Flow, instr: Instr, position: Position): readonly Narrow[] {
  if (instr.kind === 'store') {
    const type = narrowType(instr.place.type, file);
    if (type === undefined || fieldIdOf(instr.place, file.index) === undefined) return [];
    const isDevices = !isOwnStruct(file, instr);
    return [{ value: instr.value, position, type, at: instr.at, isDevices, isVariable: false }];
  }
  if (instr.kind === 'call') {
    const callee = instr.callee.kind === 'name' ? functionNamed(file.index, instr.callee.name) : undefined;
    const given = instr.arguments.flatMap((value, nth) => {
      const type = narrowOf(file, callee?.parameters[nth]?.type);
      const at = instr.argumentsAt[nth] ?? instr.at;
      return type === undefined ? [] : [{ value, position, type, at, isDevices: true, isVariable: false }];
    });
    return [...given, ...narrowVariable(file, flow, instr, position)];
  }
  return instr.kind === 'assign' || instr.kind === 'load' ? narrowVariable(file, flow, instr, position) : [];
}

function narrowVariable(
  file: WrittenFile,
  flow: Flow,
  { target, at }: Extract<Instr, { kind: 'assign' | 'load' | 'call' }>,
  { block, index }: Position,
): readonly Narrow[] {
  const local = target === undefined ? undefined : flow.localOf(target);
  const type = local === undefined || local.kind === 'temporary' ? undefined : narrowOf(file, local.type);
  if (target === undefined || type === undefined) return [];
  const value: Operand = { kind: 'local', local: target };
  return [
    { value, position: { block, index: index + 1 }, type, at, isDevices: isHandedOn(flow, target), isVariable: true },
  ];
}

/** A register or a descriptor is written with it: of an address with two halves it is one. */
const isHandedOn = (flow: Flow, variable: LocalId): boolean =>
  sitesOf(flow.graph).some(
    ({ instr }) => instr.kind === 'call' && instr.arguments.some((it) => it.kind === 'local' && it.local === variable),
  );

const narrowOf = (file: WrittenFile, type: CType | undefined): string | undefined =>
  type === undefined ? undefined : narrowType(type, file);

/** One with pointers in it is no descriptor of a device. */
function isOwnStruct({ index }: WrittenFile, { place }: Extract<Instr, { kind: 'store' }>): boolean {
  if (place.root.kind !== 'pointee' || (place.type.kind === 'named' && /^__[lb]e/.test(place.type.name))) return false;
  const type = resolveType(place.root.element, index);
  const fields = type.kind === 'struct' ? index.structs.get(type.tag)?.fields : undefined;
  return fields?.some((field) => resolveType(field.type, index).kind === 'pointer') === true;
}
