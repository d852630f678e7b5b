import type { Span } from '../base/span.js';
import type { CType } from '../index/c-type.js';
import type { FieldDeclaration, FileIndex, StructDeclaration } from '../index/file-index.js';
import { type AddressBytes, offsetOf, sizeOf } from '../graph/layout.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { Operand, Place } from '../graph/instr.js';
import { resolveType } from '../index/named-types.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { apiCalls, argumentIn, argumentsIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { fieldIdOf, placeBehind } from './fields.js';
import { testsOf } from './tests.js';
import { reaches } from './ways.js';

// Linux arch/arm/mm/Kconfig (6.12): ARMv7 cachelines have 64 bytes.
const lineBytes = 64;

/** A buffer the device writes or is sent, in a structure whose other members the CPU writes. */
export function checkCachelines(file: WrittenFile, flow: Flow, written: WrittenMembers, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    const used = bufferOf(call);
    const place = used === undefined ? undefined : placeBehind(flow, used.operand, call.position);
    if (used === undefined || place === undefined || isOfRootHub(file, flow, call.position)) continue;
    const { isSent } = used;
    const during = transferOf(file, call);
    // Mapped and unmapped at once, for the sake of the cache: nobody can write in between.
    if (during?.isEmpty === true) continue;
    const buffer = { place, name: call.name, at: call.instr.calleeAt, isSent, isAwaited: isAwaited(call), during };
    check(file, flow, buffer, written, raise);
  }
  for (const { instr, position } of sitesOf(flow.graph)) {
    if (instr.kind !== 'store') continue;
    const last = instr.place.steps.at(-1);
    if (last?.kind !== 'field' || last.name !== 'rx_buf') continue;
    const place = placeBehind(flow, instr.value, position);
    if (place !== undefined)
      check(
        file,
        flow,
        { place, name: 'rx_buf', at: instr.at, isSent: false, isAwaited: true, during: undefined },
        written,
        raise,
      );
  }
}

/**
 * After `if (udev->parent) return -EINVAL;` only root hubs are left, whose transfers are never mapped: Linux
 * drivers/usb/core/hcd.c, usb_hcd_submit_urb() (6.12).
 */
function isOfRootHub({ index }: WrittenFile, flow: Flow, position: Position): boolean {
  return testsOf(flow).some(({ value, relation, other, then, position: tested }) => {
    const end = flow.graph.blocks[tested.block]?.end;
    if (then === undefined || other !== undefined || end?.kind !== 'branch') return false;
    const isParent = flow
      .sourcesOf(value, tested, 'copies')
      .some((source) => source.kind === 'load' && fieldIdOf(source.place, index) === 'usb_device.parent');
    const hasParent = relation === '!=' ? then : end.otherwise;
    const isLeft = hasParent !== position.block && !reaches(flow.graph, { block: hasParent, index: -1 }, position);
    return isParent && isLeft && reaches(flow.graph, tested, position);
  });
}

/** Fields that some function stores to, by structure and name, with one such store. */
export type WrittenMembers = ReadonlyMap<string, MemberWrite>;

interface MemberWrite {
  readonly at: Span;
  /** By nothing but functions that set up or tear down, as far as their names say. */
  readonly isSetUp: boolean;
  readonly writes: readonly { readonly by: FunctionGraph; readonly position: Position }[];
}

const setUp = /probe|init|setup|alloc|create|attach|bind|remove|disconnect|free|exit|destroy/;

/** Members that are given to a device themselves. */
function dmaMembers(file: WrittenFile): ReadonlySet<string> {
  const members = new Set<string>();
  const add = (flow: Flow, operand: Operand, position: Position): void => {
    const place = placeBehind(flow, operand, position);
    const member = place === undefined ? undefined : memberOf(place, file.index);
    if (member !== undefined) members.add(`${member.tag}.${member.name}`);
  };
  for (const flow of file.functions) {
    for (const call of apiCalls(file, flow)) {
      const isMap = call.row.does === 'map';
      for (const { operand } of argumentsIn(call, 'dma-buffer', ...(isMap ? (['cpu-address'] as const) : []))) {
        add(flow, operand, call.position);
      }
    }
    for (const { instr, position } of sitesOf(flow.graph)) {
      const last = instr.kind === 'store' ? instr.place.steps.at(-1) : undefined;
      const isBuffer = last?.kind === 'field' && (last.name === 'tx_buf' || last.name === 'rx_buf');
      if (instr.kind === 'store' && isBuffer) add(flow, instr.value, position);
    }
  }
  return members;
}

