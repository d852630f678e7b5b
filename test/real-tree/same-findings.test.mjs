// The findings depend on the files alone: not on how many are looked at at once, nor on the order they are named in.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { check, kernelTree } from './check.mjs';

const folders = ['drivers/dma', 'drivers/mmc/host', 'drivers/spi', 'drivers/net/ethernet/freescale'];

await test('one process or two, first to last or last to first', { timeout: 30 * 60_000 }, () => {
  const tree = kernelTree();
  const paths = folders.flatMap((folder) =>
    readdirSync(join(tree, folder))
      .filter((name) => name.endsWith('.c'))
      .map((name) => join(folder, name)),
  );
  const findings = (list, jobs) => check(tree, list, `--jobs=${jobs}`).findings;

  const alone = findings(paths, 1);
  console.log(`${alone.length} findings in ${paths.length} files`);
  assert.ok(alone.length > 0);
  assert.deepEqual(findings(paths, 2), alone);
  assert.deepEqual(findings(paths.toReversed(), 1), alone);
});
