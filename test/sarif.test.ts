import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { renderSarif, type SarifInputs } from '../server/analysis/present/sarif.js';
import { sampleReport } from './support/sample-report.js';

const inputs: SarifInputs = {
  version: '1.2.3',
  rules: [
    {
      rule: {
        id: 'dma/unmap-size-mismatch',
        category: 'lifecycle',
        level: 'error',
        onByDefault: true,
        summary: 'A mapping is released with another size than it was created with',
        cwe: 131,
      },
      page: '# dma/unmap-size-mismatch\n\nA page.\n',
    },
    {
      rule: {
        id: 'dma/missing-mapping-error-check',
        category: 'lifecycle',
        level: 'error',
        onByDefault: true,
        summary: 'A mapping is used before anything tested it',
        cwe: 252,
      },
      page: undefined,
    },
  ],
  reports: [sampleReport('drivers/my net/tx.c'), sampleReport('/elsewhere/rx.c'), sampleReport('../beside/rx.c')],
  failures: [
    { path: 'drivers/odd.c', message: 'has NUL bytes, so it is not C source' },
    { path: undefined, message: 'out of memory' },
  ],
};

const log = JSON.parse(renderSarif(inputs)) as Log;
const [run] = log.runs;
const results = run?.results ?? [];

function schemaErrors(value: unknown): readonly unknown[] {
  const text = readFileSync(new URL('data/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8');
  // The schema says draft-04, whose only difference that matters here is how it spells its own id.
  const { id: _id, $schema: _dialect, ...schema } = JSON.parse(text) as Record<string, unknown>;
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
    schema,
  );
  return validate(value) ? [] : (validate.errors ?? []);
}

test('the log is valid by the schema of SARIF 2.1.0', () => {
  expect(schemaErrors(log)).toEqual([]);
});

test('the schema would notice', () => {
  expect(schemaErrors({ ...log, version: '2.0.0' })).not.toEqual([]);
  expect(schemaErrors({ ...log, runs: [{ ...run, columnKind: 'bytes' }] })).not.toEqual([]);
});

describe('a result', () => {
  const mismatch = results.find((it) => it.ruleId === 'dma/unmap-size-mismatch');

  test('points at its rule, its place and its function', () => {
    expect(run?.tool.driver.rules?.[mismatch?.ruleIndex ?? -1]?.id).toBe('dma/unmap-size-mismatch');
    expect(mismatch?.locations?.[0]).toMatchObject({
      physicalLocation: {
        artifactLocation: { uri: 'drivers/my%20net/tx.c', uriBaseId: 'SRCROOT' },
        region: { startLine: 5, startColumn: 2, endLine: 5, endColumn: 18 },
      },
      logicalLocations: [{ name: 'tx', kind: 'function' }],
    });
  });

  test('carries the witness as a code flow that ends at its own place', () => {
    const steps = mismatch?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => [
      location?.physicalLocation?.region?.startLine,
      location?.message?.text,
    ]);
    expect(steps).toEqual([
      [3, 'mapped here'],
      [5, 'unmaps len - 4 bytes, but len were mapped'],
    ]);
  });

  test('counts columns in UTF-16 code units', () => {
    expect(run?.columnKind).toBe('utf16CodeUnits');
    expect(mismatch?.relatedLocations?.[0]?.physicalLocation?.region?.startColumn).toBe(51);
  });

  test('has the fingerprint and what it rests on', () => {
    expect(mismatch?.partialFingerprints).toEqual({ 'dmaLens/v1': '0123456789abcdef' });
    expect(mismatch?.properties).toMatchObject({ confidence: 'high', assumptions: ['len = 64 (any value ≥ 4)'] });
  });

  test('that is suppressed is there and says so', () => {
    expect(results.slice(2, 4).map((it) => it.suppressions)).toEqual([
      [{ kind: 'external', justification: 'checked by hand' }],
      [{ kind: 'inSource' }],
    ]);
  });
});

test('an info is a note', () => {
  expect(results[0]?.level).toBe('note');
});

test('every path is a URI; those outside the folder stand for themselves', () => {
  const places = new Map(results.map(({ locations }) => [locations?.[0]?.physicalLocation?.artifactLocation, true]));
  const byUri = new Map([...places.keys()].map((it) => [it?.uri, it?.uriBaseId]));
  expect([...byUri]).toEqual([
    ['drivers/my%20net/tx.c', 'SRCROOT'],
    ['file:///elsewhere/rx.c', undefined],
    ['../beside/rx.c', undefined],
  ]);
});

test('rules bring their level, their page and their weakness', () => {
  expect(run?.tool.driver.rules?.[0]).toMatchObject({
    id: 'dma/unmap-size-mismatch',
    help: { markdown: '# dma/unmap-size-mismatch\n\nA page.\n' },
    defaultConfiguration: { level: 'error', enabled: true },
    properties: { tags: ['lifecycle', 'external/cwe/cwe-131'] },
  });
});

test('what could not be checked and what is odd about suppressions are notifications', () => {
  const [invocation] = run?.invocations ?? [];
  expect(invocation?.executionSuccessful).toBe(false);
  expect(invocation?.toolExecutionNotifications?.map((it) => it.message.text)).toEqual([
    'has NUL bytes, so it is not C source',
    'out of memory',
  ]);
  expect(invocation?.toolConfigurationNotifications?.[0]?.descriptor?.id).toBe('dma-lens/unused-suppression');
});

test('a run without findings is valid too', () => {
  const empty = JSON.parse(renderSarif({ ...inputs, reports: [], failures: [] })) as Log;
  expect(schemaErrors(empty)).toEqual([]);
  expect(empty.runs[0]?.results).toEqual([]);
});
