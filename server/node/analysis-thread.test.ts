import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SourceFile } from '#analysis';
import { defaultPlatform } from '#engine';
import type { DocumentOptions } from '../lsp/analysis-store.js';
import { createThreadAnalyzer } from './analysis-thread.js';

/** A thread that does what the text says: `crash`, `stall`, `work` a while, `wait` until it is cancelled, or answer at once. */
const obedientThread = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ id, file, cancelled }) => {
  if (file.text === 'crash') throw new Error('asked to crash');
  while (file.text === 'stall') Atomics.wait(cancelled, 0, 0, 10);
  if (file.text === 'work') Atomics.wait(cancelled, 0, 0, 300);
  while (file.text === 'wait' && Atomics.load(cancelled, 0) === 0);
  const analysis = { findings: [], suppressed: [], notices: [], functions: [], mappings: [] };
  parentPort.postMessage({ id, analysis: Atomics.load(cancelled, 0) === 0 ? analysis : undefined });
});
parentPort.postMessage('ready');
`;

let folder: string;
let program: URL;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dma-lens-thread-'));
  const path = join(folder, 'thread.cjs');
  writeFileSync(path, obedientThread);
  program = pathToFileURL(path);
});

afterAll(() => rmSync(folder, { recursive: true }));

const file = (text: string): SourceFile => ({ path: 'f.c', text });
const options: DocumentOptions = {
  platform: defaultPlatform,
  rules: new Map(),
  minConfidence: 'medium',
  budget: { paths: 1, steps: 1 },
  kernel: '',
};

test('a cancelled analysis ends without an answer, and the next one is answered', async () => {
  const analyzer = await createThreadAnalyzer({ program, longest: 10_000 });
  const waiting = analyzer.start(file('wait'), options);
  const next = analyzer.start(file('int x;'), options);
  waiting.cancel();
  expect(await waiting.result).toBeUndefined();
  expect(await next.result).toMatchObject({ findings: [] });
});

test.each([
  ['crash', /asked to crash/],
  ['stall', /longer than 200 ms/],
])('a text that makes it %s fails, and the next one is answered', async (text, why) => {
  const analyzer = await createThreadAnalyzer({ program, longest: 200 });
  await expect(analyzer.start(file(text), options).result).rejects.toThrow(why);
  expect(await analyzer.start(file('int x;'), options).result).toMatchObject({ findings: [] });
});

test('what waited behind a text that crashes is answered all the same, or cancelled', async () => {
  const analyzer = await createThreadAnalyzer({ program, longest: 10_000 });
  const crashing = analyzer.start(file('crash'), options);
  const [innocent, cancelled, again] = ['int x;', 'wait', 'crash'].map((text) => analyzer.start(file(text), options));
  const last = analyzer.start(file('int y;'), options);
  cancelled?.cancel();
  await expect(crashing.result).rejects.toThrow(/asked to crash/);
  expect(await innocent?.result).toMatchObject({ findings: [] });
  expect(await cancelled?.result).toBeUndefined();
  await expect(again?.result).rejects.toThrow(/asked to crash/);
  expect(await last.result).toMatchObject({ findings: [] });
});

test('each text has the whole time for itself, however many wait before it', async () => {
  const analyzer = await createThreadAnalyzer({ program, longest: 1_000 });
  const running = Array.from({ length: 6 }, () => analyzer.start(file('work'), options));
  for (const { result } of running) expect(await result).toMatchObject({ findings: [] });
});

test('a thread that cannot start is told to who asked for it', async () => {
  const nowhere = pathToFileURL(join(folder, 'nowhere.cjs'));
  await expect(createThreadAnalyzer({ program: nowhere, longest: 200 })).rejects.toThrow(/nowhere/);
});
