import type { Operand } from '../graph/instr.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import { apiCalls, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import { type FieldFacts, fieldIdOf } from './fields.js';

/** What a file says about the URBs it fills. */
export interface UrbFacts {
  /** Functions that set the flag of an URB they did not fill, so that any URB may be meant. */
  readonly isFlaggedElsewhere: boolean;
  readonly setsAddress: boolean;
}

export function urbFacts(file: WrittenFile): UrbFacts {
  return {
    isFlaggedElsewhere: file.functions.some((flow) => flagsSet(flow).length > 0 && !fills(flow)),
    // Fields of a structure a header declares are found by their name alone.
    setsAddress: file.functions.some((flow) => storesTo(flow, 'transfer_dma').length > 0 || givesAddress(flow)),
  };
}

/** `usb_alloc_coherent(udev, len, gfp, &urb->transfer_dma)`. */
const givesAddress = (flow: Flow): boolean =>
  sitesOf(flow.graph).some(({ instr }) => {
    const last = instr.kind === 'assign' && instr.value.kind === 'address' ? instr.value.place.steps.at(-1) : undefined;
    return last?.kind === 'field' && last.name === 'transfer_dma';
  });

const fillers: ReadonlyMap<string, number> = new Map([
  ['usb_fill_control_urb', 4],
  ['usb_fill_bulk_urb', 3],
  ['usb_fill_int_urb', 3],
]);

const fills = (flow: Flow): boolean => [...fillers.keys()].some((name) => flow.calls.has(name));

/**
 * Memory from `usb_alloc_coherent()` is mapped already, which only the flag tells the core; with the flag and without
 * an address the controller is given what was there before. Linux drivers/usb/core/hcd.c, usb_hcd_map_urb_for_dma() (6.12).
 */
export function checkUrbs(file: WrittenFile, flow: Flow, facts: FieldFacts, urbs: UrbFacts, raise: Raise): void {
  if (!fills(flow)) return;
  const flagged = flagsSet(flow);
  for (const call of apiCalls(file, flow)) {
    const buffer = call.instr.arguments[fillers.get(call.name) ?? -1];
    const allocator = buffer === undefined ? undefined : allocatorOf(file, flow, facts, buffer, call.position);
    if (allocator === undefined) continue;
    const isFlagged = flagged.some((it) => it === undefined || it === urbOf(call));
    const common = { at: call.instr.calleeAt, heuristics: [], functionName: flow.graph.name, name: call.name } as const;
    const isCoherent = allocator.startsWith('usb_');
    if (isCoherent && !isFlagged && !urbs.isFlaggedElsewhere) {
      raise({ ...common, id: 'URB_FLAG', problem: 'no-flag', allocator });
    } else if (isFlagged && !urbs.setsAddress) {
      raise({ ...common, id: 'URB_FLAG', problem: 'no-address', allocator });
    }
  }
}

function urbOf({ flow, instr, position }: WrittenCall): string | undefined {
  const [urb] = instr.arguments;
  return urb === undefined ? undefined : flow.keyOf(urb, position);
}

/** The URBs whose `transfer_flags` get the flag, `undefined` for one that has no name here. */
function flagsSet(flow: Flow): readonly (string | undefined)[] {
  return storesTo(flow, 'transfer_flags').flatMap(({ owner, value, position }) =>
    flow
      .sourcesOf(value, position, 'parts')
      .some((source) => source.kind === 'constant' && source.name === 'URB_NO_TRANSFER_DMA_MAP')
      ? [owner]
      : [],
  );
}

interface FieldStore {
  readonly owner: string | undefined;
  readonly value: Operand;
  readonly position: Position;
}

function storesTo(flow: Flow, name: string): readonly FieldStore[] {
  return sitesOf(flow.graph).flatMap(({ instr, position }): readonly FieldStore[] => {
    const last = instr.kind === 'store' ? instr.place.steps.at(-1) : undefined;
    if (instr.kind !== 'store' || last?.kind !== 'field' || last.name !== name) return [];
    const { root, steps } = instr.place;
    const owner = root.kind === 'pointee' && steps.length === 1 ? flow.keyOf(root.pointer, position) : undefined;
    return [{ owner, value: instr.value, position }];
  });
}

/** Where the buffer comes from: here, or by the only allocation that fills its field. */
function allocatorOf(
  file: WrittenFile,
  flow: Flow,
  facts: FieldFacts,
  buffer: Operand,
  position: Position,
): string | undefined {
  const [only, ...others] = flow.sourcesOf(buffer, position, 'copies');
  if (only === undefined || others.length > 0) return undefined;
  if (only.kind === 'load') return facts.allocated.get(fieldIdOf(only.place, file.index) ?? '');
  const row = only.kind === 'call' ? file.apiByName(only.name) : undefined;
  const isMemory = row?.does === 'allocate' || (row?.does === 'get-memory' && row.memory === 'heap');
  return isMemory ? row.name : undefined;
}
