// A driver fills page tables of its own. Source: drivers/iommu/iommu.c (6.12), iommu_map and its relatives.

import { isAligned } from '../address/align.js';
import { iovaToDma, type Iova } from '../address/spaces.js';
import { totalLength } from '../backends/backend.js';
import { findDomain, formatOf, setDomain, useDomain } from '../backends/iommu-domain.js';
import { mapIova, mapIovaSegments, physBehind, syncGathered, unmapIova } from '../backends/iommu-tables.js';
import type { MapError } from '../iommu/formats/format.js';
import { findTable } from '../iommu/formats/tables.js';
import type { IommuMap, IommuMapSg, IommuUnmap, IovaToPhys, OverwriteWord, SyncIotlb } from '../ops/op.js';
import { codes, type OpResult, returned, type StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { Domain, DomainId } from '../state/iommu-state.js';
import { identityDomain } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import { physAddr } from '../address/spaces.js';

export function iommuMap(state: MachineState, op: IommuMap): StepResult {
  const now = begin(state);
  const { domain: id, iova, phys, size, protection } = op;
  const domain = useDomain(now, id);
  if (domain === undefined) return finish(now, returned(codes.EINVAL));
  if (!areAligned(now, domain, [iova, phys, size])) return finish(now, returned(codes.EINVAL));
  if (isOrderWrong(now, domain, op)) return finish(now, returned(codes.EINVAL));
  return finish(now, codeOf(mapIova(now, id, { iova, run: { start: phys, length: size }, protection })));
}

/** Bytes that were mapped, or a negative errno. */
export function iommuMapSg(state: MachineState, { domain: id, iova, runs, protection }: IommuMapSg): StepResult {
  const now = begin(state);
  const domain = useDomain(now, id);
  const numbers = [iova, ...runs.flatMap(({ start, length }) => [start, length])];
  if (domain === undefined || !areAligned(now, domain, numbers)) return finish(now, returned(codes.EINVAL));
  const error = mapIovaSegments(now, id, iova, runs, protection);
  return finish(now, error === undefined ? { kind: 'bytes', bytes: totalLength(runs) } : codeOf(error));
}

export function iommuUnmap(state: MachineState, { kind, domain: id, iova, size }: IommuUnmap): StepResult {
  const now = begin(state);
  const domain = useDomain(now, id);
  if (domain === undefined || !areAligned(now, domain, [iova, size])) return finish(now, { kind: 'bytes', bytes: 0 });
  const unmapped = unmapIova(now, id, iova, size, kind === 'iommu-unmap-fast' ? 'gather' : 'now');
  return finish(now, { kind: 'bytes', bytes: unmapped });
}

export function syncIotlb(state: MachineState, { domain }: SyncIotlb): StepResult {
  const now = begin(state);
  if (useDomain(now, domain) !== undefined) syncGathered(now, domain);
  return finish(now);
}

/** An identity domain answers the address itself, one that blocks everything nothing. */
export function iovaToPhys(state: MachineState, { domain: id, iova }: IovaToPhys): StepResult {
  return finish(begin(state), { kind: 'physical', address: lookUp(state, id, iova) });
}

export function overwriteWord(state: MachineState, { domain: id, at, word }: OverwriteWord): StepResult {
  const now = begin(state);
  const domain = findDomain(state, id);
  if (domain === undefined) return finish(now);
  const tables = domain.tables.map((image) => {
    const table = findTable(image, at);
    const written = table?.wordBytes === 8 ? BigInt(word) : word;
    return table === undefined ? image : { ...image, words: image.words.set(at, written) };
  });
  setDomain(now, { ...domain, tables });
  return finish(now);
}

function lookUp(state: MachineState, id: DomainId, iova: Iova): ReturnType<typeof physBehind> {
  if (id === identityDomain) return physAddr(iova);
  const domain = findDomain(state, id);
  return domain === undefined ? undefined : physBehind(state, domain, iovaToDma(iova));
}

function areAligned(now: Transition, domain: Domain, numbers: readonly number[]): boolean {
  const smallest = Math.min(...formatOf(now.state, domain).pageSizes);
  const isFine = numbers.every((it) => isAligned(it, smallest));
  if (!isFine) raise(now, { id: 'KERNEL_WARN', site: 'unaligned address or size' });
  return isFine;
}

/** 2.6.39 maps one page of 2^order and stops where it is not aligned. Source: drivers/base/iommu.c (2.6.39), iommu_map. */
function isOrderWrong(now: Transition, domain: Domain, { iova, phys, size }: IommuMap): boolean {
  if (now.state.platform.profile !== 'k2639') return false;
  if (!isAligned(iova, size) || !isAligned(phys, size)) {
    raise(now, { id: 'KERNEL_BUG', site: 'unaligned address or size' });
    return true;
  }
  return !formatOf(now.state, domain).pageSizes.includes(size);
}

function codeOf(error: MapError | undefined): OpResult {
  return returned(error === undefined ? 0 : codes[error]);
}
