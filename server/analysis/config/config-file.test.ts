import { describe, expect, test } from 'vitest';
import { parseConfigFile, parseSidecar } from './config-file.js';
import type { KnownNames } from './settings.js';

const known: KnownNames = {
  rules: new Set(['dma/double-unmap', 'dma/map-stack']),
  platforms: new Set(['armv7-iommu', 'exynos4']),
};

/** Problems as `text they point at: message`. */
function problemsOf(text: string): readonly string[] {
  return parseConfigFile(text, known).problems.map(({ at, message }) => `${text.slice(at.start, at.end)}: ${message}`);
}

test('comments and trailing commas are fine', () => {
  const { given, problems } = parseConfigFile(
    `{
      // our board
      "platform": "exynos4",
      "rules": { "dma/double-unmap": "off", "dma/map-stack": "warning", },
      "exclude": ["staging/", "!staging/keep"],
      "apiModels": [{ "name": "foo_map", "does": "map", "parameters": ["device", "cpu-address"], "family": "single" }],
    }`,
    known,
  );
  expect(problems).toEqual([]);
  expect(given).toEqual({
    platform: 'exynos4',
    rules: new Map([
      ['dma/double-unmap', 'off'],
      ['dma/map-stack', 'warning'],
    ]),
    exclude: ['staging/', '!staging/keep'],
    apiModels: [{ name: 'foo_map', does: 'map', parameters: ['device', 'cpu-address'], family: 'single' }],
  });
});

describe('a problem points at the value and keeps the default', () => {
  test.each([
    ['{ "platform": "pdp11" }', ['"pdp11": `platform` must be one of `armv7-iommu`, `exynos4`, `all`']],
    ['{ "rules": { "dma/nothing": "off" } }', ['"off": there is no rule `dma/nothing`']],
    [
      '{ "rules": { "dma/map-stack": 3 } }',
      ['3: `rules.dma/map-stack` must be one of `off`, `info`, `warning`, `error`'],
    ],
    ['{ "rules": [] }', ['[]: `rules` must be an object']],
    ['{ "exclude": "a" }', ['"a": `exclude` must be a list']],
    ['{ "exclude": ["a", 1] }', ['1: `exclude.1` must be a pattern']],
    [
      '{ "plattform": "all" }',
      ['"all": there is no setting `plattform` here; known are `platform`, `rules`, `exclude`, `apiModels`'],
    ],
    [
      '{ "apiModels": [{ "name": "a b", "does": "map", "parameters": [] }] }',
      ['"a b": `apiModels.0.name` must be the name of a C function'],
    ],
    ['[]', ['[]: the configuration must be an object']],
    ['7', ['7: the configuration must be an object']],
  ])('%s', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test('and everything else still counts', () => {
    const { given } = parseConfigFile('{ "platform": 1, "rules": { "x": "off", "dma/map-stack": "info" } }', known);
    expect(given).toEqual({ rules: new Map([['dma/map-stack', 'info']]) });
  });
});

describe('text that is not JSON', () => {
  test('is a problem at its place', () => {
    const text = '{ "platform": "exynos4" "rules": {} }';
    const { given, problems } = parseConfigFile(text, known);
    expect(problems.map((it) => [it.at.start, it.message])).toEqual([[24, 'not valid JSON: comma expected']]);
    expect(given.platform).toBe('exynos4');
  });

  test.each(['', '{', '{"rules": {"dma/map-stack":', '\0', '{"__proto__": {"x": 1}}', '["', 'null'])(
    '%j does not throw',
    (text) => {
      expect(parseConfigFile(text, known).problems.length).toBeGreaterThan(0);
    },
  );
});

describe('the sidecar', () => {
  const entry = '{ "fingerprint": "0123456789abcdef", "rule": "dma/map-stack", "reason": "checked" }';

  test('is a list of fingerprints with reasons', () => {
    const { entries, problems, notices } = parseSidecar(`{ "suppressions": [${entry}] }`, known);
    expect(entries).toMatchObject([{ fingerprint: '0123456789abcdef', rule: 'dma/map-stack', reason: 'checked' }]);
    expect([...problems, ...notices]).toEqual([]);
  });

  test('an entry without a reason counts and is noticed', () => {
    const { entries, notices } = parseSidecar(`{ "suppressions": [${entry.replace('checked', ' ')}] }`, known);
    expect(entries).toHaveLength(1);
    expect(notices.map((it) => it.message)).toEqual(['this suppression gives no reason']);
  });

  test.each([
    ['{}', ['a suppressions file has a list `suppressions`']],
    [
      '{ "suppressions": [{}] }',
      ['a suppression needs the `fingerprint` and `rule` of the finding it hides, and a `reason`'],
    ],
    [
      '{ "suppressions": [{ "fingerprint": "x", "rule": "dma/map-stack", "reason": "" }] }',
      ['`suppressions.0.fingerprint` must be a fingerprint of 16 hex digits'],
    ],
  ])('%s', (text, messages) => {
    expect(parseSidecar(text, known).problems.map((it) => it.message)).toEqual(messages);
  });
});
