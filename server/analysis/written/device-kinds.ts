import type { FunctionGraph } from '../graph/function-graph.js';
import { fieldKeyOf } from '../graph/field-key.js';
import type { Operand, Place } from '../graph/instr.js';
import { type CallSite, callersOf } from './call-sites.js';
import { argumentsIn, type WrittenCall, type WrittenFile } from './file.js';
import { type Flow, flowOf, type Position, sitesOf, type Source } from './flow.js';

/** What a `struct device *` is the device of. */
export type DeviceKind =
  /** Of a DMA engine: `chan->device->dev`. */
  | { readonly kind: 'engine' }
  /** Of an object that stands for something else than a bus master; `of` is the struct, or the function that made it. */
  | { readonly kind: 'class'; readonly of: string }
  /** Of the bus the driver sits on. */
  | { readonly kind: 'bus' }
  /** What a field of the driver holds that nobody in the module fills. */
  | { readonly kind: 'unfilled'; readonly field: string; readonly object: string }
  | { readonly kind: 'unknown' };

const unknown: DeviceKind = { kind: 'unknown' };

/**
 * Members that are a `struct device` of their own beside the one of the bus, and for which nobody in the kernel sets a DMA
 * mask: Linux net/core, drivers/{spi,i2c,mmc/core,scsi,usb/core,input,rtc,iio,media,hid,remoteproc,net/phy} (6.12).
 */
const classMembers: ReadonlySet<string> = new Set([
  'net_device.dev',
  'spi_controller.dev',
  'spi_master.dev',
  'spi_device.dev',
  'i2c_adapter.dev',
  'i2c_client.dev',
  'mmc_host.class_dev',
  'mmc_card.dev',
  'sdio_func.dev',
  'Scsi_Host.shost_gendev',
  'Scsi_Host.shost_dev',
  'scsi_device.sdev_gendev',
  'usb_interface.dev',
  'usb_device.dev',
  'input_dev.dev',
  'rtc_device.dev',
  'iio_dev.dev',
  'video_device.dev',
  'hid_device.dev',
  'snd_card.card_dev',
  'rproc.dev',
  'mii_bus.dev',
  'mtd_info.dev',
]);

/** Pointers to such a device. Linux include/linux/{fb,miscdevice}.h (6.12). */
const classPointers: ReadonlySet<string> = new Set(['fb_info.dev', 'miscdevice.this_device']);
const classMakers: ReadonlySet<string> = new Set(['device_create', 'device_create_with_groups']);

export const makesClassDevice = (name: string): boolean => classMakers.has(name);
export const isClassKey = (key: string): boolean => classMembers.has(key) || classPointers.has(key);

const busMembers: ReadonlySet<string> = new Set([
  'platform_device.dev',
  'pci_dev.dev',
  'amba_device.dev',
  'of_device.dev',
]);

/** Tells them over all files of a module. */
export interface DeviceKinds {
  /** Every function of the module, and who calls it. */
  readonly flows: readonly Flow[];
  callersOf(name: string): readonly CallSite[];
  of(flow: Flow, operand: Operand, position: Position): DeviceKind;
  /** The same for the `struct device` that lies in a place. */
  ofPlace(flow: Flow, place: Place): DeviceKind;
}

interface FieldStore {
  readonly flow: Flow;
  readonly value: Operand;
  readonly position: Position;
}

export const deviceKinds = (file: WrittenFile, elsewhere: readonly FunctionGraph[]): DeviceKinds =>
  new WrittenKinds(file, elsewhere);

/** Follows pointers to devices back to where they come from, through calls and fields. */
class WrittenKinds implements DeviceKinds {
  readonly flows: readonly Flow[];
  readonly #file: WrittenFile;
  #callers: ReadonlyMap<string, readonly CallSite[]> | undefined;
  #stores: ReadonlyMap<string, readonly FieldStore[]> | undefined;

  constructor(file: WrittenFile, elsewhere: readonly FunctionGraph[]) {
    this.#file = file;
    this.flows = [...file.functions, ...elsewhere.map((graph) => flowOf(graph, file.apiByName))];
  }

  of(flow: Flow, operand: Operand, position: Position): DeviceKind {
    return this.#ofOperand(flow, operand, position, 0);
  }

