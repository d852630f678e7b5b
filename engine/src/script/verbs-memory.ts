import { bytes, physAddr } from '../address/spaces.js';
import type { AllocateBuffer } from '../ops/op.js';
import { readNumber } from './places.js';
import { ScriptProblem } from './problem.js';
import { expectResult } from './script-context.js';
import type { Verbs } from './verb.js';

const regions: ReadonlySet<string> = new Set<AllocateBuffer['region']>([
  'kmalloc',
  'pages',
  'highmem',
  'vmalloc',
  'stack',
  'text',
]);

function isRegion(word: string): word is AllocateBuffer['region'] {
  return regions.has(word);
}

export const memoryVerbs: Verbs = {
  /** `buffer NAME SIZE [REGION]` */
  buffer: (_cx, { words: [name = '', size = '', region = 'kmalloc'] }) => {
    if (!isRegion(region)) throw new ScriptProblem(`no region ${region}`);
    return { kind: 'allocate-buffer', name, size: bytes(readNumber(size)), region };
  },
  /** `place NAME PHYSICAL SIZE` */
  place: (_cx, { words: [name = '', at = '', size = ''] }) => {
    return { kind: 'place-buffer', name, at: physAddr(readNumber(at)), size: bytes(readNumber(size)) };
  },
  /** `part BUFFER OFFSET SIZE NAME` */
  part: (cx, { words: [buffer = '', offset = '', size = '', name = ''] }) => {
    const { object } = expectResult(cx, buffer, 'buffer');
    return { kind: 'name-part', object, offset: readNumber(offset), size: bytes(readNumber(size)), name };
  },
  'free-buffer': (cx, { words: [buffer = ''] }) => {
    return { kind: 'free-buffer', object: expectResult(cx, buffer, 'buffer').object };
  },
};
