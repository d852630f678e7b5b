// Rules about memory: what fits into what, and which kernel has which kind of it.

import { isAligned, pageBytes } from '../address/align.js';
import { sizeText } from '../address/size-text.js';
import { demand, type PlatformRule } from './contradiction.js';
import { ramEnd } from './memory-layout.js';
import { type IovaSpace, isArm32, type Platform } from './platform.js';

const mib = 1024 ** 2;
const fourGib = 4 * 1024 ** 3;
/** The kernel image, its page descriptors and page tables, and something to allocate from. */
const leastFreeLowmem = 80 * mib;

const areaBytes = ({ cma }: Platform): number => (cma.kind === 'area' ? cma.bytes : 0);

export const memoryRules: readonly PlatformRule[] = [
  (it) =>
    demand(
      !it.lpae || (it.architecture === 'armv7' && it.profile === 'k612'),
      'lpae',
      '`lpae` needs ARMv7 with `k612`',
    ),
  (it) => demand(!it.lpae || it.dmaAddressBits === 64, 'lpae', '`lpae` needs DMA addresses of 64 bits'),
  (it) =>
    demand(
      !isArm32(it) || it.lpae || ramEnd(it) <= fourGib,
      'ram',
      `RAM ends at 0x${ramEnd(it).toString(16)}: above 4 GiB it needs \`lpae\``,
    ),
  (it) =>
    demand(
      it.memory.lowmemBytes - areaBytes(it) >= leastFreeLowmem,
      'cma',
      `\`cma\` must leave ${sizeText(leastFreeLowmem)} of ${sizeText(it.memory.lowmemBytes)} lowmem to the kernel`,
    ),
  (it) => demand(it.cma.kind === 'off' || it.profile !== 'k2639', 'cma', '`cma` must be off with `k2639`'),
  (it) =>
    demand(
      it.cma.kind === 'off' || it.coherentPoolBytes < it.cma.bytes,
      'coherentPool',
      '`coherentPool` is taken from `cma` and must be smaller',
    ),
  (it) =>
    demand(
      it.coherentPoolBytes === 0 || it.profile !== 'k2639',
      'coherentPool',
      '`coherentPool` must be off with `k2639`',
    ),
  (it) =>
    demand(
      it.swiotlb.kind === 'off' || !isArm32(it) || it.profile === 'k612',
      'swiotlb',
      '`swiotlb` must be off on 32-bit ARM before `k612`',
    ),
  (it) =>
    demand(it.restrictedPoolBytes === 0 || it.profile === 'k612', 'restrictedPool', '`restrictedPool` needs `k612`'),
  (it) =>
    demand(
      it.consistentRegionBytes === 0 || it.profile === 'k2639',
      'profile',
      'only `k2639` has a region for consistent memory',
    ),
  (it) =>
    demand(
      it.iommus.every(({ iova }) => isIovaSpace(iova)),
      'iovaSize',
      'the addresses of an IOMMU must be whole pages and end at 4 GiB',
    ),
];

function isIovaSpace(space: IovaSpace): boolean {
  const [start, end] =
    space.kind === 'bitmap' ? [space.base, space.base + space.bytes] : [space.start, space.end as number];
  const inUse = space.kind === 'bitmap' ? space.inUse : 0;
  return [start, end, inUse].every((it) => isAligned(it, pageBytes)) && start + inUse < end && end <= fourGib;
}
