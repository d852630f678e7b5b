// The packaged extension in a real workbench, on a real driver: what the command says, the Problems view says;
// hovering a handle shows its mapping. Run by `npm run test:editor`, after `npm run bundle` and `npm run package`.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { choosePlatform, goToPlace, openByName, readHover, readProblems, untilAnalyzed } from './actions.mjs';
import { addRingDriver, findingsOfCommand, prepareDriver, root } from './driver.mjs';
import { openWorkbench } from './workbench.mjs';

const screenshots = join(root, '.cache/screenshots');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const vsix = join(root, `dma-lens-${version}.vsix`);

await test('the packaged extension in a workbench', async (editor) => {
  assert.ok(existsSync(vsix), `${vsix} is missing: run npm run package`);
  mkdirSync(screenshots, { recursive: true });
  const driver = prepareDriver();
  editor.after(() => driver.remove());
  const config = join(driver.workspace, '.dma-lens.json');
  writeFileSync(config, '{ "platforms": { "my-board": { "extends": "exynos4", "ram": "512M" } } }\n');
  const ring = addRingDriver(driver);
  const workbench = await openWorkbench({ vsix, workspace: driver.workspace });
  editor.after(() => workbench.close());
  const { page } = workbench;
  await workbench.openFile(driver.file);
  await untilAnalyzed(page);

  await editor.test('the Problems view says what the command says', async () => {
    const expected = findingsOfCommand(driver);
    await page.keyboard.press('Control+Shift+M');
    const rows = await readProblems(page);
    await page.screenshot({ path: join(screenshots, 'problems.png') });

    for (const { message, line } of expected) {
      assert.ok(
        rows.some((row) => row.includes(message) && row.includes(`line ${line}`)),
        `"${message}" at line ${line} is not among the problems:\n${rows.join('\n')}`,
      );
    }
  });

  await editor.test('the name of a rule leads to its page', async () => {
    const [{ rule }] = findingsOfCommand(driver);
    await page.locator('.markers-panel a', { hasText: rule }).first().click();
    await page.locator(`.tabs-container [data-resource-name="${rule.split('/')[1]}.md"]`).waitFor();
    await page.screenshot({ path: join(screenshots, 'page.png') });
    await page.keyboard.press('Control+W');
  });

  await editor.test('hovering a handle shows its mapping', async () => {
    const { handle } = driver;
    await page.locator('.monaco-editor .view-lines').first().click();
    await goToPlace(page, handle.line, handle.column);
    const hover = await readHover(page);
    await page.screenshot({ path: join(screenshots, 'hover.png') });
    assert.match(hover, /mapping/);
    assert.ok(hover.includes(handle.name), `the hover does not name ${handle.name}: ${hover}`);
    assert.ok(hover.trim().split('\n').length <= 12, `more than 12 lines: ${hover}`);
  });

  await editor.test('the status item says how much was analyzed', async () => {
    const item = page.locator('.statusbar-item[id*="languageStatus"]').first();
    await item.hover();
    const details = page.locator('.hover-language-status').first();
    await details.waitFor();
    await page.screenshot({ path: join(screenshots, 'status.png') });
    assert.match(await details.innerText(), /DMA functions analyzed/);
  });

  await editor.test('another platform is one command away and counts at once', async () => {
    await choosePlatform(page, 'x86-coherent');
    await page.locator('.statusbar-item[id*="languageStatus"]').first().hover();
    await page.locator('.hover-language-status').filter({ hasText: 'x86-coherent' }).first().waitFor();
  });

  await editor.test('a machine of the user’s own can be chosen', async () => {
    await choosePlatform(page, 'my-board', join(screenshots, 'platforms.png'));
    await page.locator('.statusbar-item[id*="languageStatus"]').first().hover();
    await page.locator('.hover-language-status').filter({ hasText: 'my-board' }).first().waitFor();
  });

  await editor.test('a mistake in it is shown where it is', async () => {
    writeFileSync(config, '{ "platforms": { "my-board": { "extends": "exynos4", "l1": "vivt" } } }\n');
    await openByName(page, '.dma-lens.json');
    const problem = page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'needs an architecture' });
    await problem.first().waitFor();
    await page.screenshot({ path: join(screenshots, 'own-platform.png') });
    assert.match(await problem.first().innerText(), /vivt/);
  });

  await editor.test('a kernel tree named in the settings is read for a driver outside of it', async () => {
    const { file, tree, finding, settings } = ring;
    await openByName(page, file);
    await page.locator('.monaco-editor .view-line', { hasText: 'dma_map_single' }).first().waitFor();
    const underlined = page.locator('.monaco-editor .squiggly-error');
    assert.equal(await underlined.count(), 0, 'a finding without the header that shows it');
    settings({ 'dmaLens.kernel': tree });
    await underlined.first().waitFor();
    const rows = await readProblems(page);
    await page.screenshot({ path: join(screenshots, 'kernel-tree.png') });
    assert.ok(
      rows.some((row) => row.includes(finding)),
      `"${finding}" is not among the problems:\n${rows.join('\n')}`,
    );
  });
});
