import { expect, test } from 'vitest';
import { offsetBy, physAddr } from '../address/spaces.js';
import { begin } from '../ops/transition.js';
import { playScript, type PlayedScript } from '../script/play-script.js';
import type { MachineState } from '../state/machine-state.js';
import { currentMm, type Vma } from '../state/user-state.js';
import { insertPages, type NewPages } from './insert.js';
import { mmOf } from './mm.js';

type Played = Extract<PlayedScript, { readonly kind: 'played' }>;

function play(...lines: readonly string[]): Played {
  const played = playScript(lines.join('\n'));
  if (played.kind === 'problem') throw new Error(`line ${played.line}: ${played.message}`);
  return played;
}

function stateAfter({ frames }: Played, index = -1): MachineState {
  const frame = frames.at(index);
  if (frame === undefined) throw new Error('no such step');
  return frame.state;
}

const onlyVma = (state: MachineState): Vma | undefined => currentMm(state.user).vmas.values()[0];

test('pages by number and counted pages leave different marks on the VMA', () => {
  const mapped = (platform: string): Vma | undefined =>
    onlyVma(stateAfter(play(`platform ${platform}`, 'a = alloc dev0 4096', 'mmap dev0 a 0 1')));
  expect(mapped('armv7-noncoh')?.flags).toEqual([
    'shared',
    'read',
    'write',
    'may-write',
    'io',
    'pfnmap',
    'dont-expand',
    'dont-dump',
  ]);
  expect(mapped('armv7-iommu')?.flags).toEqual(['shared', 'read', 'write', 'may-write', 'mixedmap']);
});

test('a counted page is handed out again only after munmap', () => {
  const played = play(
    'platform armv7-iommu',
    'a = alloc dev0 4096',
    'u = mmap dev0 a 0 1',
    'free dev0 a',
    'buffer b 4096 highmem',
    'munmap u',
    'buffer c 4096 highmem',
  );
  const frame = stateAfter(played, 0).mappings.values()[0]?.runs[0]?.start;
  const givenAt = (index: number): number | undefined => {
    const result = played.frames.at(index)?.result;
    return result?.kind === 'buffer' ? result.pa : undefined;
  };
  expect(frame).toBeDefined();
  expect(givenAt(3)).not.toBe(frame);
  expect(givenAt(5)).toBe(frame);
});

test('unmapping the middle leaves two VMAs, and offsets that still fit their pages', () => {
  const played = play('platform armv7-noncoh', 'a = alloc dev0 0x3000', 'u = mmap dev0 a 0 3');
  const before = stateAfter(played);
  const start = onlyVma(before)?.start ?? 0;
  const after = stateAfter(
    play('platform armv7-noncoh', 'a = alloc dev0 0x3000', 'mmap dev0 a 0 3', `munmap ${start + 0x1000} 0x1000`),
  );
  const vmas = currentMm(after.user).vmas.values();
  expect(vmas.map((vma) => [vma.start - start, vma.end - start, vma.pageOffset])).toEqual([
    [0, 0x1000, 0],
    [0x2000, 0x3000, 2],
  ]);
  expect([...currentMm(after.user).pages].map((page) => page.start - start)).toEqual([0, 0x2000]);
});

test('a child stores to a page of its own and to the same frame of a shared mapping', () => {
  const played = play(
    'platform armv7-noncoh',
    'a = alloc dev0 4096',
    'u = mmap dev0 a 0 1',
    'p = user-alloc 1',
    'child = fork',
    'switch-mm child',
    'user-store u 4',
    'user-store p 4',
  );
  const { user } = stateAfter(played);
  const [parent, child] = [...user.mms.keys()].map((id) => mmOf(stateAfter(played), id));
  const framesOf = (mm: typeof parent): readonly number[] => [...(mm?.pages ?? [])].map(({ value }) => value.pa);
  const [sharedInParent, ownInParent] = framesOf(parent);
  const [sharedInChild, ownInChild] = framesOf(child);
  expect(sharedInChild).toBe(sharedInParent);
  expect(ownInChild).not.toBe(ownInParent);
});

test('equal offsets into a file get equal colors where pages of two colors do not meet', () => {
  const { user } = stateAfter(
    play(
      'platform armv6-vipt-aliasing',
      'a = alloc dev0 0x4000',
      'mmap dev0 a 1 1',
      'mmap dev0 a 3 1',
      'mmap dev0 a 1 1',
    ),
  );
  const colors = currentMm(user)
    .vmas.values()
    .map(({ start }) => (start / 4096) % 4);
  expect(colors).toEqual([1, 3, 1]);
});

test('frames by number fill a private writable VMA as a whole or not at all', () => {
  const state = stateAfter(play('platform armv7-noncoh', 'user-mmap 2 0 private'));
  const vma = onlyVma(state);
  if (vma === undefined) throw new Error('there is a VMA');
  const pages = (length: number): NewPages => {
    return { runs: [{ start: physAddr(0x44000000), length }], type: 'bufferable', of: undefined, insertion: 'pfn' };
  };
  expect(insertPages(begin(state), vma, pages(0x1000))).toBe(-22);
  expect(insertPages(begin(state), vma, pages(0x2000), offsetBy(vma.start, 0x1000))).toBe(-22);
  const now = begin(state);
  expect(insertPages(now, vma, pages(0x2000))).toBe(0);
  expect(onlyVma(now.state)?.pageOffset).toBe(0x44000);
});
