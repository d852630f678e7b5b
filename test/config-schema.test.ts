import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { allRules } from '#analysis';
import { platforms } from '#engine';
import { parseConfigFile } from '../server/analysis/config/config-file.js';
import { configurationSchema } from '../server/analysis/config/schema.js';

const schema = configurationSchema(allRules, platforms);
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
const known = {
  rules: new Set<string>(allRules.map((rule) => rule.id)),
  platforms: new Set(platforms.map((platform) => platform.name)),
  // Whether there is a tree at a path is more than a schema can say.
  kernelTree: (path: string) => path,
};

test('schemas/config.schema.json is the schema of the rules and presets there are', () => {
  // `node scripts/generate-schema.mjs` writes it.
  const file: unknown = JSON.parse(readFileSync(new URL('../schemas/config.schema.json', import.meta.url), 'utf8'));
  expect(file).toEqual(JSON.parse(JSON.stringify(schema)));
});

test.each([
  {},
  { platform: 'all' },
  { platform: 3 },
  { platforms: {} },
  { platforms: { board: { extends: 'exynos4', cma: 'off', ram: '512M', quirks: { Q1: false } } }, platform: 'board' },
  { platforms: { board: { extends: 'exynos4', cachelineBytes: 64, swiotlb: 'force', iommu: 'rockchip-v1' } } },
  { platforms: { board: { extends: 'pdp11' } } },
  { platforms: { board: { cma: 'off' } } },
  { platforms: { board: { extends: 'exynos4', cma: 'sixteen' } } },
  { platforms: { board: { extends: 'exynos4', cma: 1000 } } },
  { platforms: { board: { extends: 'exynos4', cachelineBytes: 48 } } },
  { platforms: { board: { extends: 'exynos4', colour: 'red' } } },
  { platforms: { board: { extends: 'exynos4', quirks: { Q99: true } } } },
  { platforms: { board: { extends: 'exynos4', quirks: { Q1: 'off' } } } },
  { platforms: { exynos4: { extends: 'exynos4' } } },
  { platforms: { 'my board': { extends: 'exynos4' } } },
  { platforms: ['exynos4'] },
  { rules: { 'dma/unmap-size-mismatch': 'off' } },
  { rules: { 'dma/unmap-size-mismatch': 'fatal' } },
  { rules: { 'dma/nothing': 'off' } },
  { rules: ['dma/unmap-size-mismatch'] },
  { kernel: '../linux' },
  { kernel: '' },
  { kernel: ['../linux'] },
  { exclude: ['a', 'b/'] },
  { exclude: [''] },
  { exclude: [1] },
  { apiModels: [{ name: 'foo_map', does: 'map', parameters: ['device', 'cpu-address'] }] },
  { apiModels: [{ name: 'foo_map', does: 'map', parameters: ['buffer'] }] },
  { apiModels: [{ name: 'foo map', does: 'map', parameters: [] }] },
  { unknown: true },
  { $schema: './config.schema.json' },
  [],
])('schema and parser agree about %j', (value) => {
  const { problems } = parseConfigFile(JSON.stringify(value), known);
  expect(validate(value)).toBe(problems.length === 0);
});
