// Makes the picture of the README: the package in a real workbench, on a driver of ours, hovering the handle of its
// first finding. Usage: node scripts/make-picture.mjs [DRIVER.c [OUTPUT.png]]; needs scripts/install-test-tools.sh,
// dist/ and the package.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goToPlace, readHover, untilAnalyzed } from '../test/editor/actions.mjs';
import { findingsOfCommand } from '../test/editor/driver.mjs';
import { openWorkbench } from '../test/editor/workbench.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [driver = join(root, 'test/samples/sample-dma.c'), output = join(root, 'docs/images/editor.png')] =
  process.argv.slice(2);

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const workspace = mkdtempSync(join(tmpdir(), 'dma-lens-picture-'));
const file = basename(driver);
copyFileSync(driver, join(workspace, file));
const handle = handleOfFirstFinding();
const workbench = await openWorkbench({
  vsix: join(root, `dma-lens-${version}.vsix`),
  workspace,
  viewport: { width: 1200, height: 760 },
  settings: { 'workbench.sideBar.location': 'left', 'workbench.activityBar.location': 'hidden' },
});
try {
  const { page } = workbench;
  await workbench.openFile(file);
  await page.keyboard.press('Control+Shift+M');
  await untilAnalyzed(page);
  await page.keyboard.press('Control+B');
  await page.locator('.monaco-editor .view-lines').first().click();
  await goToPlace(page, handle.line, handle.column);
  await readHover(page);
  mkdirSync(dirname(output), { recursive: true });
  await page.screenshot({ path: output });
  console.log(output);
} finally {
  await workbench.close();
  rmSync(workspace, { recursive: true, force: true });
}

/** The statement that made the mapping begins with the variable the handle is stored in. */
function handleOfFirstFinding() {
  const [{ notes }] = findingsOfCommand({ workspace, file });
  const line = notes[0].line;
  const text = readFileSync(driver, 'utf8').split('\n')[line - 1] ?? '';
  return { line, column: text.search(/\S/) + 1 };
}
