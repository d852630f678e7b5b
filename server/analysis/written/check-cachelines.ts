import type { Span } from '../base/span.js';
import type { Operand, Place } from '../graph/instr.js';
import type { FieldDeclaration } from '../index/file-index.js';
import type { WrittenEvent } from './event.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { apiCalls, argumentIn, argumentsIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { fieldIdOf, placeBehind } from './fields.js';
import { lineBytes, type Sharer, sharersOf } from './shared-lines.js';
import { testsOf } from './tests.js';
import { reaches } from './ways.js';
import { isSetUpName, memberOf, objectOf, type MemberWrite, type WrittenMembers } from './written-members.js';

type Found = Extract<WrittenEvent, { id: 'SHARED_CACHELINE' }>;

/**
 * Buffers the device writes or is sent, in structures whose other members the CPU writes. However many transfers a
 * buffer is used for, it is moved once.
 */
export function checkCachelines(file: WrittenFile, written: WrittenMembers, raise: Raise): void {
  const found = new Map<string, Found>();
  const note = (event: Found): void => {
    const buffer = `${event.struct}.${event.member}`;
    if (found.get(buffer)?.isMild ?? true) {
      if (!found.has(buffer) || !event.isMild) found.set(buffer, event);
    }
  };
  for (const flow of file.functions) checkFlow(file, flow, written, note);
  for (const event of found.values()) {
    // One that is only sent, and in the line of one that is received: told there.
    const isTold = [...found.values()].some((it) => it.struct === event.struct && it.neighbor === event.member);
    if (!event.isMild || !isTold) raise(event);
  }
}

function checkFlow(file: WrittenFile, flow: Flow, written: WrittenMembers, raise: (event: Found) => void): void {
  for (const call of apiCalls(file, flow)) {
    const used = bufferOf(call);
    const place = used === undefined ? undefined : placeBehind(flow, used.operand, call.position);
    if (used === undefined || place === undefined || isOfRootHub(file, flow, call.position)) continue;
    const { isSent } = used;
    const during = transferOf(file, call);
    // Mapped and unmapped at once, for the sake of the cache: nobody can write in between.
    if (during?.isEmpty === true) continue;
    const buffer = {
      place,
      name: call.name,
      at: call.instr.calleeAt,
      isSent,
      isAwaited: isAwaited(call),
      during,
      from: call.position,
    };
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
        { place, name: 'rx_buf', at: instr.at, isSent: false, isAwaited: true, during: undefined, from: position },
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
    // Nothing is transferred, whatever the pointer.
    const length = instr.arguments[buffer + 1];
    if (operand === undefined || (length?.kind === 'number' && length.value === 0)) return undefined;
    const via = pipe === undefined ? undefined : instr.arguments[pipe];
    const sources = via === undefined ? [] : flow.sourcesOf(via, position, 'copies');
    // Where it is not known which way, it may be the harmless one.
    return { operand, isSent: !sources.every((it) => it.kind === 'call' && it.name.startsWith('usb_rcv')) };
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
  ['usb_fill_control_urb', { pipe: 2, buffer: 4 }],
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
  /** Before it nothing is transferred. */
  readonly from: Position;
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
function isLeftAlone(file: WrittenFile, flow: Flow, member: MemberWrite, buffer: Buffer): boolean {
  const { during, from, isAwaited } = buffer;
  const { graph } = flow;
  const object = objectOf(flow, buffer.place, from, file.index);
  const writes = member.writes.filter((write) => !isOfOther(object, write.object));
  // A request that is filled in, sent and thrown away.
  if (during === undefined) {
    if (isAwaited || isSetUpName(graph.name)) return writes.length === 0;
    return writes.every(
      ({ by, position }) => by === graph.name && position !== undefined && !reaches(graph, from, position),
    );
  }
  const { from: mapped, to: unmapped } = during;
  // Before the device is in use nobody else is there.
  const isBefore = isOnlyForSetUp(file, graph.name);
  return writes.every(({ by, position }) =>
    by === graph.name && position !== undefined
      ? !reaches(graph, mapped, position) || !reaches(graph, position, unmapped)
      : isBefore || isSetUpName(by),
  );
}

/** Two fields of one structure lead to two objects: a message that is sent, and the answer. */
function isOfOther(object: string | undefined, written: string | undefined): boolean {
  if (object === undefined || written === undefined || object === written) return false;
  return object.split('.')[0] === written.split('.')[0];
}

/** All who call it set up or tear down as far as their names say. */
function isOnlyForSetUp({ index }: WrittenFile, name: string): boolean {
  const callers = [...index.functions.values()].filter((it) => it.name !== name && it.mentions.has(name));
  return callers.length > 0 && callers.every((it) => isSetUpName(it.name));
}

/**
 * While somebody waits for a transfer, nothing is set up. Where it is not even known how the line is shared, a function
 * that is not looked into is no witness either.
 */
function isMeanwhile(file: WrittenFile, { isPlaced }: Sharer, write: MemberWrite | undefined): boolean {
  const isUse = (by: string): boolean => !isSetUpName(by) && !isOnlyForSetUp(file, by);
  return (
    write?.writes.some(({ by, position }) =>
      position === undefined ? isPlaced && isUse(by) : isPlaced || !isSetUpName(by),
    ) === true
  );
}

const isAwaited = ({ row }: WrittenCall): boolean => row.does === 'plain' && row.effect === 'wait';

function check(
  file: WrittenFile,
  flow: Flow,
  buffer: Buffer,
  written: WrittenMembers,
  raise: (event: Found) => void,
): void {
  const { place, name, at, isSent, isAwaited } = buffer;
  // A structure on the stack is another rule's matter.
  if (place.root.kind !== 'pointee') return;
  const member = memberOf(place, file.index);
  const declaration = member === undefined ? undefined : file.index.structs.get(member.tag);
  if (member === undefined || declaration === undefined || declaration.kind !== 'struct') return;
  // Who waits for one transfer before the next may keep the buffers of all of them together.
  const shared = isAwaited ? dmaMembers(file) : undefined;
  const writeTo = ({ name: field }: FieldDeclaration): MemberWrite | undefined => {
    const id = `${member.tag}.${field ?? ''}`;
    const write = shared?.has(id) === true ? undefined : written.get(id);
    return write === undefined || isLeftAlone(file, flow, write, buffer) ? undefined : write;
  };
  // Who gave the first of them a line of its own, and waits for each transfer, knows what else lies there.
  const own = declaration.fields.find((field) => field.name === member.name);
  if (isAwaited && (own?.alignment ?? 0) >= lineBytes) return;
  const sharers = sharersOf(declaration, member.name, file.index, (field) => writeTo(field) !== undefined).filter(
    (sharer) => !isAwaited || isMeanwhile(file, sharer, writeTo(sharer.field)),
  );
  const likely = sharers.filter((it) => it.share >= 0.5);
  // Who waits for the transfer holds the lock that others wait for.
  const lock = isAwaited ? likely.find((it) => writeTo(it.field)?.writes.some((write) => write.isLock)) : undefined;
  const unquiet = likely.find((it) => writeTo(it.field)?.isSetUp === false);
  const neighbor = (lock ?? unquiet ?? likely[0] ?? sharers[0])?.field;
  const write = neighbor === undefined ? undefined : writeTo(neighbor);
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
