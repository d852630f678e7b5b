import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLineIndex } from '../server/analysis/base/line-index.js';
import { siteAt } from '../server/analysis/present/hover.js';
import { analyze } from './support/harness.js';

const folder = join(import.meta.dirname, 'golden', 'hover');
const cases = readdirSync(folder).filter((name) => name.endsWith('.c'));

/** Every `$0` is where the mouse is. */
test.each(cases)('%s', async (name) => {
  const [text, cursors] = withoutCursors(readFileSync(join(folder, name), 'utf8'));
  const analysis = analyze(text);
  const lines = createLineIndex(text);
  const shown = cursors.map((cursor) => {
    const { line, column } = lines.lineColumnAt(cursor);
    const site = siteAt(analysis, text, cursor);
    const body =
      site === undefined ? ['nothing'] : [`\`${text.slice(site.at.start, site.at.end)}\``, ...site.view.lines];
    return [`${line + 1}:${column + 1} ${body[0]}`, ...body.slice(1).map((it) => `  ${it}`)].join('\n');
  });
  await expect(`${shown.join('\n\n')}\n`).toMatchFileSnapshot(join(folder, name.replace(/\.c$/, '.golden')));
});

test('no hover has more than twelve lines', () => {
  const lengths = cases.flatMap((name) => {
    const [text] = withoutCursors(readFileSync(join(folder, name), 'utf8'));
    return analyze(text).mappings.map(({ view }) => view.lines.length);
  });
  expect(Math.max(...lengths)).toBeLessThanOrEqual(12);
  expect(Math.min(...lengths)).toBeGreaterThan(0);
});

function withoutCursors(marked: string): readonly [string, readonly number[]] {
  const [first = '', ...rest] = marked.split('$0');
  let text = first;
  const cursors: number[] = [];
  for (const piece of rest) {
    cursors.push(text.length);
    text += piece;
  }
  return [text, cursors];
}
