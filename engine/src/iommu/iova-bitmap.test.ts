import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { iova } from '../address/spaces.js';
import { allocIova, checkIovaSize, createIovaBitmap, freeIova, type IovaBitmap, isIovaUsed } from './iova-bitmap.js';

const page = 4096;
const mebibyte = 2 ** 20;

/** Plays requests of `sizes` bytes and answers what each got. */
function allocAll(bitmap: IovaBitmap, sizes: readonly number[]) {
  let current = bitmap;
  const given = sizes.map((size) => {
    const allocated = allocIova(current, size);
    current = allocated?.bitmap ?? current;
    return allocated?.iova;
  });
  return { bitmap: current, given };
}

describe('the ARM IOVA bitmap', () => {
  test('aligns to the order of the size, at most 1 MiB, from the lowest address', () => {
    const space = createIovaBitmap({ base: iova(0x80000000), size: 128 * mebibyte });
    const first = allocAll(
      space,
      [5, 1, 4, 300, 1, 2].map((pages) => pages * page),
    );
    expect(first.given).toEqual([0x80000000, 0x80005000, 0x80008000, 0x80100000, 0x80006000, 0x8000c000]);
    const freed = freeIova(first.bitmap, iova(0x80000000), 5 * page);
    expect(freed && allocIova(freed, 3 * page)?.iova).toBe(0x80000000);
  });

  test('never crosses from one bitmap into the next', () => {
    const space = createIovaBitmap({ base: iova(0), size: 256 * mebibyte });
    const played = allocAll(
      space,
      [100, 100, 100, 20, 129].map((size) => size * mebibyte),
    );
    expect(played.given).toEqual([0, 0x08000000, undefined, 0x06400000, undefined]);
  });

  test.each([
    [80 * 1024, 1, 32],
    [mebibyte, 1, 256],
    [128 * mebibyte, 1, 32768],
    [200 * mebibyte, 1, 32768],
    [256 * mebibyte, 2, 32768],
    [2 ** 32, 32, 32768],
  ])('%d bytes become %d bitmaps of %d pages', (size, bitmaps, pagesPerBitmap) => {
    const space = createIovaBitmap({ base: iova(0), size });
    expect([space.pages / space.pagesPerBitmap, space.pagesPerBitmap]).toEqual([bitmaps, pagesPerBitmap]);
  });

  test('200 MiB are 128 MiB, unless the remainder is kept', () => {
    const size = 200 * mebibyte;
    const requests = [128, 72, 1].map((it) => it * mebibyte);
    const asInLinux = createIovaBitmap({ base: iova(0), size });
    expect(allocAll(asInLinux, requests).given).toEqual([0, undefined, undefined]);
    const whole = createIovaBitmap({ base: iova(0), size, keepsRemainder: true });
    expect(allocAll(whole, requests).given).toEqual([0, 0x08000000, undefined]);
  });

  test('130 MiB fail in any space', () => {
    const space = createIovaBitmap({ base: iova(0), size: 2 ** 32 });
    expect(allocIova(space, 130 * mebibyte)).toBeUndefined();
  });

  test('the last page is usable, then the space is full', () => {
    const space = createIovaBitmap({ base: iova(0x1000), size: mebibyte });
    const whole = allocIova(space, mebibyte);
    expect(whole?.iova).toBe(0x1000);
    expect(whole && allocIova(whole.bitmap, page)).toBeUndefined();
    const freed = whole && freeIova(whole.bitmap, iova(0x1000 + mebibyte - page), page);
    expect(freed && allocIova(freed, page)?.iova).toBe(0x1000 + mebibyte - page);
  });

  test('a smaller alignment order packs closer', () => {
    const space = createIovaBitmap({ base: iova(0), size: 16 * mebibyte, alignmentOrder: 4 });
    expect(allocAll(space, [page, mebibyte]).given).toEqual([0, 0x10000]);
  });

  test('sizes Linux refuses', () => {
    expect(checkIovaSize(2 ** 32 + 1)).toBe('ERANGE');
    expect(checkIovaSize(4095)).toBe('EINVAL');
    expect(checkIovaSize(2 ** 32 - 1)).toBeUndefined();
  });

  test('freeing outside, or across two bitmaps, is a BUG', () => {
    const space = createIovaBitmap({ base: iova(0x10000000), size: 256 * mebibyte });
    expect(freeIova(space, iova(0x0ffff000), page)).toBeUndefined();
    expect(freeIova(space, iova(0x20000000), page)).toBeUndefined();
    expect(freeIova(space, iova(0x17fff000), 2 * page)).toBeUndefined();
    // The second bitmap does not exist before something is allocated from it.
    expect(freeIova(space, iova(0x18000000), page)).toBeUndefined();
    const { bitmap } = allocAll(space, [128 * mebibyte, page]);
    expect(freeIova(bitmap, iova(0x18000000), page)).toBeDefined();
    expect(freeIova(space, iova(0x17fff000), 0)).toBe(space);
  });

  test('gives the addresses a plain bit array gives', () => {
    const command = fc.record({ frees: fc.boolean(), at: fc.nat(255), pages: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        let bitmap = createIovaBitmap({ base: iova(0), size: mebibyte, alignmentOrder: 4 });
        const bits = Array.from({ length: 256 }, () => false);
        for (const { frees, at, pages } of commands) {
          if (frees) {
            const freed = freeIova(bitmap, iova(at * page), pages * page);
            expect(freed === undefined).toBe(256 < at + pages);
            if (freed !== undefined) bits.fill(false, at, at + pages);
            bitmap = freed ?? bitmap;
          } else {
            const start = firstFit(bits, pages);
            const allocated = allocIova(bitmap, pages * page);
            expect(allocated?.iova).toBe(start === undefined ? undefined : start * page);
            if (start !== undefined) bits.fill(true, start, start + pages);
            bitmap = allocated?.bitmap ?? bitmap;
          }
        }
        expect(bits.map((_, index) => isIovaUsed(bitmap, iova(index * page)))).toEqual(bits);
      }),
    );
  });
});

function firstFit(bits: readonly boolean[], pages: number): number | undefined {
  const alignment = Math.min(16, 2 ** Math.ceil(Math.log2(pages)));
  for (let start = 0; start + pages <= bits.length; start += alignment) {
    if (!bits.slice(start, start + pages).includes(true)) return start;
  }
  return undefined;
}
