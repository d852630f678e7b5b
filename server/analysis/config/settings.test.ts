import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEditorSettings, parseFileSettings } from './parse-settings.js';
import { defaultSettings, resolveSettings, type SettingsPlace } from './settings.js';

const known: SettingsPlace = {
  rules: new Set(['dma/double-unmap', 'dma/map-stack']),
  platforms: new Set(['exynos4']),
  kernelTree: () => undefined,
};

test('later layers beat earlier ones, rules one by one', () => {
  const settings = resolveSettings(
    {
      platform: 'exynos4',
      rules: new Map([
        ['dma/double-unmap', 'off'],
        ['dma/map-stack', 'info'],
      ]),
    },
    { rules: new Map([['dma/map-stack', 'error']]), delay: 100 },
  );
  expect(settings).toEqual({
    ...defaultSettings,
    platform: 'exynos4',
    delay: 100,
    rules: new Map([
      ['dma/double-unmap', 'off'],
      ['dma/map-stack', 'error'],
    ]),
  });
});

test('an editor sends null for what nobody set, and settings of other features', () => {
  const { given, problems } = parseEditorSettings({ platform: null, enable: false, codeLens: true, trace: {} }, known);
  expect(given).toEqual({ enable: false });
  expect(problems).toEqual([]);
});

test('a value that does not fit is named', () => {
  const { given, problems } = parseEditorSettings({ delay: -1, run: 'sometimes', hover: 'off' }, known);
  expect(given).toEqual({ hover: 'off' });
  expect(problems.map((it) => it.message)).toEqual([
    '`run` must be one of `onType`, `onSave`',
    '`delay` must be a whole number from 0 to 10000',
  ]);
});

test('any value is parsed without throwing, and gives whole settings', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const settings = resolveSettings(parseEditorSettings(value, known).given, parseFileSettings(value, known).given);
      expect(Object.keys(settings)).toEqual(Object.keys(defaultSettings));
      expect(Object.values(settings)).not.toContain(undefined);
    }),
  );
});
