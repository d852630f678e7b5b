import { findPlatform, nearestName, type Platform, platforms, vary } from '#engine';
import type { Reader } from './read-unknown.js';
import { everyPlatform, type KnownNames } from './settings.js';

export const platformName = /^[A-Za-z][\w.-]*$/;

/** `"platforms": { "my-board": { "extends": "exynos4", "cma": "off", … } }`; what a switch may be is the engine's matter. */
export function readOwnPlatforms(reader: Reader): ReadonlyMap<string, Platform> {
  const own = new Map<string, Platform>();
  for (const name of reader.names()) {
    const entry = reader.member(name);
    const platform = readOwnPlatform(entry, name);
    if (name === everyPlatform || findPlatform(name) !== undefined) {
      entry.problem(`\`${name}\` has a meaning already; choose another name`);
    } else if (!platformName.test(name)) {
      entry.problem(`\`${name}\` is no name for a platform: letters, digits, \`-\`, \`_\` and \`.\`, a letter first`);
    } else if (platform !== undefined) {
      own.set(name, platform);
    }
  }
  return own;
}

function readOwnPlatform(entry: Reader, name: string): Platform | undefined {
  const { extends: base, ...written } = entry.record();
  const preset = typeof base === 'string' ? findPlatform(base) : undefined;
  if (preset === undefined) {
    if (entry.isRecord) entry.member('extends').problem(`a platform \`extends\` a preset${hintFor(base)}`);
    return undefined;
  }
  const { platform, problems } = vary(preset, written);
  for (const { at, problem } of problems) {
    at.reduce((reader, part) => reader.member(part), entry).problem(problem);
  }
  return { ...platform, name };
}

function hintFor(written: unknown): string {
  if (typeof written !== 'string') return '; see dma-lens platforms';
  const meant = nearestName(
    written,
    platforms.map((it) => it.name),
  );
  return meant === undefined ? `, and \`${written}\` is none; see dma-lens platforms` : `; did you mean \`${meant}\`?`;
}

/** What can be named where these machines are known. */
export function withPlatforms<Known extends KnownNames>(known: Known, own: ReadonlyMap<string, Platform>): Known {
  return own.size === 0 ? known : { ...known, platforms: new Set([...known.platforms, ...own.keys()]) };
}