export function writtenMembers(file: WrittenFile): WrittenMembers {
  const members = new Map<string, MemberWrite>();
  for (const { graph } of file.functions) {
    const isSetUp = setUp.test(graph.name);
    for (const { instr, position } of sitesOf(graph)) {
      const place = instr.kind === 'store' ? instr.place : instr.kind === 'copy' ? instr.to : undefined;
      const member = place === undefined ? undefined : memberOf(place, file.index);
      const id = member === undefined ? undefined : `${member.tag}.${member.name}`;
      if (id === undefined) continue;
      const known = members.get(id);
      const writes = [...(known?.writes ?? []), { by: graph, position }];
      members.set(id, known?.isSetUp === false ? { ...known, writes } : { at: instr.at, isSetUp, writes });
    }
  }
  return members;
}

interface UsedBuffer {
  readonly operand: Operand;
  /** To the device, which writes nothing. */
  readonly isSent: boolean;
}

/** The buffer of a call that lets the device write, or that USB sends: every transfer maps it for the controller. */
function bufferOf(call: WrittenCall): UsedBuffer | undefined {
  const { instr, name, flow, position } = call;
  const shape = receivers.get(name);
  if (shape !== undefined) {
    const { pipe, buffer } = shape;
    const operand = instr.arguments[buffer];
    const via = pipe === undefined ? undefined : instr.arguments[pipe];
    if (operand === undefined) return undefined;
    // Nothing is transferred, whatever the pointer.
    const length = instr.arguments[buffer + 1];
    if (length?.kind === 'number' && length.value === 0) return undefined;
    if (via === undefined) return { operand, isSent: false };
    const sources = flow.sourcesOf(via, position, 'copies');
    const isAll = (prefix: string): boolean => sources.every((it) => it.kind === 'call' && it.name.startsWith(prefix));
    if (isAll('usb_rcv')) return { operand, isSent: false };
    return isAll('usb_snd') ? { operand, isSent: true } : undefined;
  }
  if (name !== 'dma_map_single' && name !== 'dma_map_single_attrs') return undefined;
  const [, operand, , direction] = instr.arguments;
  const isToCpu = direction?.kind === 'constant' && /^DMA_(?:FROM_DEVICE|BIDIRECTIONAL)$/.test(direction.name);
  return isToCpu && operand !== undefined ? { operand, isSent: false } : undefined;
}

// Linux include/linux/usb.h, spi/spi.h, i2c.h, mmc/sdio_func.h (6.12).
const receivers: ReadonlyMap<string, { readonly buffer: number; readonly pipe?: number }> = new Map([
  ['usb_control_msg', { pipe: 1, buffer: 6 }],
  ['usb_bulk_msg', { pipe: 1, buffer: 2 }],
  ['usb_interrupt_msg', { pipe: 1, buffer: 2 }],
  ['usb_fill_bulk_urb', { pipe: 2, buffer: 3 }],
  ['usb_fill_int_urb', { pipe: 2, buffer: 3 }],
  ['usb_get_descriptor', { buffer: 3 }],
  ['spi_read', { buffer: 1 }],
  ['i2c_master_recv_dmasafe', { buffer: 1 }],
  ['sdio_readsb', { buffer: 1 }],
  ['sdio_memcpy_fromio', { buffer: 1 }],
]);

interface Buffer {
  readonly place: Place;
  readonly name: string;
  readonly at: Span;
  readonly isSent: boolean;
  /** The call returns when the transfer is over: only somebody else can write meanwhile. */
  readonly isAwaited: boolean;
  readonly during: Transfer | undefined;
}

/** From the call that maps to the one that unmaps, in one function. */
interface Transfer {
  readonly from: Position;
  readonly to: Position;
  readonly isEmpty: boolean;
}

function transferOf(file: WrittenFile, call: WrittenCall): Transfer | undefined {
  const { flow, instr, position: from } = call;
  if (call.row.does !== 'map' || instr.target === undefined) return undefined;
  for (const other of apiCalls(file, flow)) {
    const released = other.row.does === 'unmap' ? argumentIn(other, 'dma-address') : undefined;
    const to = other.position;
    const sources = released === undefined ? [] : flow.sourcesOf(released, to, 'copies');
    if (!sources.some((it) => it.kind === 'call' && it.instr === instr)) continue;
    const between = flow.graph.blocks[from.block]?.instrs.slice(from.index + 1, to.index) ?? [];
    const isEmpty = to.block === from.block && between.every((it) => it.kind !== 'call' && it.kind !== 'store');
    return { from, to, isEmpty };
  }
  return undefined;
}

/**
 * Nobody writes a member but functions that set up or tear down and the one that waits for the transfer, which does not
 * do it meanwhile.
 */
function isLeftAlone(flow: Flow, { writes }: MemberWrite, during: Transfer | undefined): boolean {
  if (during === undefined) return false;
  const { graph } = flow;
  return writes.every(({ by, position }) =>
    by === graph ? !reaches(graph, during.from, position) || !reaches(graph, position, during.to) : setUp.test(by.name),
  );
}

