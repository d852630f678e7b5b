// The engine's pages against the engine: every script on them is played, and every verb of the language is described.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explain } from '#engine';
import { verbs } from '../engine/src/script/verbs.js';
import { playGolden, splitScript } from './support/machine-script.js';

const root = join(import.meta.dirname, '..');
const manual = 'docs/engine.md';
const introduction = 'engine/README.md';
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Scripts as the pages show them: with their log, which `npm test -- --update` rewrites. */
const block = /^```machine\n([\s\S]*?)^```$/gm;

test.each([manual, introduction])('every script of %s logs what stands below it', async (page) => {
  const replayed = read(page).replace(block, (_, text: string) => {
    const { input } = splitScript(text);
    return ['```machine', ...input, '---', ...playGolden(input).log, '```'].join('\n');
  });
  await expect(replayed).toMatchFileSnapshot(join(root, page));
});

test('its tables have every verb of the language, and no other', () => {
  const page = read(manual);
  const tables = page.slice(page.indexOf('### Memory'), page.indexOf('## Events'));
  const documented = tables
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([\w-]+)/g)].map(([, verb = '']) => verb));
  expect(documented.toSorted()).toEqual(Object.keys(verbs).toSorted());
});

test('the sentences of the smallest script are those of its log', () => {
  const [[, text = ''] = []] = [...read(introduction).matchAll(block)];
  const { frames } = playGolden(splitScript(text).input);
  const sentences = frames.flatMap((frame) => frame.events).map((event) => explain(event));
  expect(read(introduction)).toContain(`\n${sentences.slice(-3).join('\n')}\n`);
});
