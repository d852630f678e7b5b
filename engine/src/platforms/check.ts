// What must hold between the parts of a machine: a combination that breaks a rule was never built, or never had such
// a kernel.

import { memoryRules } from './check-memory.js';
import { type Contradiction, demand, type PlatformRule } from './contradiction.js';
import { type BackendName, hasOuterCache, isArm32, isCoherent, type Platform } from './platform.js';

/** Nothing for a machine that can exist. */
export function checkPlatform(platform: Platform): readonly Contradiction[] {
  return [...cpuRules, ...deviceRules, ...memoryRules].flatMap((rule) => rule(platform));
}

const isBeforeArmv6 = ({ architecture }: Platform): boolean => architecture === 'armv4' || architecture === 'armv5';

const cpuRules: readonly PlatformRule[] = [
  (it) => demand(it.l1 !== 'vivt' || isBeforeArmv6(it), 'l1', '`vivt` needs an architecture before ARMv6'),
  (it) => demand(it.l1 === 'vivt' || !isBeforeArmv6(it), 'l1', '`l1` must be `vivt` before ARMv6'),
  (it) =>
    demand(
      it.l1 !== 'vipt-aliasing' || it.architecture === 'armv6' || it.architecture === 'pa-risc',
      'l1',
      '`vipt-aliasing` needs ARMv6: data caches of ARMv7 never alias',
    ),
  (it) => demand(!it.speculation || !isBeforeArmv6(it), 'speculation', '`speculation` must be false before ARMv6'),
  (it) =>
    demand(!it.bufferableDma || !isBeforeArmv6(it), 'bufferableDma', '`bufferableDma` must be false before ARMv6'),
  (it) =>
    demand(
      it.bufferableDma || it.architecture !== 'armv7',
      'bufferableDma',
      '`bufferableDma` must be true on ARMv7, where the kernel has no choice',
    ),
  (it) => demand(!it.smp || !isBeforeArmv6(it), 'smp', '`smp` must be false before ARMv6'),
  (it) =>
    demand(
      !hasOuterCache(it) || it.architecture === 'armv6' || it.architecture === 'armv7',
      'outerCache',
      'only ARMv6 and ARMv7 have an outer cache of their own',
    ),
  (it) =>
    demand(
      !('lineBytes' in it.outerCache) || it.outerCache.lineBytes === 32,
      'outerCache',
      'an outer cache has lines of 32 bytes',
    ),
  (it) =>
    demand(
      isCoherent(it) || it.dmaMinAlignBytes % it.cachelineBytes === 0,
      'dmaMinAlignBytes',
      '`dmaMinAlignBytes` must be a multiple of `cachelineBytes` where caches are not coherent',
    ),
];

const coherentBackends: readonly BackendName[] = ['direct-coherent', 'arm-iommu-coherent', 'parisc-iommu'];
const maintainingBackends: readonly BackendName[] = ['direct-noncoherent', 'direct-2011', 'dmabounce', 'arm-iommu'];
const pariscBackends: readonly BackendName[] = ['parisc-iommu', 'parisc-uncached'];
const armIommuBackends: readonly BackendName[] = ['arm-iommu', 'arm-iommu-coherent'];

const deviceRules: readonly PlatformRule[] = [
  (it) =>
    demand(
      it.devicesSnoop || !coherentBackends.includes(it.backend),
      'coherent',
      `\`coherent\` must be true with \`${it.backend}\`, which maintains no cache`,
    ),
  (it) =>
    demand(
      !it.devicesSnoop || !maintainingBackends.includes(it.backend),
      'coherent',
      `\`coherent\` must be false with \`${it.backend}\`, which is for devices that see no cache`,
    ),
  (it) =>
    demand(it.devicesSnoop || !isCoherent(it), 'coherent', '`coherent` must be true on x86, where every device snoops'),
  (it) =>
    demand(
      it.backend !== 'dma-iommu' || !isArm32(it) || it.genericOnArm32,
      'backend',
      '`dma-iommu` is not for 32-bit ARM unless `genericOnArm32`',
    ),
  (it) => demand(it.backend !== 'dma-iommu' || it.profile === 'k612', 'backend', '`dma-iommu` needs `k612`'),
  (it) =>
    demand(
      !armIommuBackends.includes(it.backend) || (isArm32(it) && it.profile !== 'k2639'),
      'backend',
      `\`${it.backend}\` needs 32-bit ARM with \`k310\` or \`k612\``,
    ),
  (it) =>
    demand(
      it.backend !== 'dmabounce' || (isArm32(it) && it.profile !== 'k612'),
      'backend',
      '`dmabounce` needs 32-bit ARM with `k2639` or `k310`: later kernels do not have it',
    ),
  (it) =>
    demand(
      (it.backend === 'dmabounce') === (it.dmabounce.kind === 'pools'),
      'backend',
      '`dmabounce` needs a machine that has such pools, and those need `dmabounce`',
    ),
  (it) =>
    demand(
      (it.backend === 'direct-2011' || it.backend === 'dmabounce') === (it.profile === 'k2639') ||
        it.backend === 'dmabounce',
      'backend',
      '`direct-2011` and `k2639` need each other',
    ),
  (it) =>
    demand(
      pariscBackends.includes(it.backend) === (it.architecture === 'pa-risc'),
      'backend',
      `\`${it.backend}\` is not for ${it.architecture}`,
    ),
  (it) =>
    demand(
      !it.backend.includes('iommu') || it.iommus.length > 0,
      'iommu',
      `\`${it.backend}\` needs an IOMMU: \`iommu\` must not be off`,
    ),
];
