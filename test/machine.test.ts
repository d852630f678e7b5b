import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explain } from '#engine';
import { playGolden, splitScript } from './support/machine-script.js';

const folder = join(import.meta.dirname, 'golden/machine');
const scripts = readdirSync(folder).filter((name) => name.endsWith('.machine'));

test.each(scripts)('%s', async (name) => {
  const path = join(folder, name);
  const { input } = splitScript(readFileSync(path, 'utf8'));
  const { log } = playGolden(input);
  await expect([...input, '---', ...log, ''].join('\n')).toMatchFileSnapshot(path);
});

test.each(scripts)('%s: every event has a sentence of its own', (name) => {
  const { frames } = playGolden(splitScript(readFileSync(join(folder, name), 'utf8')).input);
  for (const event of frames.flatMap((frame) => frame.events)) {
    expect(explain(event)).toMatch(/^[\w\d].*\.$/);
    expect(explain(event)).not.toMatch(/undefined|\[object/);
  }
});
