import type { Span } from '../base/span.js';
import { fieldKeyOf } from '../graph/field-key.js';
import type { CallInstr, Operand, Place } from '../graph/instr.js';
import { type DeviceKinds, deviceText } from './device-kinds.js';
import { preparing } from './device-mentions.js';
import { apiCalls, argumentsIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, sitesOf } from './flow.js';

/**
 * What a DMA engine transfers has to be mapped for the engine: Linux Documentation/driver-api/dmaengine/client.rst (6.12),
 * "the DMA struct device". A handle or a list that a transfer is prepared with is followed to the calls that mapped it.
 */
export function checkEngineClients(file: WrittenFile, kinds: DeviceKinds, raise: Raise): void {
  if (kinds.flows.some((flow) => borrowsMask(flow, kinds))) return;
  const transfers = transfersOf(file, kinds);
  for (const flow of file.functions) {
    for (const call of apiCalls(file, flow)) {
      const transfer = call.row.does === 'map' ? transferOf(file, call, transfers) : undefined;
      const [device] = transfer === undefined ? [] : argumentsIn(call, 'device');
      if (transfer === undefined || device === undefined) continue;
      const kind = kinds.of(flow, device.operand, call.position);
      const isUnfilled = kind.kind === 'unfilled' && !/dma/i.test(kind.field) && kind.object === transfer.object;
      if ((kind.kind !== 'bus' && !isUnfilled) || isWrittenToRegister(file, call)) continue;
      const heuristics = isUnfilled ? (['client-device'] as const) : [];
      const common = { at: call.instr.calleeAt, heuristics, functionName: flow.graph.name };
      const { name: prep, at: preparedAt } = transfer;
      raise({ ...common, id: 'CLIENT_DEVICE', name: call.name, device: deviceText(file, call), prep, preparedAt });
    }
  }
}

/** `dev->dma_mask = chan->device->dev->dma_mask`: a driver that knows both are one master. */
function borrowsMask(flow: Flow, kinds: DeviceKinds): boolean {
  for (const { instr, position } of sitesOf(flow.graph)) {
    const last = instr.kind === 'store' ? instr.place.steps.at(-1) : undefined;
    if (instr.kind !== 'store' || last?.kind !== 'field' || last.name !== 'dma_mask') continue;
    for (const source of flow.sourcesOf(instr.value, position, 'copies')) {
      const pointer =
        source.kind === 'load' && source.place.root.kind === 'pointee' ? source.place.root.pointer : undefined;
      if (pointer !== undefined && kinds.of(flow, pointer, position).kind === 'engine') return true;
    }
  }
  return false;
}

/** A call that prepares a transfer. */
interface Transfer {
  readonly name: string;
  readonly at: Span;
  /** The struct that the channel is kept in: the device beside it is the driver's. */
  readonly object: string | undefined;
}

/** An address that goes into a register is for the device behind that, whatever engine there is besides. */
function isWrittenToRegister(file: WrittenFile, call: WrittenCall): boolean {
  const fields = new Set(fieldsOf(file, call));
  const { flow } = call;
  return apiCalls(file, flow).some(({ row, instr, position }) => {
    if (row.does !== 'plain' || row.effect !== 'hand-over') return false;
    return instr.arguments.some((operand) =>
      flow.sourcesOf(operand, position, 'parts').some((source) => {
        if (source.kind === 'call') return source.instr === call.instr;
        const key = source.kind === 'load' ? fieldKeyOf(source.place, flow.graph, file.index)?.key : undefined;
        return key !== undefined && fields.has(key);
      }),
    );
  });
}

/** What transfers are prepared with, by whatever a mapping can be known by. */
interface Transfers {
  readonly byCall: Map<CallInstr, Transfer>;
  readonly byField: Map<string, Transfer>;
  /** A list in the same function, by the name it has there. */
  readonly byName: Map<string, Transfer>;
}

function transfersOf(file: WrittenFile, kinds: DeviceKinds): Transfers {
  const found: Transfers = { byCall: new Map(), byField: new Map(), byName: new Map() };
  for (const flow of kinds.flows) {
    for (const { instr, position, name } of callsOf(flow.graph)) {
      if (!preparing.test(name)) continue;
      const transfer = { name, at: instr.calleeAt, object: keptIn(file, flow, instr, position) };
      for (const operand of instr.arguments.slice(1, name.endsWith('memcpy') ? 3 : 2)) {
        noteGiven(file, kinds, found, { transfer, flow, operand, position }, 0);
      }
    }
  }
  return found;
}

