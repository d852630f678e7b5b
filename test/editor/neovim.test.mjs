// Neovim, which does not pull diagnostics, on the same driver: what it shows is what the command says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findingsOfCommand, prepareDriver, program } from './driver.mjs';

const script = join(dirname(fileURLToPath(import.meta.url)), 'neovim.lua');
await test('the server in Neovim', async (neovim) => {
  const driver = prepareDriver();
  neovim.after(() => driver.remove());
  const result = join(driver.workspace, 'result.json');
  const { status, stderr } = spawnSync(
    'nvim',
    ['--headless', '-u', 'NONE', '-n', driver.file, '-c', `luafile ${script}`],
    {
      cwd: driver.workspace,
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        ...process.env,
        DMA_LENS_SERVER: JSON.stringify([process.execPath, program, 'server', '--stdio']),
        DMA_LENS_HANDLE: JSON.stringify(driver.handle),
        DMA_LENS_RESULT: result,
      },
    },
  );
  assert.equal(status, 0, stderr);
  const shown = JSON.parse(readFileSync(result, 'utf8'));

  await neovim.test('diagnostics are those of the command', () => {
    assert.ok(shown.arrived, 'no diagnostics were published');
    const ofCommand = findingsOfCommand(driver).map(({ line, message, rule }) => ({ line, message, code: rule }));
    const ofEditor = shown.diagnostics.map(({ line, message, code }) => ({ line, message, code }));
    assert.deepEqual(sorted(ofEditor), sorted(ofCommand));
  });

  await neovim.test('hovering a handle names its mapping', () => {
    assert.match(shown.hover?.contents?.value ?? '', /mapping/);
  });

  function sorted(places) {
    return places.map((it) => JSON.stringify(it)).sort();
  }
});
