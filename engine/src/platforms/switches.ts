import { bytes, physAddr } from '../address/spaces.js';
import { address, either, flag, oneOf, powerOfTwo, size, text } from './form.js';
import { ioSwitches } from './switches-io.js';
import { withMemory } from './memory-layout.js';
import type { CachePolicy, HardwareAssumptions, L1Kind, OuterCache, Platform } from './platform.js';
import type { Profile } from './profile.js';
import { quirkSwitch } from './quirk-switch.js';
import { type Misfit, misfit, type Switch, switchOf } from './switch.js';

const mib = 1024 ** 2;
const gib = 1024 ** 3;
const pages = { granule: 4096 };

const off = oneOf(['off']);
const areaSize = size({ min: mib, max: 2 * gib, granule: mib });

const profiles: readonly Profile[] = ['k2639', 'k310', 'k612'];
const l1Kinds: readonly L1Kind[] = ['vivt', 'vipt-aliasing', 'vipt-nonaliasing', 'pipt'];
const l1Policies: readonly Platform['l1Policy'][] = ['write-allocate', 'write-back', 'write-through'];
const cachePolicies: readonly CachePolicy[] = ['lazy', 'eager', 'adversarial', 'worst'];
const dirtyGranules: readonly HardwareAssumptions['dirtyGranule'][] = ['line', 'half-line'];
const outerCaches: readonly OuterCache['kind'][] = ['none', 'integrated', 'l2c-210', 'pl310', 'pl310-io-coherent'];
/** Every modeled outer cache; Linux arch/arm/mm/cache-l2x0.c (6.12): CACHE_LINE_SIZE. */
const outerLineBytes = 32;
const armv6Colors = 4;

/** A kernel, its CPU and its memory, and all about devices; in the order in which it is applied, so the kernel comes first. */
export const switches = {
  profile: switchOf('The kernel: `k2639` is 2.6.39, `k310` is 3.10, `k612` is 6.12', oneOf(profiles), withProfile),
  title: switchOf('What menus show', text, (it, title) => ({ ...it, title })),
  ramBase: switchOf('Where RAM starts', address({ min: 0, max: 2 ** 40, granule: 2 * mib }), (it, base) =>
    withMemory(it, { ramBase: physAddr(base) }),
  ),
  ram: switchOf('How much RAM there is', size({ min: 128 * mib, max: 64 * gib, granule: mib }), (it, length) =>
    withMemory(it, { ramBytes: bytes(length) }),
  ),
  zoneDma: switchOf(
    'The first bytes of RAM that are a zone for DMA',
    either(size({ min: mib, max: 64 * gib, granule: mib }), off),
    (it, length) => withMemory(it, { zoneDmaBytes: bytes(length === 'off' ? 0 : length) }),
  ),
  l1: switchOf('How the innermost data cache finds a line', oneOf(l1Kinds), (it, l1) => ({
    ...it,
    l1,
    cacheColors: l1 === 'vipt-aliasing' ? Math.max(it.cacheColors, armv6Colors) : 1,
  })),
  l1Policy: switchOf('What its stores do', oneOf(l1Policies), (it, l1Policy) => ({
    ...it,
    l1Policy,
    // The kernel is built for it: CONFIG_CPU_DCACHE_WRITETHROUGH.
    maintenance: l1Policy === 'write-through' && it.maintenance === 'v5' ? 'v5-write-through' : it.maintenance,
  })),
  cachelineBytes: switchOf(
    'The line of the innermost data cache, in bytes',
    powerOfTwo({ min: 16, max: 128 }),
    (it, cachelineBytes) => ({ ...it, cachelineBytes }),
  ),
  dmaMinAlignBytes: switchOf(
    'What the kernel was built for, and so the least alignment of `kmalloc`, in bytes',
    powerOfTwo({ min: 8, max: 128 }),
    (it, dmaMinAlignBytes) => ({ ...it, dmaMinAlignBytes }),
  ),
  outerCache: switchOf('What is between the innermost cache and memory', oneOf(outerCaches), (it, kind) => ({
    ...it,
    outerCache: kind === 'none' || kind === 'integrated' ? { kind } : { kind, lineBytes: outerLineBytes },
  })),
  speculation: switchOf('Whether the CPU loads lines nobody asked for', flag, (it, speculation) => ({
    ...it,
    speculation,
  })),
  policy: switchOf('What spontaneous evictions, prefetches and drains do', oneOf(cachePolicies), (it, policy) => ({
    ...it,
    policy,
  })),
  uncachedDrains: switchOf(
    'Whether an uncached access waits until the write buffer is empty, where DMA memory is not bufferable',
    flag,
    (it, uncachedDrains) => assuming(it, { uncachedDrains }),
  ),
  dirtyGranule: switchOf('What a write-back writes', oneOf(dirtyGranules), (it, dirtyGranule) =>
    assuming(it, { dirtyGranule }),
  ),
  uncachedBypassesOuter: switchOf('Whether uncached accesses pass the outer cache by', flag, (it, bypasses) =>
    assuming(it, { uncachedBypassesOuter: bypasses }),
  ),
  bufferableDma: switchOf('Whether writes to coherent memory need a barrier', flag, (it, bufferableDma) => ({
    ...it,
    bufferableDma,
  })),
  smp: switchOf('Whether the kernel runs on several cores', flag, (it, smp) => ({ ...it, smp })),
  lpae: switchOf('Whether the kernel uses 64-bit page tables and DMA addresses', flag, (it, lpae) => ({
    ...it,
    lpae,
    dmaAddressBits: lpae || it.dmaAddressBits === 64 ? 64 : 32,
  })),
  vmapStack: switchOf('Whether kernel stacks live in vmalloc space', flag, (it, vmapStack) => ({ ...it, vmapStack })),
  dmaDebug: switchOf('Whether the kernel was built with its checker of the DMA API', flag, (it, dmaDebug) => ({
    ...it,
    dmaDebug,
  })),
  cma: switchOf('The contiguous memory area', either(areaSize, off), (it, area) => ({
    ...it,
    cma: area === 'off' ? { kind: 'off' } : { kind: 'area', bytes: bytes(area) },
  })),
  coherentPool: switchOf(
    'Memory for coherent allocations that may not sleep',
    either(size({ min: 4096, max: 64 * mib, ...pages }), off),
    (it, pool) => ({ ...it, coherentPoolBytes: bytes(pool === 'off' ? 0 : pool) }),
  ),
  unmapLinear: switchOf('Whether coherent allocations lose their linear mapping', flag, (it, unmapLinear) => ({
    ...it,
    unmapLinear,
  })),
  ...ioSwitches,
  quirks: quirkSwitch,
} as const satisfies Readonly<Record<string, Switch>>;

export type SwitchName = keyof typeof switches;

function assuming(platform: Platform, assumed: Partial<HardwareAssumptions>): Platform {
  return { ...platform, assumptions: { ...platform.assumptions, ...assumed } };
}

function withProfile(platform: Platform, profile: Profile): Platform | Misfit {
  if (profile === platform.profile) return platform;
  const differences = platform.profiles[profile];
  if (differences !== undefined) return { ...platform, ...differences, profiles: {} };
  const known = [platform.profile, ...Object.keys(platform.profiles)].map((it) => `\`${it}\``).join(' and ');
  return misfit(`cannot be \`${profile}\`: \`${platform.name}\` is known with ${known} only`);
}