const isAwaited = ({ row }: WrittenCall): boolean => row.does === 'plain' && row.effect === 'wait';

function check(
  file: WrittenFile,
  flow: Flow,
  { place, name, at, isSent, isAwaited, during }: Buffer,
  written: WrittenMembers,
  raise: Raise,
): void {
  // A structure on the stack is another rule's matter.
  if (place.root.kind !== 'pointee') return;
  const member = memberOf(place, file.index);
  const declaration = member === undefined ? undefined : file.index.structs.get(member.tag);
  if (member === undefined || declaration === undefined || declaration.kind !== 'struct') return;
  // Who waits for one transfer before the next may keep the buffers of all of them together.
  const shared = isAwaited ? dmaMembers(file) : undefined;
  const neighbors = sharersOf(declaration, member.name, file.index, written).flatMap((field) => {
    const name = `${member.tag}.${field.name ?? ''}`;
    const write = shared?.has(name) === true ? undefined : written.get(name);
    return write === undefined || isLeftAlone(flow, write, during) ? [] : [{ field, write }];
  });
  const { field: neighbor, write } = neighbors.find((it) => !it.write.isSetUp) ?? neighbors[0] ?? {};
  const own = declaration.fields.find((field) => field.name === member.name);
  if (neighbor?.name === undefined || write === undefined || own === undefined) return;
  // Cleaning a line for the device loses nothing: what counts is who writes to the line during the transfer.
  if (isSent && write.isSetUp) return;
  raise({
    id: 'SHARED_CACHELINE',
    at,
    heuristics: [],
    functionName: flow.graph.name,
    name,
    member: member.name,
    struct: member.tag,
    neighbor: neighbor.name,
    memberAt: own.at,
    neighborAt: neighbor.at,
    writtenAt: write.at,
    isMild: write.isSetUp || isAwaited || isSent,
  });
}

/** The structure a pointer leads to and its member, however deep in that the place is. */
function memberOf(place: Place, index: FileIndex): { readonly tag: string; readonly name: string } | undefined {
  const { root } = place;
  const [first] = place.steps;
  if (root.kind !== 'pointee' || first?.kind !== 'field') return undefined;
  const type = resolveType(root.element, index);
  return type.kind === 'struct' ? { tag: type.tag, name: first.name } : undefined;
}

/** Other members in the first or the last line of the buffer that the CPU writes. */
function sharersOf(
  declaration: StructDeclaration,
  name: string,
  index: FileIndex,
  written: WrittenMembers,
): readonly FieldDeclaration[] {
  const position = declaration.fields.findIndex((field) => field.name === name);
  const own = declaration.fields[position];
  if (own === undefined || !isBuffer(own.type, index) || (own.alignment ?? 0) >= lineBytes) return [];
  const isWritten = (field: FieldDeclaration | undefined): field is FieldDeclaration =>
    field?.name !== undefined && written.has(`${declaration.tag}.${field.name}`);
  const size = sizeOf(own.type, index);
  const isPlaced = offsetOf(declaration.tag, [name], index, 4) !== undefined;
  if (isPlaced && size !== undefined && size > 0) {
    return declaration.fields.filter(
      (field) => field !== own && isWritten(field) && sharesLine(declaration, own, field, index),
    );
  }
  // Where it starts is not known: if its size is no multiple of a line, it shares at one end at least.
  if (size === undefined || size % lineBytes === 0) return [];
  const [before, after] = [declaration.fields[position - 1], declaration.fields[position + 1]];
  return (after?.alignment ?? 0) < lineBytes && isWritten(before) && isWritten(after) ? [after, before] : [];
}

/** With LPAE and without. */
const addressSizes: readonly AddressBytes[] = [4, 8];

function sharesLine(
  { tag }: StructDeclaration,
  buffer: FieldDeclaration,
  field: FieldDeclaration,
  index: FileIndex,
): boolean {
  const linesOf = ({ name, type }: FieldDeclaration, bytes: AddressBytes) => {
    const offset = name === undefined ? undefined : offsetOf(tag, [name], index, bytes);
    const length = sizeOf(type, index);
    if (offset === undefined || length === undefined || length === 0) return undefined;
    const line = (byte: number): number => Math.floor(byte / lineBytes);
    return { first: line(offset), last: line(offset + length - 1) };
  };
  return addressSizes.every((bytes) => {
    const [own, other] = [linesOf(buffer, bytes), linesOf(field, bytes)];
    if (own === undefined || other === undefined) return false;
    return [own.first, own.last].some((it) => other.first <= it && it <= other.last);
  });
}

function isBuffer(type: CType, index: FileIndex): boolean {
  const known = resolveType(type, index);
  return (
    known.kind === 'array' ||
    known.kind === 'struct' ||
    known.kind === 'union' ||
    known.kind === 'integer' ||
    known.kind === 'named'
  );
}
