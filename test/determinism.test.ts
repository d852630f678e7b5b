// The same input gives the same answer: twice, from another analyzer, and whatever was analyzed before or beside it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { defaultPlatform } from '#engine';
import { type Analyzer, createAnalyzer } from '../server/analysis/pipeline/analyzer.js';
import type { AnalysisOptions, FileAnalysis } from '../server/analysis/pipeline/file-analysis.js';
import { type CaseFile, caseFiles } from './support/case-files.js';

const resolve = createRequire(import.meta.url).resolve;

const options: AnalysisOptions = {
  platform: defaultPlatform,
  rules: new Map(),
  minConfidence: 'low',
  budget: { paths: 2_000, steps: 50_000 },
};

const newAnalyzer = (): Promise<Analyzer> =>
  createAnalyzer({
    runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
  });

function answers(analyzer: Analyzer, files: readonly CaseFile[]): ReadonlyMap<string, FileAnalysis> {
  return new Map(files.map((file) => [file.path, analyzer.analyze(file, options)]));
}

function expectSame(left: ReadonlyMap<string, FileAnalysis>, right: ReadonlyMap<string, FileAnalysis>): void {
  for (const [path, answer] of left) expect(right.get(path), path).toEqual(answer);
  expect(right.size).toBe(left.size);
}

const first = await newAnalyzer();
const once = answers(first, caseFiles);

test('there is something to compare', () => {
  const findings = [...once.values()].flatMap((answer) => answer.findings);
  expect(findings.length).toBeGreaterThan(caseFiles.length);
});

test('the same analyzer, a second time', () => {
  expectSame(once, answers(first, caseFiles));
});

test('another analyzer, the files in the opposite order', async () => {
  expectSame(once, answers(await newAnalyzer(), caseFiles.toReversed()));
});

test('two analyzers that share the files, as workers do', async () => {
  const workers = await Promise.all([newAnalyzer(), newAnalyzer()]);
  const largestFirst = caseFiles.toSorted((left, right) => right.text.length - left.text.length);
  const shared = workers.flatMap((analyzer, worker) => [
    ...answers(
      analyzer,
      largestFirst.filter((_, position) => position % workers.length === worker),
    ),
  ]);
  expectSame(once, new Map(shared));
});

test('the name of a file is not part of the answer', () => {
  for (const { path, text } of caseFiles) {
    expect(first.analyze({ path: 'elsewhere.c', text }, options), path).toEqual(once.get(path));
  }
});

test('findings come in the order of the text, each once', () => {
  for (const [path, { findings }] of once) {
    const places = findings.map(({ at }) => at.start);
    expect(places, path).toEqual(places.toSorted((left, right) => left - right));
    const prints = findings.map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size, path).toBe(prints.length);
  }
});
