// The drivers of test/samples/seeds: one for each row of the seed matrix, traced on the machines its head names. The
// golden files hold what `dma-lens trace` prints there and what a hover on each mapping shows.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Platform } from '#engine';
import { createLineIndex } from '../server/analysis/base/line-index.js';
import { parseConfigFile } from '../server/analysis/config/config-file.js';
import { platformNamed } from '../server/analysis/config/settings.js';
import { exploreFile } from '../server/analysis/pipeline/analyze-functions.js';
import { mappingSites } from '../server/analysis/pipeline/mapping-sites.js';
import { parseAlone } from './support/parse-alone.js';
import { prepareReplay, type ReplayedFile } from '../server/analysis/pipeline/replayed-file.js';
import { pathTraces, renderTraceText } from '../server/analysis/present/path-trace.js';
import { budget, knownNames } from '../server/node/toolchain.js';

const folder = join(import.meta.dirname, 'samples', 'seeds');
const golden = join(import.meta.dirname, 'golden', 'seeds');
const names = readdirSync(folder).filter((name) => name.endsWith('.c'));

/** The rows of the seed matrix. */
const rows =
  'a1 a2 a3 a4 a5 a6 a7 a-last m1 m2 m3 m4 m-f1 m-f2 m-f3 m-f4 m-f5 m-f6 m-f7 b1 b2 b3 b4 b5 b6 b7 n1 n2 n3 n4 n5 n6 n7 n8'.split(
    ' ',
  );

const config = parseConfigFile(readFileSync(join(folder, '.dma-lens.json'), 'utf8'), {
  ...knownNames,
  kernelTree: () => undefined,
});

test('every row has its driver', () => {
  expect(names.toSorted()).toEqual(rows.map((row) => `${row}.c`).toSorted());
});

test('the machines of the drivers can exist, and each is used', () => {
  expect(config.problems).toEqual([]);
  const used = new Set(names.flatMap((name) => platformsOf(readFileSync(join(folder, name), 'utf8'))));
  expect([...(config.given.platforms?.keys() ?? [])].filter((name) => !used.has(name))).toEqual([]);
});

describe.each(names)('%s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');

  test('shows what its head says', async () => {
    const sections: string[] = [];
    for (const platform of platformsOf(text)) {
      const replayed = await replay(text, machine(platform));
      sections.push(`== ${platform}\n${replayed.trace}${hovers(text, replayed.file)}`);
    }
    await expect(sections.join('\n')).toMatchFileSnapshot(join(golden, name.replace(/\.c$/, '.golden')));
  });

  test('is understood: no function is left out, no path cut short', async () => {
    const { trace } = await replay(text, machine(platformsOf(text)[0] ?? ''));
    expect(trace).not.toMatch(/not followed|not every path|is left out/);
    expect(trace).not.toBe('');
  });
});

/** `// platforms: armv7-noncoh, exynos4` in the head of a driver. */
function platformsOf(text: string): readonly string[] {
  return (/^\/\/ platforms: (.*)$/m.exec(text)?.[1] ?? '').split(', ');
}

function machine(name: string): Platform {
  const platform = platformNamed(name, config.given.platforms ?? new Map());
  if (platform === undefined) throw new Error(`there is no platform ${name}`);
  return platform;
}

async function replay(
  text: string,
  platform: Platform,
): Promise<{ readonly trace: string; readonly file: ReplayedFile }> {
  const parsed = await parseAlone(text);
  const explored = exploreFile(parsed, budget, () => false);
  const file = prepareReplay(parsed, explored, platform);
  return { trace: renderTraceText({ path: 'driver.c', text }, pathTraces(file, parsed)), file };
}

/** What a hover on the call that makes a mapping shows. */
function hovers(text: string, file: ReplayedFile): string {
  const lines = createLineIndex(text);
  const made = new Set(
    file.explored.seen.filter(({ entry }) => entry.madeHere).map(({ entry }) => entry.origin.at.start),
  );
  return mappingSites(file)
    .filter(({ at }) => made.has(at.start))
    .map(({ at, view }) => `hover ${lines.lineColumnAt(at.start).line + 1}: ${view.lines.join('\n  ')}\n`)
    .join('');
}
