import { parseArguments } from '../arguments.js';
import { type ExitStatus, exitStatus, type Io } from '../io.js';
import { defaultPlatform, type Platform, platforms } from '../toolchain.js';
import { checkUsage } from '../usage.js';
import { renderTable } from './table.js';

export function runPlatforms(args: readonly string[], io: Io): ExitStatus {
  const usage = checkUsage(io, 'platforms', parseArguments(args, {}), { max: 0 });
  if (usage !== undefined) {
    return usage;
  }
  const head = ['PLATFORM', 'KERNEL', 'CACHES', 'IOMMU', 'DESCRIPTION'];
  io.out(renderTable([head, ...platforms.map(platformRow)]));
  return exitStatus.clean;
}

/** The kernel generations of the engine, as people number them. */
const kernels: Record<Platform['profile'], string> = { k2639: '2.6.39', k310: '3.10', k612: '6.12' };

function platformRow({ name, profile, backend, iommus, title }: Platform): readonly string[] {
  return [
    name,
    kernels[profile],
    backend === 'direct-coherent' ? 'coherent' : 'not coherent',
    iommus.length === 0 ? 'none' : iommus.map((it) => it.format).join(', '),
    name === defaultPlatform.name ? `${title} (default)` : title,
  ];
}
