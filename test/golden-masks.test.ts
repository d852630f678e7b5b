import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLineIndex } from '../server/analysis/base/line-index.js';
import type { MaskedText } from '../server/analysis/text/masked-text.js';
import { prepareText } from '../server/analysis/text/prepare.js';
import type { SideEntry } from '../server/analysis/text/side-table.js';
import { testParser } from './support/parser.js';

const folder = join(import.meta.dirname, 'golden', 'masks');
const cases = readdirSync(folder).filter((name) => name.endsWith('.c'));

describe.each(cases)('%s', (name) => {
  const source = readFileSync(join(folder, name), 'utf8');

  test('becomes the text and side table of its golden file', async () => {
    await expect(printMasked(prepareText(source))).toMatchFileSnapshot(join(folder, name.replace(/\.c$/, '.golden')));
  });

  test('parses without an error once masked', async () => {
    const tree = (await testParser()).parse(prepareText(source).text);
    try {
      expect(tree.root.hasError).toBe(false);
    } finally {
      tree.delete();
    }
  });
});

/** Blanked characters show as `·`. */
function printMasked({ original, text, side, macros }: MaskedText): string {
  const shown = Array.from(text, (char, at) => (char === ' ' && original[at] !== ' ' ? '·' : char)).join('');
  const lines = createLineIndex(original);
  const place = (offset: number): string => {
    const { line, column } = lines.lineColumnAt(offset);
    return `${line + 1}:${column + 1}`;
  };
  const entries = side.entries.map((entry) => `${place(entry.at.start)}  ${printEntry(entry)}`);
  const defines = macros.map(({ name, parameters, body, nameAt }) => {
    const list = parameters === undefined ? '' : `(${parameters.join(', ')})`;
    return `${place(nameAt.start)}  define ${name}${list} = ${body}`;
  });
  return [shown.trimEnd(), '---', ...entries, ...defines, ''].join('\n');
}

function printEntry(entry: SideEntry): string {
  const { kind, at, ...rest } = entry;
  const fields = Object.entries(rest)
    .filter(([field]) => !field.endsWith('At'))
    .map(([field, value]) => `${field}=${JSON.stringify(value)}`);
  return [kind, `${at.end - at.start} chars`, ...fields].join('  ');
}
