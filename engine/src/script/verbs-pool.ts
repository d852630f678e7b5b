import { bytes } from '../address/spaces.js';
import type { Gfp } from '../ops/op.js';
import { deviceId } from '../state/ids.js';
import { handle, kernelPlace, readNumber } from './places.js';
import { expectResult } from './script-context.js';
import type { Verbs } from './verb.js';

export const poolVerbs: Verbs = {
  /** `pool-create DEVICE NAME SIZE [ALIGN [BOUNDARY]] [managed]` */
  'pool-create': (_cx, { words }) => {
    const isManaged = words.includes('managed');
    const [device = '', name = '', size = '', align = '0', boundary = '0'] = words.filter((it) => it !== 'managed');
    return {
      kind: 'pool-create',
      device: deviceId(device),
      name,
      size: bytes(readNumber(size)),
      align: readNumber(align),
      boundary: readNumber(boundary),
      isManaged,
    };
  },
  /** `pool-alloc POOL [atomic] [zeroed]` */
  'pool-alloc': (cx, { words }) => {
    const { pool } = expectResult(cx, words[0] ?? '', 'pool');
    const gfp: Gfp = words.includes('atomic') ? 'atomic' : 'kernel';
    return { kind: 'pool-alloc', pool, gfp, isZeroed: words.includes('zeroed') };
  },
  /** `pool-free POOL BLOCK [HANDLE]`: the handle of another block, or a number */
  'pool-free': (cx, { words: [of = '', block = '', other = block] }) => {
    const { pool } = expectResult(cx, of, 'pool');
    const { va: cpuAddress } = kernelPlace(cx, block);
    return { kind: 'pool-free', pool, cpuAddress, address: handle(cx, other, undefined).address };
  },
  /** `pool-destroy POOL [managed]` */
  'pool-destroy': (cx, { words }) => {
    const { pool } = expectResult(cx, words[0] ?? '', 'pool');
    return { kind: 'pool-destroy', pool, isManaged: words.includes('managed') };
  },
};
