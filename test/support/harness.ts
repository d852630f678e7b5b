// The only test code that knows how to run an analysis: C text in, findings or disagreements out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createLineIndex, type LineIndex } from '../../server/analysis/base/line-index.js';
import type { Finding } from '../../server/analysis/findings/finding.js';
import { createAnalyzer } from '../../server/analysis/pipeline/analyzer.js';
import { defaultPlatform, findPlatform } from '#engine';
import type { AnalysisOptions, FileAnalysis } from '../../server/analysis/pipeline/file-analysis.js';
import { type CaseFunction, caseFunctions, type Marker, parseMarkers } from './markers.js';

const resolve = createRequire(import.meta.url).resolve;

const analyzer = await createAnalyzer({
  runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
  grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
});

// Far beyond what a case needs; a case that reaches it fails as not analyzed.
const budget = { paths: 2_000, steps: 50_000 };

interface CaseOptions extends Partial<Omit<AnalysisOptions, 'platform'>> {
  /** A preset's name. */
  readonly platform?: string;
}

export function analyze(
  text: string,
  { platform: name = platformOf(text), ...options }: CaseOptions = {},
): FileAnalysis {
  const platform = findPlatform(name);
  if (platform === undefined) throw new Error(`there is no platform ${name}`);
  return analyzer.analyze(
    { path: 'case.c', text },
    { platform, rules: new Map(), minConfidence: 'medium', budget, ...options },
  );
}

/** `// platform: exynos4` in the first line of a case. */
function platformOf(text: string): string {
  return /^\/\/ platform: (\S+)/.exec(text)?.[1] ?? defaultPlatform.name;
}

/**
 * Everything in which an analysis and the markers of its text disagree, one line each. A finding without a marker is as
 * wrong as a marker without a finding, and a function must be what its name says.
 */
export function disagreements(text: string, options: CaseOptions = {}): readonly string[] {
  const { findings, functions, notices } = analyze(text, options);
  const lines = createLineIndex(text);
  const cases = caseFunctions(text);
  const markers = parseMarkers(text);
  const open = [...markers];
  const complaints: string[] = [];
  for (const finding of findings) {
    const index = open.findIndex((marker) => isMarked(finding, marker, lines));
    if (index >= 0) open.splice(index, 1);
    else
      complaints.push(
        `${placeOf(finding, lines)}: no marker for ${showFinding(finding)}${hint(finding, lines, cases)}`,
      );
  }
  for (const marker of open) complaints.push(`${marker.line + 1}: no finding for ${marker.rule}: ${marker.text}`);
  for (const it of cases) complaints.push(...nameComplaints(it, markers));
  for (const { name, status } of functions) {
    if (status.kind !== 'analyzed') complaints.push(`${name} was not analyzed: ${JSON.stringify(status)}`);
  }
  complaints.push(...notices.map((notice) => `${notice.id}: ${notice.message}`));
  return complaints;
}

export function showFinding({ rule, level, message }: Finding): string {
  return `${rule}: ${message} (${level})`;
}

function isMarked(finding: Finding, marker: Marker, lines: LineIndex): boolean {
  const start = lines.lineColumnAt(finding.at.start);
  const end = lines.lineColumnAt(finding.at.end);
  if (finding.rule !== marker.rule || start.line !== marker.line || !finding.message.includes(marker.text))
    return false;
  if (marker.columns === 'whole-line') return true;
  return end.line === marker.line && start.column === marker.columns.start && end.column === marker.columns.end;
}

function placeOf(finding: Finding, lines: LineIndex): string {
  const { line, column } = lines.lineColumnAt(finding.at.start);
  return `${line + 1}:${column + 1}`;
}

/** `…_bad` is found and `…_ok` is quiet; `fn_…_bad` and `fp_…_ok` are what goes wrong today. */
function nameComplaints(it: CaseFunction, markers: readonly Marker[]): readonly string[] {
  const isMissed = it.name.startsWith('fn_');
  const isFalse = it.name.startsWith('fp_');
  const isBad = it.name.endsWith('_bad');
  if (!isBad && !it.name.endsWith('_ok')) return [];
  const isExpected = isBad ? !isMissed : isFalse;
  const hasMarker = markers.some(({ line }) => it.firstLine <= line && line <= it.lastLine);
  if (isExpected === hasMarker) return [];
  return [`${it.firstLine + 1}: ${it.name} has ${hasMarker ? 'a marker' : 'no marker'}, and its name says otherwise`];
}

function hint(finding: Finding, lines: LineIndex, cases: readonly CaseFunction[]): string {
  const { line } = lines.lineColumnAt(finding.at.start);
  const home = cases.find((it) => it.firstLine <= line && line <= it.lastLine);
  return home?.name.startsWith('fn_') === true ? `; ${home.name} is found now: rename it` : '';
}
