// A machine in words: what `dma-lens platforms` prints.

import { hexAddress, sizeText } from '#engine';
import type { Platform } from '../toolchain.js';

/** The kernel generations of the engine, as people number them. */
export const kernels: Readonly<Record<Platform['profile'], string>> = { k2639: '2.6.39', k310: '3.10', k612: '6.12' };

/** The kernels a machine is described for, the one in force first. */
export function kernelsOf({ profile, profiles }: Platform): string {
  const others = (Object.keys(profiles) as Platform['profile'][]).map((it) => kernels[it]);
  return [kernels[profile], ...others].join(', ');
}

export function caches({ l1, cachelineBytes, outerCache }: Platform): string {
  const outer = outerCache.kind === 'none' || outerCache.kind === 'integrated' ? '' : ` + ${outerCache.kind}`;
  return `${l1} ${cachelineBytes}${outer}`;
}

export function coherence({ backend, devicesSnoop }: Platform): string {
  if (backend === 'parisc-iommu') return 'coherent by index';
  return devicesSnoop ? 'coherent' : 'not coherent';
}

export function bouncing({ swiotlb, dmabounce, restrictedPoolBytes }: Platform): string {
  if (restrictedPoolBytes > 0) return 'restricted pool';
  if (dmabounce.kind === 'pools') return 'dmabounce';
  if (swiotlb.kind === 'off') return 'no';
  return swiotlb.force ? 'swiotlb, forced' : 'swiotlb';
}

const onOff = (value: boolean): string => (value ? 'yes' : 'no');
const sizeOrOff = (value: number): string => (value === 0 ? 'off' : sizeText(value));
const orNone = (texts: readonly string[]): string => (texts.length === 0 ? 'none' : texts.join(', '));

type Printers = { readonly [Field in keyof Platform]: (value: Platform[Field]) => string };

/** One for each field, so that none is forgotten. */
const printers: Printers = {
  name: (it) => it,
  title: (it) => it,
  profile: (it) => `${it}, Linux ${kernels[it]}`,
  profiles: (it) => orNone(Object.keys(it)),
  architecture: (it) => it,
  l1: (it) => it,
  cacheColors: String,
  l1Policy: (it) => it,
  cachelineBytes: String,
  dmaMinAlignBytes: String,
  speculation: onOff,
  policy: (it) => it,
  outerCache: (it) => ('lineBytes' in it ? `${it.kind}, lines of ${it.lineBytes} bytes` : it.kind),
  maintenance: (it) => it,
  assumptions: (it) =>
    [
      it.uncachedDrains ? 'uncached accesses drain the write buffer' : 'uncached accesses drain nothing',
      `write-backs write a ${it.dirtyGranule}`,
      it.uncachedBypassesOuter
        ? 'uncached accesses pass the outer cache by'
        : 'uncached accesses look into the outer cache',
    ].join('; '),
  bufferableDma: onOff,
  smp: onOff,
  memory: printMemory,
  cma: (it) => (it.kind === 'off' ? 'off' : sizeText(it.bytes)),
  coherentPoolBytes: sizeOrOff,
  consistentRegionBytes: sizeOrOff,
  unmapLinear: onOff,
  backend: (it) => it,
  devicesSnoop: onOff,
  genericOnArm32: onOff,
  iommus: (it) => orNone(it.map(printIommu)),
  iommuStrict: onOff,
  busRanges: ({ described, others }) =>
    described.length === 0 && others.length === 0
      ? 'memory where the CPU sees it'
      : `described by firmware ${printRanges(described)}; others ${printRanges(others)}`,
  swiotlb: (it) => (it.kind === 'off' ? 'off' : `${sizeText(it.bytes)}${it.force ? ', forced' : ''}`),
  restrictedPoolBytes: sizeOrOff,
  dmabounce: (it) =>
    it.kind === 'off'
      ? 'off'
      : `pools of ${it.smallBytes} and ${it.largeBytes} bytes${it.bounceFrom === undefined ? '' : `, from ${hexAddress(it.bounceFrom)} on`}`,
  noKernelMapping: (it) => it,
  lpae: onOff,
  dmaAddressBits: String,
  defaultMaskBits: String,
  vmapStack: onOff,
  dmaDebug: onOff,
  quirks: (it) => orNone(it),
};

/** Every field of a machine with its value, in the order of the type. */
export function platformFields(platform: Platform): readonly (readonly [string, string])[] {
  return (Object.keys(printers) as (keyof Platform)[]).map((field) => [field, printField(platform, field)]);
}

function printField<Field extends keyof Platform>(platform: Platform, field: Field): string {
  return printers[field](platform[field]);
}

function printMemory(it: Platform['memory']): string {
  return [
    `${sizeText(it.ramBytes)} from ${hexAddress(it.ramBase)}`,
    `lowmem ${sizeText(it.lowmemBytes)} at ${hexAddress(it.linearBase)}`,
    ...(it.zoneDmaBytes === 0 ? [] : [`ZONE_DMA ${sizeText(it.zoneDmaBytes)}`]),
    ...(it.zoneDma32Bytes === 0 ? [] : [`ZONE_DMA32 ${sizeText(it.zoneDma32Bytes)}`]),
    `vmalloc ${hexAddress(it.vmallocStart)} to ${hexAddress(it.vmallocEnd)}`,
  ].join('; ');
}

function printIommu({ name, format, iova, unhandledFault }: Platform['iommus'][number]): string {
  const [start, end] = iova.kind === 'bitmap' ? [iova.base, iova.base + iova.bytes] : [iova.start, iova.end];
  return `${name}: ${format}, addresses ${hexAddress(start)} to ${hexAddress(end)}, unhandled faults: ${unhandledFault}`;
}

function printRanges(ranges: Platform['busRanges']['described']): string {
  return orNone(
    ranges.map((it) => `${sizeText(it.bytes)} from ${hexAddress(it.cpuStart)} at ${hexAddress(it.dmaStart)}`),
  );
}
