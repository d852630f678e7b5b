import { expect, test } from 'vitest';
import { iova } from '../address/spaces.js';
import { emptyGather, gatherPage, type IotlbGather } from './gather.js';

const page = 0x1000;
const three: IotlbGather = { kind: 'range', start: iova(0x5000), end: iova(0x8000), pageSize: page };

test.each([
  ['the page after', 0x8000, page, [0x5000, 0x9000], 0],
  ['the page before', 0x4000, page, [0x4000, 0x8000], 0],
  ['a page inside', 0x6000, page, [0x5000, 0x8000], 0],
  ['a page with a gap after', 0x9000, page, [0x9000, 0xa000], 1],
  ['a page with a gap before', 0x3000, page, [0x3000, 0x4000], 1],
  ['a larger page', 0x10000, 0x10000, [0x10000, 0x20000], 1],
])('%s', (_, at, size, [start, end], synced) => {
  const { gather, invalidations } = gatherPage(three, iova(at), size);
  expect(gather).toEqual({ kind: 'range', start, end, pageSize: size });
  expect(invalidations).toHaveLength(synced);
  if (synced === 1) {
    expect(invalidations).toEqual([{ kind: 'range', iova: 0x5000, size: 0x3000, granule: page }]);
  }
});

test('the first page starts a range', () => {
  expect(gatherPage(emptyGather, iova(0), page)).toEqual({
    gather: { kind: 'range', start: 0, end: page, pageSize: page },
    invalidations: [],
  });
});
