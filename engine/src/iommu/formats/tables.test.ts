import { expect, test } from 'vitest';
import { boot, type MachineOp, platforms, step } from '../../index.js';

/** What a random walk over all operations found, in its shortest form. */
test('a word that was written over and leads to no table gives nothing back', () => {
  const ops: readonly MachineOp[] = [
    { kind: 'overwrite-table-word', domain: 'dev0', at: 1098909696, word: 1342177281 },
    { kind: 'alloc-attrs', size: 4198400, gfp: 'kernel', device: 'dev0', attrs: [] },
  ] as unknown as readonly MachineOp[];
  for (const platform of platforms) {
    let state = boot(platform);
    for (const op of ops) state = step(state, op).state;
    expect(state.step).toBe(ops.length);
  }
});
