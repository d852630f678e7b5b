// Address spaces and the VMAs in them.

import { alignUp, pageBytes } from '../address/align.js';
import { offsetBy, userVa, type UserVa } from '../address/spaces.js';
import { change, type Transition } from '../ops/transition.js';
import type { Platform } from '../platforms/platform.js';
import type { MmId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import { currentMm, emptyMm, type Mm, type UserState, type Vma } from '../state/user-state.js';

/** An engine choice: user mappings grow upwards from here. */
const firstUserVa = userVa(0x10000000);

export function mmOf({ user }: MachineState, id: MmId): Mm {
  return user.mms.get(id) ?? emptyMm;
}

export function changeUser(now: Transition, part: Partial<UserState>): void {
  change(now, { user: { ...now.state.user, ...part } });
}

export function changeMm(now: Transition, id: MmId, part: Partial<Mm>): void {
  const { mms } = now.state.user;
  changeUser(now, { mms: mms.set(id, { ...mmOf(now.state, id), ...part }) });
}

/** The VMA of the current process with the byte at `va`. */
export function findVma(state: MachineState, va: UserVa): Vma | undefined {
  const vma = currentMm(state.user).vmas.floor(va)?.[1];
  return vma !== undefined && va < vma.end ? vma : undefined;
}

export function replaceVma(now: Transition, vma: Vma): void {
  changeMm(now, now.state.user.current, { vmas: currentMm(now.state.user).vmas.set(vma.start, vma) });
}

export function vmaPages({ start, end }: Vma): number {
  return (end - start) / pageBytes;
}

/** What mmap(2) asks for. */
export interface VmaRequest extends Pick<Vma, 'pageOffset' | 'offsetMeans' | 'isAnonymous'> {
  readonly pages: number;
  readonly access: readonly ('read' | 'write')[];
  readonly isShared: boolean;
}

/** Makes an empty VMA behind every other of the current process. */
export function createVma(now: Transition, request: VmaRequest): Vma {
  const { pages, pageOffset, offsetMeans, isAnonymous, access, isShared } = request;
  const start = nextFree(now.state, pageOffset);
  const vma: Vma = {
    start,
    end: offsetBy(start, pages * pageBytes),
    pageOffset,
    offsetMeans,
    // A file opened for reading and writing; only then can mprotect(2) add a right later.
    flags: [...(isShared ? (['shared'] as const) : []), ...access, 'may-write'],
    holds: undefined,
    isAnonymous,
  };
  replaceVma(now, vma);
  return vma;
}

function nextFree(state: MachineState, pageOffset: number): UserVa {
  const last = currentMm(state.user).vmas.floor(userVa(Infinity));
  return ofColor(state.platform, last?.[1].end ?? firstUserVa, pageOffset);
}

/**
 * Where pages of two colors would not meet in the cache, equal offsets into a file get equal colors.
 * Linux arch/arm/mm/mmap.c (6.12), arch_get_unmapped_area.
 */
function ofColor({ l1, cacheColors }: Platform, from: UserVa, pageOffset: number): UserVa {
  if (l1 !== 'vipt-aliasing') return from;
  const span = cacheColors * pageBytes;
  return offsetBy(alignUp(from, span), (pageOffset % cacheColors) * pageBytes);
}
