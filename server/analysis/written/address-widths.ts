import type { Span } from '../base/span.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { Instr, Operand } from '../graph/instr.js';
import { maskOf } from './check-masks.js';
import { fieldIdOf, placeBehind } from './fields.js';
import { apiCalls, argumentIn, type WrittenFile } from './file.js';
import { callsOf, type Flow, flowOf, sitesOf } from './flow.js';
import { type Handle, handleIn } from './handles.js';

/** How many bits the addresses have that a module gets for its device, as far as it says so. */
export interface AddressWidths {
  /** What every mask allows that is set; `undefined` where one is computed, or two kinds of devices have two. */
  readonly mapped: number | undefined;
  readonly coherent: number | undefined;
  /** Nothing sets a mask here: another module does, or nobody. */
  readonly isUnsaid: boolean;
  /** Where more than 32 bits of an address are made use of, by the field or the call the address comes from. */
  readonly wide: ReadonlyMap<string, Span>;
  /** The module has use for an upper half of something. */
  readonly hasHalves: boolean;
  /** For what lies above 32 bits: no mere byte of a MAC address. */
  readonly hasUpperHalves: boolean;
}

export function addressWidths(file: WrittenFile, elsewhere: readonly FunctionGraph[]): AddressWidths {
  const flows = [...file.functions, ...elsewhere.map((graph) => flowOf(graph, file.apiByName))];
  // Its device has an MMU of its own: what the driver calls an address is one of those it gives out itself.
  const givesOut = flows.some(({ calls }) => [...calls].some((name) => ownSpace.test(name)));
  const masks = givesOut ? [] : (isForOther(file) ? file.functions : flows).map(masksIn);
  return {
    mapped: common(masks.map(({ mapped }) => mapped)),
    coherent: common(masks.map(({ coherent }) => coherent)),
    isUnsaid: flows.map(masksIn).every(({ mapped, coherent }) => mapped === undefined && coherent === undefined),
    wide: new Map(file.functions.flatMap((flow) => wideUses(file, flow))),
    hasHalves: flows.some((flow) => hasHalves(flow, 16)),
    hasUpperHalves: flows.some((flow) => hasHalves(flow, 32)),
  };
}

// Linux include/linux/iova.h (6.12).
const ownSpace = /^(?:init_iova_domain|alloc_iova|alloc_iova_fast|iova_dma_addr)$/;

/** Memory for the device of an object that lies in another one: masks of other files are not meant for that. */
function isForOther(file: WrittenFile): boolean {
  return file.functions.some((flow) =>
    apiCalls(file, flow).some((call) => {
      const device = call.row.does === 'map' || call.row.does === 'allocate' ? argumentIn(call, 'device') : undefined;
      const place = device === undefined ? undefined : placeBehind(flow, device, call.position);
      return place !== undefined && place.steps.length > 1;
    }),
  );
}

type Bits = number | 'computed' | undefined;

/** A driver that takes less where the wide mask is refused does that in one function. */
function masksIn(flow: Flow): { readonly mapped: Bits; readonly coherent: Bits } {
  let mapped: Bits;
  let coherent: Bits;
  for (const { name, instr, position } of callsOf(flow.graph)) {
    if (!setsMask.test(name)) continue;
    const bits = maskOf(flow, instr.arguments[1], position)?.bits ?? 'computed';
    if (!/^(?:dma_set_coherent_mask|pci_set_consistent_dma_mask)$/.test(name)) mapped = wider(mapped, bits);
    if (/coherent|consistent/.test(name)) coherent = wider(coherent, bits);
  }
  return { mapped, coherent };
}

const setsMask = /^(?:dma_set_|dma_coerce_|pci_set_)\w*mask/;

function wider(known: Bits, bits: Bits): Bits {
  if (known === undefined || bits === undefined) return known ?? bits;
  return known === 'computed' || bits === 'computed' ? 'computed' : Math.max(known, bits);
}

/** What all functions agree on that say anything. */
function common(all: readonly Bits[]): number | undefined {
  const said = all.filter((it) => it !== undefined);
  const known = said.filter((it) => it !== 'computed');
  const isOfTwoKinds = known.some((it) => it > 32) && known.some((it) => it <= 32);
  return said.length === 0 || known.length < said.length || isOfTwoKinds ? undefined : Math.max(...known);
}

const halves = /^(?:upper_32_bits|(?:__)?cpu_to_[lb]e64|writeq|(?:lo_hi|hi_lo)_writeq|iowrite64|put_unaligned_[lb]e64)/;

function hasHalves({ graph }: Flow, least: number): boolean {
  return sitesOf(graph).some(({ instr }) => {
    if (instr.kind === 'call') return instr.callee.kind === 'name' && halves.test(instr.callee.name);
    const value = instr.kind === 'assign' ? instr.value : undefined;
    if (value?.kind !== 'binary' || value.operator !== '>>') return false;
    return value.right.kind === 'number' ? value.right.value >= least : least < 32;
  });
}

/** The upper half of an address, or an address in units that only the hardware at hand tells. */
function wideUses(file: WrittenFile, flow: Flow): readonly (readonly [string, Span])[] {
  return sitesOf(flow.graph).flatMap(({ instr, position }) => {
    const operand = shortenedBy(instr);
    const handle = operand === undefined ? undefined : handleIn(file, flow, operand, position);
    const origin = handle === undefined ? undefined : originOf(file, handle);
    return origin === undefined ? [] : [[origin, instr.at] as const];
  });
}

function shortenedBy(instr: Instr): Operand | undefined {
  if (instr.kind === 'call') {
    return instr.callee.kind === 'name' && instr.callee.name === 'upper_32_bits' ? instr.arguments[0] : undefined;
  }
  if (instr.kind !== 'assign' || instr.value.kind !== 'binary' || instr.value.operator !== '>>') return undefined;
  const { left, right } = instr.value;
  const isBeyond = right.kind === 'number' ? right.value >= 32 : right.kind === 'local';
  return isBeyond ? left : undefined;
}

/** The field an address was read from, or the call that gave it. */
export function originOf({ index }: WrittenFile, { source }: Handle): string | undefined {
  if (source.kind === 'call') return `${source.name}()`;
  return source.kind === 'load' ? fieldIdOf(source.place, index) : undefined;
}
