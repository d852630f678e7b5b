// docs/platforms.md against the engine: its tables are made from the presets, switches and quirks there are, and its
// example is a configuration that works.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { platforms, quirks, switches } from '#engine';
import { parseConfigFile } from '../server/analysis/config/config-file.js';
import { bouncing, caches, coherence, kernels, kernelsOf } from '../server/node/commands/platform-fields.js';
import { knownNames } from '../server/node/toolchain.js';

const path = join(import.meta.dirname, '../docs/platforms.md');
const page = readFileSync(path, 'utf8');

const code = (text: string): string => `\`${text}\``;

const tables: Readonly<Record<string, readonly (readonly string[])[]>> = {
  presets: [
    ['preset', 'kernel', 'innermost cache, line', 'IOMMU', 'devices', 'bouncing', 'what it is'],
    ...platforms.map((it) => [
      code(it.name),
      kernelsOf(it),
      caches(it),
      it.iommus.length === 0 ? 'none' : it.iommus.map(({ format }) => code(format)).join(', '),
      coherence(it),
      bouncing(it),
      it.title,
    ]),
  ],
  switches: [
    ['switch', 'value', 'meaning'],
    ...Object.entries(switches).map(([name, { about, expected }]) => [code(name), expected, about]),
  ],
  quirks: [
    ['quirk', 'kernels', 'what happens'],
    ...Object.entries(quirks).map(([id, { title, profiles }]) => [
      code(id),
      profiles.map((it) => kernels[it]).join(', '),
      title,
    ]),
  ],
};

function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

test('its tables show what there is', async () => {
  let written = page;
  for (const [name, rows] of Object.entries(tables)) {
    const [before = '', rest = ''] = written.split(new RegExp(`(?<=<!-- ${name}:.*-->\\n)`));
    written = before + markdown(rows) + rest.slice(rest.indexOf(`<!-- /${name} -->`));
  }
  await expect(written).toMatchFileSnapshot(path);
});

test('its example is right', () => {
  const [, example = ''] = /```jsonc\n([\s\S]*?)```/.exec(page) ?? [];
  const { given, problems } = parseConfigFile(example, { ...knownNames, kernelTree: () => undefined });
  expect(problems).toEqual([]);
  expect([...(given.platforms ?? [])].map(([name]) => name)).toEqual([given.platform]);
});
