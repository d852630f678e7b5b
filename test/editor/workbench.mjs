// A real workbench: code-server with nothing installed but our package, driven by a headless browser.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const codeServer = join(here, 'node_modules/code-server/out/node/entry.js');
const startLimit = 60_000;

/** No welcome page, no chat side bar, no updates: what is left is what a test looks at. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.minimap.enabled': false,
  'security.workspace.trust.enabled': false,
};

/** Installs `vsix` into a fresh profile and opens `workspace` in a browser page. Close what you opened. */
export async function openWorkbench({ vsix, workspace, settings = {}, viewport = { width: 1400, height: 900 } }) {
  const home = mkdtempSync(join(tmpdir(), 'dma-lens-workbench-'));
  const directories = ['--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')];
  mkdirSync(join(home, 'data/User'), { recursive: true });
  writeFileSync(join(home, 'data/User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  writeFileSync(join(home, 'config.yaml'), '');
  const config = ['--config', join(home, 'config.yaml')];

  install([...directories, ...config, '--install-extension', vsix]);
  const port = await freePort();
  const server = startServer(home, [...directories, ...config], port);
  let browser;
  try {
    await untilHealthy(port, server);
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    const page = await browser.newPage({ viewport });
    return {
      page,
      home,
      openFile: (file) => openFile(page, port, workspace, file),
      async close() {
        await browser.close();
        await stop(server);
        rmSync(home, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } catch (error) {
    await browser?.close();
    await stop(server);
    throw error;
  }
}

function install(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [codeServer, ...args], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`the package could not be installed: ${stdout}${stderr}`);
  }
}

function startServer(home, args, port) {
  const log = openSync(join(home, 'code-server.log'), 'w');
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
  return spawn(
    process.execPath,
    [
      codeServer,
      ...args,
      ...quiet,
      '--disable-getting-started-override',
      '--auth',
      'none',
      '--bind-addr',
      `127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', log, log] },
  );
}

async function untilHealthy(port, server) {
  const deadline = Date.now() + startLimit;
  while (Date.now() < deadline && server.exitCode === null) {
    const healthy = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('code-server did not start');
}

/** By address, not by typing into quick open: the list there is filled whenever it likes. */
async function openFile(page, port, workspace, file) {
  const uri = `vscode-remote://127.0.0.1:${port}${join(workspace, file)}`;
  const payload = encodeURIComponent(JSON.stringify([['openFile', uri]]));
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}&payload=${payload}`);
  await page.locator(`.tabs-container [data-resource-name="${basename(file)}"]`).waitFor({ timeout: startLimit });
  await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: startLimit });
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

async function stop(server) {
  if (server.exitCode === null) {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  }
}