function keptIn(file: WrittenFile, flow: Flow, { arguments: [channel] }: CallInstr, at: Position): string | undefined {
  const [only] = channel === undefined ? [] : flow.sourcesOf(channel, at, 'copies');
  return only?.kind === 'load' ? fieldKeyOf(only.place, flow.graph, file.index)?.tag : undefined;
}

interface Given {
  readonly transfer: Transfer;
  readonly flow: Flow;
  readonly operand: Operand;
  readonly position: Position;
}

/** Helpers that only prepare what their callers mapped. */
const maxHelpers = 2;

function noteGiven(file: WrittenFile, kinds: DeviceKinds, found: Transfers, given: Given, depth: number): void {
  const { transfer, flow, operand, position } = given;
  const name = nameIn(flow, operand, position);
  if (name !== undefined) found.byName.set(name, transfer);
  for (const source of flow.sourcesOf(operand, position, 'copies')) {
    if (source.kind === 'call') found.byCall.set(source.instr, transfer);
    if (source.kind === 'load' || source.kind === 'address') {
      const field = fieldKeyOf(source.place, flow.graph, file.index);
      // What a function maps itself is what it transfers; and a request may be done in more ways than by the engine.
      const isOwn = field !== undefined && file.index.structs.has(field.tag);
      if (isOwn && !mapsItself(file, flow, field.key)) found.byField.set(field.key, transfer);
    }
    if (source.kind !== 'parameter' || depth >= maxHelpers) continue;
    for (const site of kinds.callersOf(flow.graph.name)) {
      const argument = site.given[source.local];
      if (argument === undefined) continue;
      noteGiven(
        file,
        kinds,
        found,
        { transfer, flow: site.flow, operand: argument, position: site.position },
        depth + 1,
      );
    }
  }
}

function mapsItself(file: WrittenFile, flow: Flow, key: string): boolean {
  return apiCalls(file, flow).some((call) => call.row.does === 'map' && fieldsOf(file, call).includes(key));
}

/** The fields a mapping is known by: those its list is read from, those its address is kept in. */
function fieldsOf(file: WrittenFile, call: WrittenCall): readonly string[] {
  const { flow, instr, position, row } = call;
  const keyOf = (place: Place): readonly string[] => {
    const key = fieldKeyOf(place, flow.graph, file.index)?.key;
    return key === undefined ? [] : [key];
  };
  if (isOfList(row)) {
    const lists = argumentsIn(call, 'scatterlist', 'sg-table').slice(0, 1);
    const sources = lists.flatMap(({ operand }) => flow.sourcesOf(operand, position, 'copies'));
    return sources.flatMap((source) =>
      source.kind === 'load' || source.kind === 'address' ? keyOf(source.place) : [],
    );
  }
  return sitesOf(flow.graph).flatMap(({ instr: it, position: at }) => {
    if (it.kind !== 'store') return [];
    const sources = flow.sourcesOf(it.value, at, 'copies');
    return sources.some((source) => source.kind === 'call' && source.instr === instr) ? keyOf(it.place) : [];
  });
}

const isOfList = (row: WrittenCall['row']): boolean => 'family' in row && row.family === 'sg';

function nameIn(flow: Flow, operand: Operand, position: Position): string | undefined {
  const key = flow.keyOf(operand, position);
  return key === undefined ? undefined : `${flow.graph.name} ${key}`;
}

/** The transfer that needs what a call maps. */
function transferOf(
  file: WrittenFile,
  call: WrittenCall,
  { byCall, byField, byName }: Transfers,
): Transfer | undefined {
  const { flow, instr, position, row } = call;
  const [list] = isOfList(row) ? argumentsIn(call, 'scatterlist', 'sg-table') : [];
  const name = list === undefined ? undefined : nameIn(flow, list.operand, position);
  const direct = name === undefined ? byCall.get(instr) : byName.get(name);
  if (direct !== undefined) return direct;
  const field = fieldsOf(file, call).find((key) => byField.has(key));
  return field === undefined ? undefined : byField.get(field);
}
