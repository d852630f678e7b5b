import { describe, expect, test } from 'vitest';
import { iova, physAddr } from '../address/spaces.js';
import { selectPages } from './page-size.js';

const exynos = [0x1000, 0x10000, 0x100000];
const lpae = [0x1000, 0x200000, 0x40000000];

/** All runs of a range, as `iova: page×count`. */
function runsOf(pageSizes: readonly number[], from: number, pa: number, size: number): readonly string[] {
  const runs: string[] = [];
  for (let done = 0; done < size; ) {
    const run = selectPages(pageSizes, iova(from + done), physAddr(pa + done), size - done);
    runs.push(`${(from + done).toString(16)}: ${run.pageSize.toString(16)}×${run.count}`);
    done += run.pageSize * run.count;
  }
  return runs;
}

describe('page-size selection', () => {
  test('small pages only up to where larger ones fit', () => {
    const runs = runsOf(exynos, 0x200f0000, 0x6a3f0000, 0x213000);
    expect(runs).toEqual(['200f0000: 10000×1', '20100000: 100000×2', '20300000: 1000×3']);
  });

  test('addresses that are differently offset in a larger page never reach it', () => {
    const runs = runsOf(exynos, 0x20100000, 0x6a3f0000, 0x213000);
    expect(runs).toEqual(['20100000: 10000×33', '20310000: 1000×3']);
  });

  test('a larger page that does not fit behind the boundary changes nothing', () => {
    expect(runsOf(lpae, 0x200f0000, 0x6a3f0000, 0x213000)).toEqual(['200f0000: 1000×531']);
  });

  test('the boundary alone is no reason to stop: a whole larger page must follow', () => {
    expect(runsOf(exynos, 0xf0000, 0x3f0000, 0x10000 + 0xf0000)).toEqual(['f0000: 10000×16']);
    expect(runsOf(exynos, 0xf0000, 0x3f0000, 0x10000 + 0x100000)).toEqual(['f0000: 10000×1', '100000: 100000×1']);
  });

  test('address 0 is aligned to everything', () => {
    expect(selectPages(exynos, iova(0), physAddr(0), 0x345000)).toEqual({ pageSize: 0x100000, count: 3 });
  });
});
