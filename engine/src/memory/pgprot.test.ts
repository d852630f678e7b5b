import { describe, expect, test } from 'vitest';
import { physAddr } from '../address/spaces.js';
import { armv7Noncoh } from '../platforms/armv7-noncoh.js';
import { dataPage, dmaPgprot, linuxWord, pgprot, smallPageWord } from './pgprot.js';

// Words of Linux 6.12 for one page under different attributes: arch/arm/mm/mmu.c, arch/arm/mm/proc-v7-2level.S.
const page = physAddr(0x6a3c7000);

test.each([
  ['write-alloc', 'kernel', true, 0x6a3c745f],
  ['bufferable', 'kernel', true, 0x6a3c7417],
  ['uncached', 'kernel', true, 0x6a3c7413],
  ['device', 'kernel', true, 0x6a3c7453],
  ['bufferable', 'user', true, 0x6a3c7437],
  ['write-alloc', 'user', true, 0x6a3c747f],
  ['bufferable', 'user', false, 0x6a3c7637],
] as const)('%s in %s space, dirty %s', (type, space, isDirty, word) => {
  expect(smallPageWord(page, { ...dataPage(space, type), isDirty }).toString(16)).toBe(word.toString(16));
});

test('a read-only page is read-only however dirty', () => {
  const prot = { ...dataPage('user', 'write-alloc'), isWritable: false };
  expect(smallPageWord(page, prot)).toBe(0x6a3c767f);
});

test.each([
  ['uncached', 0x0],
  ['bufferable', 0x1],
  ['write-through', 0x2],
  ['write-back', 0x3],
  ['device', 0x4],
  ['minicache', 0x6],
  ['write-alloc', 0x7],
  ['device-write-combine', 0x9],
  ['device-cached', 0xb],
  ['device-nonshared', 0xc],
  ['vectors', 0xf],
] as const)('%s has code 0x%x', (type, code) => {
  expect((linuxWord(page, dataPage('kernel', type)) >> 2) & 0xf).toBe(code);
});

test('pgprot_device is dirty and cannot be executed', () => {
  const prot = pgprot.device({ ...dataPage('kernel', 'write-alloc'), isDirty: false, isExecutable: true });
  expect(smallPageWord(page, prot)).toBe(0x6a3c7453);
});

test('pgprot_noncached and pgprot_writecombine leave execution alone', () => {
  const prot = { ...dataPage('user', 'write-alloc'), isExecutable: true };
  expect(pgprot.noncached(prot)).toEqual({ ...prot, type: 'uncached' });
  expect(pgprot.writeCombine(prot)).toEqual({ ...prot, type: 'bufferable' });
});

describe('dma_pgprot', () => {
  const prot = { ...dataPage('user', 'write-alloc'), isExecutable: true };
  const armv5 = { ...armv7Noncoh, bufferableDma: false };
  const blind = { snoops: false };

  test('a coherent device changes nothing', () => {
    expect(dmaPgprot(armv7Noncoh, { snoops: true }, prot, ['write-combine'])).toBe(prot);
  });

  test.each([
    ['armv7', armv7Noncoh, [], { type: 'bufferable', isExecutable: false }],
    ['armv7, write-combine', armv7Noncoh, ['write-combine'], { type: 'bufferable', isExecutable: false }],
    ['armv5', armv5, [], { type: 'uncached', isExecutable: false }],
    ['armv5, write-combine', armv5, ['write-combine'], { type: 'bufferable', isExecutable: true }],
  ] as const)('%s', (_name, platform, attrs, expected) => {
    expect(dmaPgprot(platform, blind, prot, attrs)).toMatchObject(expected);
  });
});
