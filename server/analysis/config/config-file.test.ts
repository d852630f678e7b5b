import { describe, expect, test } from 'vitest';
import { parseConfigFile, parseSidecar } from './config-file.js';
import type { SettingsPlace } from './settings.js';

const known: SettingsPlace = {
  rules: new Set(['dma/double-unmap', 'dma/map-stack']),
  platforms: new Set(['armv7-iommu', 'exynos4']),
  kernelTree: (path) => (path === '../linux' ? '/src/linux' : undefined),
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
      [
        '"all": there is no setting `plattform` here; known are `platforms`, `platform`, `rules`, `exclude`, `apiModels`, `kernel`',
      ],
    ],
    [
      '{ "apiModels": [{ "name": "a b", "does": "map", "parameters": [] }] }',
      ['"a b": `apiModels.0.name` must be the name of a C function'],
    ],
    ['{ "kernel": "../gone" }', ['"../gone": ../gone is no kernel tree: it has no include/linux/dma-mapping.h']],
    ['{ "kernel": 6.12 }', ['6.12: `kernel` must be a path']],
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

test('a kernel tree is the one that its path means at this place, and an empty path is none', () => {
  expect(parseConfigFile('{ "kernel": "../linux" }', known)).toEqual({ given: { kernel: '/src/linux' }, problems: [] });
  expect(parseConfigFile('{ "kernel": "" }', known)).toEqual({ given: { kernel: '' }, problems: [] });
});

describe('machines of the project’s own', () => {
  test('are presets with other values, and can be named', () => {
    const { given, problems } = parseConfigFile(
      `{
        "platform": "my-board",
        "platforms": {
          "my-board": { "extends": "exynos4", "title": "My board", "cma": "off", "quirks": { "Q1": false } },
        },
      }`,
      known,
    );
    expect(problems).toEqual([]);
    expect(given.platform).toBe('my-board');
    const board = given.platforms?.get('my-board');
    expect(board).toMatchObject({ name: 'my-board', title: 'My board', cma: { kind: 'off' }, l1: 'vipt-nonaliasing' });
    expect(board?.quirks).not.toContain('Q1');
  });

  test.each([
    ['{ "platforms": [] }', ['[]: `platforms` must be an object']],
    ['{ "platforms": { "b": 1 } }', ['1: `platforms.b` must be an object']],
    ['{ "platforms": { "b": {} } }', ['{}: a platform `extends` a preset; see dma-lens platforms']],
    [
      '{ "platforms": { "b": { "extends": "exynos5" } } }',
      ['"exynos5": a platform `extends` a preset; did you mean `exynos4`?'],
    ],
    [
      '{ "platforms": { "b": { "extends": "vax" } } }',
      ['"vax": a platform `extends` a preset, and `vax` is none; see dma-lens platforms'],
    ],
    [
      '{ "platforms": { "b": { "extends": "exynos4", "coherentpool": "1M" } } }',
      ['"1M": there is no switch `coherentpool`; did you mean `coherentPool`?'],
    ],
    ['{ "platforms": { "b": { "extends": "exynos4", "smp": "yes" } } }', ['"yes": `smp` must be `true` or `false`']],
    [
      '{ "platforms": { "b": { "extends": "exynos4", "quirks": { "Q1": true, "Q77": true } } } }',
      ['true: `quirks` has no `Q77`; there are Q1 to Q26'],
    ],
    [
      '{ "platforms": { "b": { "extends": "armv5-vivt", "speculation": true } } }',
      ['true: `speculation` must be false before ARMv6'],
    ],
    [
      '{ "platforms": { "b": { "extends": "exynos4", "ram": "4G" } } }',
      ['"4G": RAM ends at 0x140000000: above 4 GiB it needs `lpae`'],
    ],
    [
      '{ "platforms": { "exynos4": { "extends": "exynos4" } } }',
      ['{ "extends": "exynos4" }: `exynos4` has a meaning already; choose another name'],
    ],
    [
      '{ "platforms": { "1 board": { "extends": "exynos4" } } }',
      [
        '{ "extends": "exynos4" }: `1 board` is no name for a platform: letters, digits, `-`, `_` and `.`, a letter first',
      ],
    ],
    [
      '{ "platforms": { "a": { "extends": "exynos4" } }, "platform": "b" }',
      ['"b": `platform` must be one of `armv7-iommu`, `exynos4`, `a`, `all`'],
    ],
  ])('%s', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test('one that is wrong in part counts with the rest', () => {
    const { given } = parseConfigFile(
      '{ "platforms": { "b": { "extends": "exynos4", "smp": 1, "cma": "off" } }, "platform": "b" }',
      known,
    );
    expect(given.platform).toBe('b');
    expect(given.platforms?.get('b')).toMatchObject({ smp: true, cma: { kind: 'off' } });
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
