// Makes the picture of the README: the package in a real workbench, on a driver of ours, hovering a handle.
// Usage: node scripts/make-picture.mjs DRIVER.c LINE COLUMN [OUTPUT.png]; needs scripts/install-test-tools.sh.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goToPlace, readHover, readProblems } from '../test/editor/actions.mjs';
import { openWorkbench } from '../test/editor/workbench.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [driver, line, column, output = join(root, 'docs/images/editor.png')] = process.argv.slice(2);
if (driver === undefined || line === undefined || column === undefined) {
  console.error('usage: node scripts/make-picture.mjs DRIVER.c LINE COLUMN [OUTPUT.png]');
  process.exit(2);
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const workspace = mkdtempSync(join(tmpdir(), 'dma-lens-picture-'));
copyFileSync(driver, join(workspace, basename(driver)));
const workbench = await openWorkbench({
  vsix: join(root, `dma-lens-${version}.vsix`),
  workspace,
  viewport: { width: 1200, height: 760 },
  settings: { 'workbench.sideBar.location': 'left', 'workbench.activityBar.location': 'hidden' },
});
try {
  const { page } = workbench;
  await workbench.openFile(basename(driver));
  await page.keyboard.press('Control+Shift+M');
  await readProblems(page);
  await page.keyboard.press('Control+B');
  await page.locator('.monaco-editor .view-lines').first().click();
  await goToPlace(page, line, column);
  await readHover(page);
  mkdirSync(dirname(output), { recursive: true });
  await page.screenshot({ path: output });
  console.log(output);
} finally {
  await workbench.close();
  rmSync(workspace, { recursive: true, force: true });
}
