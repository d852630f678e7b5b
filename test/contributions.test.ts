// What package.json promises VS Code, against the code that keeps it.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { platforms } from '../engine/src/platforms/index.js';
import { defaultSettings } from '../server/analysis/config/settings.js';
import { allRules } from '../server/analysis/rules/index.js';
import { filesUnder } from './support/files.js';

interface Property {
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly properties?: Readonly<Record<string, Property>>;
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
    readonly commands: readonly { readonly command: string }[];
    readonly grammars: readonly { readonly path: string; readonly scopeName: string }[];
  };
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { properties } = contributes.configuration;

test('every rule has its level in the settings, and nothing else has', () => {
  const offered = properties['dmaLens.rules']?.properties ?? {};
  const levels = allRules.map((rule) => [rule.id, rule.onByDefault ? rule.level : 'off']);
  expect(Object.fromEntries(Object.entries(offered).map(([id, it]) => [id, it.default]))).toEqual(
    Object.fromEntries(levels),
  );
});

test('the platforms are those of the engine', () => {
  expect(properties['dmaLens.platform']?.enum).toEqual(platforms.map((platform) => platform.name));
});

test('the defaults are those of the server', () => {
  const { enable, platform, minConfidence, run, delay, hover, kernel } = defaultSettings;
  const defaults = { enable, platform, minConfidence, run, delay, hover, kernel, rules: {} };
  for (const [name, value] of Object.entries(defaults)) {
    expect(properties[`dmaLens.${name}`]?.default).toEqual(value);
  }
});

test('every setting is documented', () => {
  for (const [name, { description, markdownDescription }] of Object.entries(properties)) {
    expect(description ?? markdownDescription, name).toMatch(/\.$/);
  }
});

test('every command is registered, and every registered command is offered', () => {
  const sources = filesUnder('client/src', '.ts').map((file) => readFileSync(file, 'utf8'));
  const registered = sources.flatMap((text) =>
    [...text.matchAll(/registerCommand\('([^']+)'/g)].map((it) => it[1] ?? ''),
  );
  expect(registered.toSorted()).toEqual(contributes.commands.map((it) => it.command).toSorted());
});

test('the grammars are there', () => {
  for (const { path, scopeName } of contributes.grammars) {
    expect(existsSync(path), path).toBe(true);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ scopeName });
  }
});
