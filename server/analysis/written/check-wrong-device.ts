import type { FunctionGraph } from '../graph/function-graph.js';
import type { Operand } from '../graph/instr.js';
import { type DeviceKind, type DeviceKinds, deviceKinds, deviceText } from './device-kinds.js';
import { deviceMentions } from './device-mentions.js';
import { checkEngineClients } from './check-engine-clients.js';
import { apiCalls, argumentsIn, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { callsOf, type Flow, type Position, sitesOf } from './flow.js';

/**
 * Calls that are given a device which does no DMA: that of a network interface or of a controller class, where the one of
 * the bus is meant; or that of the driver, where a DMA engine does the transfer. All files of a module are asked, for the
 * masks they set and for what they put into their fields.
 */
export function checkWrongDevice(file: WrittenFile, elsewhere: readonly FunctionGraph[], raise: Raise): void {
  const graphs = [...file.functions.map(({ graph }) => graph), ...elsewhere];
  const mentions = graphs.map((graph) => deviceMentions(graph, file.index));
  const hasClass = mentions.some((it) => it.hasClass);
  const prepares = mentions.some((it) => it.prepares) && !mentions.some((it) => it.provides);
  if (!prepares && !hasClass) return;
  const kinds = deviceKinds(file, elsewhere);
  if (hasClass) checkClassDevices(file, kinds, raise);
  if (prepares) checkEngineClients(file, kinds, raise);
}

/** What makes a mapping, and what ends it or hands it over. */
const uses: ReadonlySet<string> = new Set(['map', 'allocate', 'unmap', 'free', 'sync-for-cpu', 'sync-for-device']);

interface ClassUse {
  readonly call: WrittenCall;
  readonly device: Operand;
  readonly of: string;
}

function checkClassDevices(file: WrittenFile, kinds: DeviceKinds, raise: Raise): void {
  const found = file.functions.flatMap((flow) => classUses(file, flow, kinds));
  if (found.length === 0) return;
  const able = classesWithMasks(kinds);
  const made = new Set(found.filter(({ call }) => isMaker(call)).map(({ of }) => of));
  for (const { call, of } of found) {
    // What a mapping was made for wrongly has to be released for the same device: that is said once, where it is made.
    if (able.has(of) || (!isMaker(call) && made.has(of))) continue;
    made.add(of);
    const { flow, name, instr } = call;
    const common = { at: instr.calleeAt, heuristics: [], functionName: flow.graph.name } as const;
    const others = found.flatMap((it) => (it.of === of && it.call !== call ? [it.call.instr.calleeAt] : []));
    raise({ ...common, id: 'CLASS_DEVICE', name, device: deviceText(file, call), of, others: others.slice(0, 3) });
  }
}

const isMaker = ({ row }: WrittenCall): boolean => row.does === 'map' || row.does === 'allocate';

function classUses(file: WrittenFile, flow: Flow, kinds: DeviceKinds): readonly ClassUse[] {
  return apiCalls(file, flow).flatMap((call) => {
    const [device] = uses.has(call.row.does) ? argumentsIn(call, 'device') : [];
    if (device === undefined) return [];
    const kind = kinds.of(flow, device.operand, call.position);
    return kind.kind === 'class' ? [{ call, device: device.operand, of: kind.of }] : [];
  });
}

/** Classes for which the module sets up DMA itself: then their devices have what the bus would have given them. */
function classesWithMasks(kinds: DeviceKinds): ReadonlySet<string> {
  const able = new Set<string>();
  const add = (kind: DeviceKind): void => {
    if (kind.kind === 'class') able.add(kind.of);
  };
  const addOf = (flow: Flow, operand: Operand, position: Position): void => add(kinds.of(flow, operand, position));
  for (const flow of kinds.flows) {
    for (const { instr, position, name } of callsOf(flow.graph)) {
      if (setsUp.test(name)) for (const operand of instr.arguments) addOf(flow, operand, position);
    }
    for (const { instr, position } of sitesOf(flow.graph)) {
      if (instr.kind !== 'store') continue;
      const last = instr.place.steps.at(-1);
      if (last?.kind !== 'field' || !maskFields.test(last.name)) continue;
      const { root, steps } = instr.place;
      if (steps.length > 1) add(kinds.ofPlace(flow, { ...instr.place, steps: steps.slice(0, -1) }));
      else if (root.kind === 'pointee') addOf(flow, root.pointer, position);
    }
  }
  return able;
}

// Linux include/linux/{dma-mapping,of_device,acpi,dma-map-ops}.h (6.12).
const setsUp =
  /^(?:dma_set_\w*mask\w*|dma_coerce_mask_and_coherent|(?:of|acpi)_dma_configure\w*|set_dma_ops|arch_setup_dma_ops)$/;
const maskFields = /^(?:dma_mask|coherent_dma_mask|dma_ops)$/;
