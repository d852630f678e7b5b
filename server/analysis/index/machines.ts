import { angleIncludes } from '../text/includes.js';

/** What is true of a whole family of machines, and no driver for one of them has to write down. */
export type MachineTrait =
  /** `dma_addr_t` has 32 bits in every configuration. */
  | 'short-dma-addresses'
  /** The DMA engines call back from the thread of their interrupt, which may sleep, and not from a tasklet. */
  | 'threaded-dma-callbacks';

interface Machines {
  readonly trait: MachineTrait;
  /** Where the beginning of the name says it: a header that drivers of other machines have no use for, … */
  readonly headers?: readonly string[];
  /** … or the vendor of the devices, in a device tree. */
  readonly vendors?: readonly string[];
  /** Kernel files and version this row was read from. */
  readonly source: string;
}

/** A driver says what it is for by what it includes and by the devices it is bound to. */
const machines: readonly Machines[] = [
  {
    // LPAE, which makes DMA addresses longer, came with ARMv7; these have ARMv4T and ARMv5 cores.
    trait: 'short-dma-addresses',
    headers: ['linux/soc/ixp4xx/', 'linux/soc/pxa/', 'linux/soc/cirrus/ep93xx', 'linux/soc/ti/omap1-'],
    source: 'arch/arm/mm/Kconfig, ARM_LPAE; Kconfig of arch/arm/mach-{ixp4xx,pxa,ep93xx,omap1} (6.12)',
  },
  {
    trait: 'threaded-dma-callbacks',
    vendors: ['renesas'],
    source: 'drivers/dma/sh/rcar-dmac.c, rcar_dmac_isr_channel_thread(); shdma-base.c, chan_irqt() (6.12)',
  },
];

/** What is known of the machines that a driver is for, by its text. */
export function machineTraits(text: string): ReadonlySet<MachineTrait> {
  const headers = angleIncludes(text);
  const vendors = new Set([...text.matchAll(compatible)].map((match) => match[1]));
  const meant = machines.filter(
    (row) =>
      row.headers?.some((beginning) => headers.some((it) => it.startsWith(beginning))) === true ||
      row.vendors?.some((vendor) => vendors.has(vendor)) === true,
  );
  return new Set(meant.map(({ trait }) => trait));
}

/** A row of a match table: `{ .compatible = "vendor,device" }`. */
const compatible = /\.\s*compatible\s*=\s*"([^",\n]+),/g;
