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
};

test('schemas/config.schema.json is the schema of the rules and presets there are', () => {
  // `node scripts/generate-schema.mjs` writes it.
  const file: unknown = JSON.parse(readFileSync(new URL('../schemas/config.schema.json', import.meta.url), 'utf8'));
  expect(file).toEqual(JSON.parse(JSON.stringify(schema)));
});

test.each([
  {},
  { platform: 'all' },
  { platform: 'pdp11' },
  { platform: 3 },
  { rules: { 'dma/unmap-size-mismatch': 'off' } },
  { rules: { 'dma/unmap-size-mismatch': 'fatal' } },
  { rules: { 'dma/nothing': 'off' } },
  { rules: ['dma/unmap-size-mismatch'] },
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
