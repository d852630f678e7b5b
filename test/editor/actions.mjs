// What a user does in the workbench, by keyboard, and what they then can read.

/** Runs a command by its title. */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input');
  await input.waitFor();
  await input.fill(`>${title}`);
  // The list is filtered after the text arrived; Enter before that runs another command.
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Opens a file of the workspace by its name. */
export async function openByName(page, name) {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').fill(name);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.tabs-container [data-resource-name="${name}"]`).waitFor();
}

/** Only the rows in sight exist in the page, so the name is typed. */
export async function choosePlatform(page, name, screenshot) {
  await runCommand(page, 'DMA Lens: Select Platform');
  const input = page.locator('.quick-input-widget input');
  await input.waitFor();
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.filter({ hasText: 'armv7-iommu' }).first().waitFor();
  if (screenshot !== undefined) await page.screenshot({ path: screenshot });
  await input.fill(name);
  const row = rows.filter({ hasText: name }).first();
  await row.waitFor();
  await row.click();
}

/** Puts the cursor before a character, counting from 1. The box itself counts a tab as several columns. */
export async function goToPlace(page, line, column) {
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget input');
  await input.waitFor();
  await input.fill(`:${line}`);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
  for (let at = 1; at < column; at += 1) {
    await page.keyboard.press('ArrowRight');
  }
}

/**
 * The rows of the Problems view as a screen reader hears them, once there is at least one finding. Only the rows in
 * sight exist in the page, so the list is walked from its start to its end.
 */
export async function readProblems(page, timeout = 60_000) {
  const rows = page.locator('.markers-panel .monaco-list-row');
  await rows.nth(1).waitFor({ timeout });
  await rows.first().hover();
  const heard = new Set();
  for (let before = -1; before < heard.size; ) {
    before = heard.size;
    for (const label of await rows.evaluateAll((elements) =>
      elements.map((it) => it.getAttribute('aria-label') ?? ''),
    )) {
      heard.add(label);
    }
    await page.mouse.wheel(0, 100);
    await twoFrames(page);
  }
  return [...heard];
}

/** Returns when the server has answered for the first time: before that nothing answers a hover either. */
export async function untilAnalyzed(page, timeout = 60_000) {
  await page.locator('#status\\.problems:not([aria-label="No Problems"])').waitFor({ timeout });
}

/** Points at the character after the cursor and reads what appears. */
export async function readHover(page) {
  const cursor = await page.locator('.monaco-editor .cursors-layer .cursor').first().boundingBox();
  await page.mouse.move(cursor.x + 4, cursor.y + cursor.height / 2, { steps: 5 });
  const hover = page.locator('.monaco-hover:not(.hidden) .hover-row').first();
  await hover.waitFor();
  return hover.innerText();
}

/** Scrolling has reached the page's elements by then. */
function twoFrames(page) {
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}
