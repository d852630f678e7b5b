import { expect, test, vi } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileAnalysis } from '#analysis';
import { defaultPlatform, findPlatform } from '#engine';
import { markedFindings } from '../../test/support/lsp-session.js';
import { defaultSettings } from '../analysis/config/settings.js';
import { createAnalysisStore } from './analysis-store.js';

/** A store over analyses that end when the test says so. */
function controlledStore() {
  const runs: { text: string; cancelled: boolean; finish: (result: FileAnalysis | undefined) => void }[] = [];
  const log = { error: vi.fn(), warn: vi.fn(), info: vi.fn() };
  const store = createAnalysisStore({
    analyzer: {
      start({ text }) {
        let resolve: (result: FileAnalysis | undefined) => void = () => undefined;
        const promise = new Promise<FileAnalysis | undefined>((settle) => {
          resolve = settle;
        });
        const run = { text, cancelled: false, finish: resolve };
        runs.push(run);
        return {
          result: promise,
          cancel() {
            run.cancelled = true;
            resolve(undefined);
          },
        };
      },
    },
    toOptions: ({ platform, rules, minConfidence, kernel }) => ({
      platform: findPlatform(platform) ?? defaultPlatform,
      rules,
      minConfidence,
      budget: { paths: 1, steps: 1 },
      kernel,
    }),
    sidecar: () => [],
    pathOf: (uri) => uri,
    now: () => 0,
    log,
    onAnalyzed: () => undefined,
  });
  return { store, runs, log };
}

const version = (number: number, text: string): TextDocument => TextDocument.create('file:///f.c', 'c', number, text);

test('several questions about one text are one analysis', async () => {
  const { store, runs } = controlledStore();
  const answers = [1, 2].map(() => store.analyze(version(1, 'one'), defaultSettings));
  runs[0]?.finish(markedFindings({ path: '', text: '' }));
  const [first, second] = await Promise.all(answers);
  expect(runs).toHaveLength(1);
  expect(first).toBe(second);
});

test('an edit cancels the analysis of the older text', async () => {
  const { store, runs } = controlledStore();
  const old = store.analyze(version(1, 'one'), defaultSettings);
  const newest = store.analyze(version(2, 'two'), defaultSettings);
  expect(runs.map((run) => run.cancelled)).toEqual([true, false]);
  expect(await old).toBeUndefined();
  runs[1]?.finish(markedFindings({ path: '', text: '' }));
  expect(await newest).toMatchObject({ version: 2, serial: 1 });
});

test('other settings are another answer', async () => {
  const { store, runs } = controlledStore();
  void store.analyze(version(1, 'one'), defaultSettings);
  void store.analyze(version(1, 'one'), { ...defaultSettings, platform: 'x86-coherent' });
  expect(runs).toHaveLength(2);
});

test('a closed document is forgotten, and what still ran for it', async () => {
  const { store, runs } = controlledStore();
  const running = store.analyze(version(1, 'one'), defaultSettings);
  store.forget('file:///f.c');
  expect(runs[0]?.cancelled).toBe(true);
  expect(await running).toBeUndefined();
});

test('a change of one file asks about all others anew', async () => {
  const { store, runs } = controlledStore();
  const ask = (): Promise<unknown> => store.analyze(version(1, 'one'), defaultSettings);
  void ask();
  store.changed('file:///f.c');
  void ask();
  expect(runs).toHaveLength(1);
  store.changed('file:///f.h');
  void ask();
  expect(runs).toHaveLength(2);
});
