import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { renderJson } from '../server/analysis/present/json.js';
import { sampleReport } from './support/sample-report.js';

interface Schema {
  readonly definitions: { readonly finding: { readonly properties: object; readonly required: readonly string[] } };
}

const schemaText = readFileSync(new URL('../schemas/findings.schema.json', import.meta.url), 'utf8');
const schema = JSON.parse(schemaText) as Schema;
const output: unknown = JSON.parse(renderJson([sampleReport('tx.c')]));

test('the output is valid by its schema', () => {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  validate(output);
  expect(validate.errors).toBeNull();
  expect(output).toHaveLength(3);
});

test('the output has exactly the members the schema names', () => {
  const { properties, required } = schema.definitions.finding;
  for (const finding of output as readonly object[]) {
    expect(Object.keys(finding)).toEqual(Object.keys(properties));
  }
  expect(required).toEqual(Object.keys(properties));
});

test('docs/json-output.md names every member', () => {
  const page = readFileSync(new URL('../docs/json-output.md', import.meta.url), 'utf8');
  const [findings = ''] = page.split('## Traces');
  const rows = findings.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1]));
  expect(named).toEqual(Object.keys(schema.definitions.finding.properties));
});

test('suppressed findings are left out', () => {
  expect(JSON.stringify(output)).not.toContain('00000000000000aa');
});
