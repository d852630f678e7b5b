// The documents against what they speak about: output, commands, options, settings, rules, packages, links.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fileSettings } from '../server/analysis/config/parse-settings.js';
import { reportFile } from '../server/analysis/present/report.js';
import { renderText } from '../server/analysis/present/text.js';
import { allRules } from '../server/analysis/rules/index.js';
import { commandHelp, generalHelp } from '../server/node/commands/help.js';
import { codeBlocks } from './support/code-blocks.js';
import { filesUnder } from './support/files.js';
import { analyze, disagreements } from './support/harness.js';

interface Manifest {
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
    readonly commands: readonly { readonly title: string }[];
  };
}

const read = (path: string): string => readFileSync(path, 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const editorTests = JSON.parse(read('test/editor/package.json')) as Pick<Manifest, 'dependencies'>;

const readme = read('README.md');
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'engine/README.md'].concat(
  filesUnder('docs', '.md'),
);

const samplePath = 'test/samples/sample-dma.c';
const sample = read(samplePath);

/** What stands in the first column of a table's rows, without backquotes and links. */
const firstColumn = (text: string): readonly string[] =>
  [...text.matchAll(/^\| \[?(`[^|]+?)(?:\]\([^)]*\))? \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
  );

const missing = (wanted: readonly string[], from: readonly string[]): readonly string[] =>
  wanted.filter((it) => !from.includes(it));

/** The part of a document below a heading, up to the next one of any level. */
function section(text: string, heading: string): string {
  const start = text.indexOf(`${heading}\n`);
  expect(start, heading).toBeGreaterThanOrEqual(0);
  return text.slice(start + heading.length).split(/^#+ /m)[0] ?? '';
}

test('the sample driver has four mistakes of four kinds, and nothing is said about its other functions', () => {
  const { findings, functions } = analyze(sample);
  expect(findings.map(({ rule, level, functionName }) => `${functionName}: ${level} ${rule}`)).toEqual([
    'sample_query: error dma/leak-on-error-path',
    'sample_send_raw: error dma/unmap-size-mismatch',
    'sample_refill: error dma/missing-mapping-error-check',
    'sample_self_test: warning dma/missing-sync-for-cpu',
  ]);
  expect(functions.filter(({ status }) => status.kind !== 'analyzed')).toEqual([]);
});

test('its comments say of every function that maps whether it is right or wrong', () => {
  const said = [...sample.matchAll(/^\/\* (Right|Wrong): .*\n(?:static const struct[\s\S]*?^};\n\n)?.*?(\w+)\(/gm)];
  const wrong = said.filter(([, verdict]) => verdict === 'Wrong').map(([, , name]) => name);
  expect(analyze(sample).findings.map(({ functionName }) => functionName)).toEqual(wrong);
  expect(said.length).toBeGreaterThan(wrong.length);
});

test('what the documents quote of the sample driver is what the command prints', () => {
  const printed = renderText([reportFile({ path: samplePath, text: sample }, analyze(sample))]).split('\n');
  const quoted = documents.flatMap((path) =>
    read(path)
      .split('\n')
      .filter((line) => line.startsWith(`${samplePath}:`)),
  );
  expect(missing(quoted, printed)).toEqual([]);
  const findings = printed.filter((line) => /: (?:error|warning|info): /.test(line));
  expect(missing(findings, readme.split('\n'))).toEqual([]);
});

test('every command and every option of `check` is described', () => {
  const commands = generalHelp.split('\n').filter((line) => line.startsWith('dma-lens '));
  expect(missing(commands, readme.split('\n'))).toEqual([]);
  const optionsIn = (text: string): readonly string[] => text.match(/(?<=^\s*(?:\| `)?)--[a-z-]+/gm) ?? [];
  expect(optionsIn(section(readme, '## Command line')).toSorted()).toEqual(optionsIn(commandHelp.check).toSorted());
});

test('every setting is in the tables, with its default', () => {
  const offered = Object.entries(manifest.contributes.configuration.properties);
  for (const table of [
    section(readme, '## In the editor'),
    section(read('docs/configuration.md'), '## Editor settings'),
  ]) {
    expect(firstColumn(table)).toEqual(offered.map(([name]) => name));
    for (const [name, { default: value }] of offered) {
      const shown = typeof value === 'string' ? value : JSON.stringify(value);
      expect(table).toContain(`| \`${name}\` | ${shown === '' ? 'none' : `\`${shown}\``} |`);
    }
  }
  expect(firstColumn(section(read('docs/configuration.md'), '## `.dma-lens.json`'))).toEqual([...fileSettings]);
});

test('every rule is in the table of the README', () => {
  const rows = allRules.map(({ id, summary }) => `| [\`${id}\`](server/analysis/rules/${id}.md) | ${summary} |`);
  expect(
    section(readme, '## Rules')
      .split('\n')
      .filter((line) => line.startsWith('| [')),
  ).toEqual(rows);
});

test('every command of the palette is named', () => {
  const named = section(readme, '## In the editor').replaceAll(/\s+/g, ' ');
  expect(manifest.contributes.commands.filter(({ title }) => !named.includes(`*${title}*`))).toEqual([]);
});

test('every npm script that a document names exists, and the Node version is that of the manifest', () => {
  const named = documents.flatMap((path) =>
    [...read(path).matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1] ?? ''),
  );
  expect(missing(named, Object.keys(manifest.scripts))).toEqual([]);
  const [version = 'none'] = /\d+\.\d+/.exec(manifest.engines.node) ?? [];
  for (const path of ['README.md', 'CONTRIBUTING.md']) expect(read(path)).toContain(`Node ${version} or newer`);
});

test('every package has its reason', () => {
  const packages = [manifest.dependencies, manifest.devDependencies ?? {}, editorTests.dependencies].flatMap(
    Object.keys,
  );
  expect(firstColumn(read('docs/dependencies.md')).toSorted()).toEqual(packages.toSorted());
});

test.each(documents)('the links of %s lead somewhere', (path) => {
  const targets = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map((match) => match[1] ?? '');
  expect(targets.filter((target) => !existsSync(join(dirname(path), target)))).toEqual([]);
});

test('paths that documents name in backquotes exist', () => {
  const named = documents.flatMap((path) =>
    [...read(path).matchAll(/`((?:client|docs|engine|schemas|scripts|server|syntaxes|test)\/[\w./-]+)`/g)].map(
      (match) => `${path}: ${match[1]}`,
    ),
  );
  expect(named.filter((it) => !existsSync(it.split(': ')[1] ?? ''))).toEqual([]);
});

test('the case in CONTRIBUTING.md passes as it stands', () => {
  const [block] = codeBlocks(read('CONTRIBUTING.md'));
  expect(disagreements(block?.text ?? 'there is none')).toEqual([]);
});
