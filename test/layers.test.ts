// The small boundaries: who may import whom. ARCHITECTURE.md says why; a violation prints its line.
import { expect, test } from 'vitest';
import { filesUnder } from './support/files.js';
import {
  analysisLayering,
  engineLayering,
  facadeViolations,
  importCycles,
  layerViolations,
  outsideImports,
  outsideViolations,
} from './support/layers.js';

/** Sources that ship. A unit test beside its file may import anything. */
const sources = ['engine/src', 'server', 'client/src']
  .flatMap((folder) => filesUnder(folder, '.ts'))
  .filter((file) => !file.endsWith('.test.ts'));

test.each([engineLayering, analysisLayering])('$root imports downwards only', (layering) => {
  const files = sources.filter((file) => file.startsWith(`${layering.root}/`));
  expect(files.length).toBeGreaterThan(0);
  expect(layerViolations(layering, files)).toEqual([]);
});

test('every source stands in a folder of the table and imports what that folder may', () => {
  const folders = Object.keys(outsideImports);
  expect(sources.filter((file) => !folders.some((folder) => file.startsWith(`${folder}/`)))).toEqual([]);
  expect(outsideViolations(sources)).toEqual([]);
});

test('nothing imports its own facade', () => {
  expect(facadeViolations(sources)).toEqual([]);
});

test('there are no import cycles', () => {
  expect(importCycles(sources)).toEqual([]);
});