  ofPlace(flow: Flow, place: Place): DeviceKind {
    const key = fieldKeyOf(place, flow.graph, this.#file.index)?.key;
    if (key === 'dma_chan_dev.device') return { kind: 'engine' };
    if (key !== undefined && classMembers.has(key)) return { kind: 'class', of: key.split('.')[0] ?? key };
    return key !== undefined && busMembers.has(key) ? { kind: 'bus' } : unknown;
  }

  callersOf(name: string): readonly CallSite[] {
    this.#callers ??= callersOf(this.flows);
    return this.#callers.get(name) ?? [];
  }

  #ofOperand(flow: Flow, operand: Operand, position: Position, depth: number): DeviceKind {
    return common(
      flow
        .sourcesOf(operand, position, 'copies')
        .filter((source) => !(source.kind === 'number' && source.value === 0))
        .map((source) => this.#ofSource(flow, source, depth)),
    );
  }

  #ofSource(flow: Flow, source: Source, depth: number): DeviceKind {
    switch (source.kind) {
      case 'address':
        return this.ofPlace(flow, source.place);
      case 'load':
        return this.#ofPointer(flow, source.place, source.position, depth);
      case 'call':
        return madeBy(source.name);
      case 'parameter':
        return this.#ofParameter(flow, source.local, depth);
      default:
        return unknown;
    }
  }

  #ofPointer(flow: Flow, place: Place, position: Position, depth: number): DeviceKind {
    const { index } = this.#file;
    if (isEngineDevice(flow, place, position)) return { kind: 'engine' };
    const field = fieldKeyOf(place, flow.graph, index);
    if (field === undefined) return unknown;
    if (classPointers.has(field.key)) return { kind: 'class', of: field.tag };
    if (!index.structs.has(field.tag) || depth > maxDepth) return unknown;
    this.#stores ??= fieldStores(this.#file, this.flows);
    const all = this.#stores.get(field.key);
    if (all === undefined) return { kind: 'unfilled', field: field.name, object: field.tag };
    return common(all.map((it) => this.#ofOperand(it.flow, it.value, it.position, depth + 1)));
  }

  #ofParameter(flow: Flow, local: number, depth: number): DeviceKind {
    const { name } = flow.graph;
    const sites = this.callersOf(name);
    const isStatic = this.#file.index.functions.get(name)?.isStatic === true;
    if (!isStatic || sites.length === 0 || depth > maxDepth) return unknown;
    return common(
      sites.map(({ flow: caller, given, position }) => {
        const operand = given[local];
        return operand === undefined ? unknown : this.#ofOperand(caller, operand, position, depth + 1);
      }),
    );
  }
}

// Linux include/linux/dmaengine.h and mmc/host.h (6.12): getters that tell by their name.
function madeBy(name: string): DeviceKind {
  if (name === 'dmaengine_get_dma_device') return { kind: 'engine' };
  if (name === 'mmc_dev') return { kind: 'bus' };
  return classMakers.has(name) ? { kind: 'class', of: name } : unknown;
}

/** A getter, the field it reads, who filled that: as far as drivers go. */
const maxDepth = 4;

/** Only what all of them are. */
function common(kinds: readonly DeviceKind[]): DeviceKind {
  const [first, ...others] = kinds;
  if (first === undefined) return unknown;
  const isSame = (it: DeviceKind): boolean =>
    it.kind === first.kind && (it.kind !== 'class' || ofOf(it) === ofOf(first));
  return others.every(isSame) ? first : unknown;
}

const ofOf = (kind: DeviceKind): string | undefined => (kind.kind === 'class' ? kind.of : undefined);

/** `chan->device->dev`, by whatever names: `dma_dev->dev` of a `struct dma_device`. */
function isEngineDevice(flow: Flow, { root, steps }: Place, position: Position): boolean {
  const last = steps.at(-1);
  if (last?.kind !== 'field' || last.name !== 'dev' || root.kind !== 'pointee') return false;
  if (root.element.kind === 'struct' && root.element.tag === 'dma_device') return true;
  return flow
    .sourcesOf(root.pointer, position, 'copies')
    .some((source) => source.kind === 'load' && lastField(source.place) === 'device' && isChannel(source.place));
}

const lastField = ({ steps }: Place): string | undefined => {
  const last = steps.at(-1);
  return last?.kind === 'field' ? last.name : undefined;
};

/** A field of unknown type may lead to a channel as well. */
function isChannel({ root }: Place): boolean {
  return root.kind !== 'pointee' || root.element.kind !== 'struct' || root.element.tag === 'dma_chan';
}

/** The device as it is written in the call. */
export function deviceText({ text }: WrittenFile, call: WrittenCall): string {
  const [device] = argumentsIn(call, 'device');
  const at = device === undefined ? undefined : call.instr.argumentsAt[device.position];
  return at === undefined ? 'the device' : text.slice(at.start, at.end).replaceAll(/\s+/g, ' ');
}

function fieldStores({ index }: WrittenFile, flows: readonly Flow[]): ReadonlyMap<string, readonly FieldStore[]> {
  const found = new Map<string, FieldStore[]>();
  for (const flow of flows) {
    for (const { instr, position } of sitesOf(flow.graph)) {
      if (instr.kind !== 'store') continue;
      const key = fieldKeyOf(instr.place, flow.graph, index)?.key;
      if (key === undefined) continue;
      const list = found.get(key) ?? [];
      list.push({ flow, value: instr.value, position });
      found.set(key, list);
    }
  }
  return found;
}
