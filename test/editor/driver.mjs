// The real driver the editors look at, alone in a workspace of its own.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const program = join(root, 'dist/cli.cjs');

/** A path inside the kernel tree, of a driver with findings; another can be named to look at it. */
const path = process.env.DMA_LENS_EDITOR_DRIVER ?? 'drivers/net/ethernet/dec/tulip/de2104x.c';

export function prepareDriver() {
  const kernel = execFileSync(join(root, 'scripts/fetch-kernel.sh'), { encoding: 'utf8' }).trim();
  const workspace = mkdtempSync(join(tmpdir(), 'dma-lens-workspace-'));
  const file = basename(path);
  copyFileSync(join(kernel, path), join(workspace, file));
  return {
    workspace,
    file,
    handle: firstHandle(readFileSync(join(workspace, file), 'utf8')),
    remove: () => rmSync(workspace, { recursive: true, force: true }),
  };
}

/** A driver of the user's own, what is wrong with which only a header of a kernel tree tells. */
export function addRingDriver({ workspace }) {
  const write = (path, text) => {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  };
  write('tree/include/linux/dma-mapping.h', '');
  write('tree/include/linux/ring.h', '#define RING_BYTES 64\n');
  write(
    'ring.c',
    `#include <linux/dma-mapping.h>
#include <linux/ring.h>

static int ring_send(struct device *dev, void *buf)
{
	dma_addr_t addr = dma_map_single(dev, buf, RING_BYTES, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, 60, DMA_TO_DEVICE);
	return 0;
}
`,
  );
  return {
    file: 'ring.c',
    tree: 'tree',
    finding: 'unmaps 60 bytes, but 64 were mapped',
    settings: (values) => write('.vscode/settings.json', JSON.stringify(values)),
  };
}

/** What the command says about the driver; places count from 1. */
export function findingsOfCommand({ workspace, file }) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, 'check', '--format', 'json', file], {
    cwd: workspace,
    encoding: 'utf8',
  });
  assert.ok(status === 0 || status === 1, `the command ended with ${status}: ${stderr}`);
  const findings = JSON.parse(stdout);
  assert.ok(findings.length > 0, `the command finds nothing in ${file}, so nothing can be compared`);
  return findings;
}

/** Where the result of a mapping call is stored, in lines and columns from 1. */
function firstHandle(text) {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => /^\s*\w[\w>.-]*\s*=\s*dma_map_\w+\(/.test(line));
  const [, indent, name] = /^(\s*)(\w[\w>.-]*)/.exec(lines[index] ?? '') ?? [];
  assert.ok(name !== undefined, 'the driver stores no mapping in a variable');
  return { line: index + 1, column: indent.length + 1, name };
}
