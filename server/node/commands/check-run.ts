import { existsSync } from 'node:fs';
import { noKernelTree } from '../../analysis/config/parse-settings.js';
import { everyPlatform, resolveSettings, type RuleLevel, type Settings } from '../../analysis/config/settings.js';
import type { RuleId } from '../../analysis/findings/finding.js';
import { compareText } from '../../analysis/findings/rank.js';
import type { FileReport } from '../../analysis/present/report.js';
import { batchesOf, bytesOf } from '../check-batches.js';
import type { CheckAnswer, CheckBatch, CheckJob, CheckWorkerData } from '../check-job.js';
import { displayPath } from '../files.js';
import { kernelTreeAt } from '../kernel-tree.js';
import { type ExitStatus, exitStatus, type Io } from '../io.js';
import { moduleFilesIn } from '../module-files.js';
import { createProgress } from '../progress.js';
import { complaintsAbout, type ProjectFile, type ProjectFiles } from '../project-files.js';
import { sidecarReport } from '../sidecar-report.js';
import { allRules, analysisOptions, type Platform, platforms } from '../toolchain.js';
import { findFiles, type FoundFile } from '../walk.js';
import { readWasmFiles } from '../wasm.js';
import { type Outcome, runJobs } from '../worker-pool.js';
import type { CheckOptions } from './check-options.js';

export interface CheckRun {
  /** Ordered by path. */
  readonly reports: readonly FileReport[];
  /** Everything that kept something from being checked, in the order in which it is told. */
  readonly failures: readonly Failure[];
  /** Files without anything that concerns DMA. */
  readonly withoutDma: number;
}

export interface Failure {
  readonly path: string | undefined;
  readonly message: string;
  readonly status: ExitStatus;
}

export interface CheckRunOptions extends CheckOptions {
  readonly project: ProjectFiles;
  /** What `--platform` can name besides presets; a file's own configuration beats it. */
  readonly ownPlatforms: ReadonlyMap<string, Platform>;
}

/** Finds, checks and reports; the result depends on the files and options alone, never on how many jobs there are. */
export async function checkFiles(options: CheckRunOptions, io: Io): Promise<CheckRun> {
  const { project, kernel } = options;
  const { files, problems } = findFiles(io.cwd, options.paths, (path) => project.isExcluded(path));
  const jobs = files.map((file) => jobFor(file, options));
  const outcomes = await runOnWorkers(jobs, options, io);

  const named = jobs
    .map((job, index) => ({ name: job.name, outcome: outcomes[index] }))
    .toSorted((left, right) => compareText(left.name, right.name));
  const reports = named.flatMap(({ outcome }) => reportOf(outcome));
  const configurations = projectFilesOf(files, (path) => project.configurationFor(path));
  const sidecars = projectFilesOf(files, (path) => project.sidecarFor(path));
  return {
    reports: [...reports, ...sidecars.flatMap((it) => sidecarReport(it, { io, paths: options.paths, reports }))],
    failures: [
      ...[...configurations, ...sidecars].flatMap((it) => configurationFailures(io, it)),
      ...(kernel === undefined || kernelTreeAt(io.cwd, kernel) !== undefined ? [] : [noTree(kernel)]),
      ...problems.map((message) => ({ path: undefined, message, status: exitStatus.badInput })),
      ...named.flatMap(({ name, outcome }) => failureOf(name, outcome)),
    ],
    withoutDma: outcomes.filter((it) => it.kind === 'answered' && it.answer.kind === 'no-dma').length,
  };
}

const noTree = (kernel: string): Failure => ({
  path: undefined,
  message: noKernelTree(kernel),
  status: exitStatus.badInput,
});

function jobFor({ path, name, bytes }: FoundFile, options: CheckRunOptions): CheckJob {
  const { project, ownPlatforms, given } = options;
  const ofFile = project.configurationFor(path)?.content.given ?? {};
  const settings = resolveSettings({ platforms: ownPlatforms }, ofFile, given);
  const { platform, ...rest } = analysisOptions({ ...settings, rules: rulesInForce(settings, options) });
  const isEvery = settings.platform === everyPlatform;
  return {
    path,
    name,
    bytes,
    platforms: isEvery ? [...platforms, ...settings.platforms.values()] : [platform],
    options: { ...rest, sidecar: project.sidecarFor(path)?.content.entries ?? [] },
    kernel: settings.kernel,
  };
}

/** With `--rule-only` every other rule is off, and a rule that is off otherwise has its own level. */
function rulesInForce({ rules }: Settings, { onlyRules }: CheckOptions): ReadonlyMap<RuleId, RuleLevel> {
  if (onlyRules === undefined) {
    return rules;
  }
  const inForce = new Map<RuleId, RuleLevel>();
  for (const { id, level, onByDefault } of allRules) {
    const set = rules.get(id);
    if (!onlyRules.has(id)) {
      inForce.set(id, 'off');
    } else if (set !== undefined && set !== 'off') {
      inForce.set(id, set);
    } else if (!onByDefault) {
      inForce.set(id, level);
    }
  }
  return inForce;
}

/**
 * In MB. Four folders of Linux 6.12 with large modules (lpfc, bnxt, ath11k, qla2xxx) are read with 300 and no slower;
 * without a limit V8 lets its heap grow to twice of that before it looks for what is no longer used. With the rest of a thread it stays below 600.
 */
const heapOfWorker = 384;

/** Answers in the order of the jobs. */
async function runOnWorkers(
  jobs: readonly CheckJob[],
  { jobs: workers, quiet, kernel }: CheckOptions,
  io: Io,
): Promise<readonly Outcome<CheckAnswer>[]> {
  if (jobs.length === 0) {
    return [];
  }
  const workerData: CheckWorkerData = { wasm: readWasmFiles(), cwd: io.cwd, kernel };
  const progress = createProgress(quiet ? { ...io, isTerminal: false } : io, jobs.length);
  const outcomes = new Map<CheckJob, Outcome<CheckAnswer>>();
  const run = async (batches: readonly CheckBatch[]): Promise<void> => {
    const answers = await runJobs<CheckBatch, readonly CheckAnswer[]>({
      program: workerProgram(),
      workerData,
      workers,
      heap: heapOfWorker,
      jobs: batches,
      weightOf: bytesOf,
      onDone: (batch) => progress.step(batch.length),
    });
    for (const [index, batch] of batches.entries()) noteOutcomes(outcomes, batch, answers[index]);
  };
  try {
    await run(batchesOf(jobs, moduleFilesIn(io.cwd)));
    // One file that ends a worker takes the others of its batch with it: they are tried again, each by itself.
    await run(jobs.filter((job) => !outcomes.has(job)).map((job) => [job]));
    return jobs.flatMap((job) => outcomes.get(job) ?? []);
  } finally {
    progress.end();
  }
}

function noteOutcomes(
  outcomes: Map<CheckJob, Outcome<CheckAnswer>>,
  batch: CheckBatch,
  outcome: Outcome<readonly CheckAnswer[]> | undefined,
): void {
  if (outcome?.kind === 'lost') {
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) outcomes.set(only, outcome);
    return;
  }
  for (const [position, job] of batch.entries()) {
    const answer = outcome?.answer[position];
    if (answer !== undefined) outcomes.set(job, { kind: 'answered', answer });
  }
}

/** Beside the bundle it is a bundle too. */
function workerProgram(): URL {
  const bundled = new URL('./worker.cjs', import.meta.url);
  return existsSync(bundled) ? bundled : new URL('../main-worker.js', import.meta.url);
}

function reportOf(outcome: Outcome<CheckAnswer> | undefined): readonly FileReport[] {
  return outcome?.kind === 'answered' && outcome.answer.kind === 'checked' ? [outcome.answer.report] : [];
}

function failureOf(path: string, outcome: Outcome<CheckAnswer> | undefined): readonly Failure[] {
  if (outcome?.kind === 'lost') {
    return [{ path, message: `the analysis failed: ${outcome.why}`, status: exitStatus.internalError }];
  }
  if (outcome?.kind === 'answered' && outcome.answer.kind === 'unreadable') {
    return [{ path, message: outcome.answer.why, status: exitStatus.badInput }];
  }
  return [];
}

/** The configuration files that count for any of the files, each once. */
function projectFilesOf<Content>(
  files: readonly FoundFile[],
  nearest: (path: string) => ProjectFile<Content> | undefined,
): readonly ProjectFile<Content>[] {
  const found = new Map(files.flatMap(({ path }) => nearest(path) ?? []).map((it) => [it.path, it]));
  return [...found.values()].toSorted((left, right) => compareText(left.path, right.path));
}

function configurationFailures(io: Io, file: ProjectFile<unknown>): readonly Failure[] {
  const name = displayPath(io.cwd, file.path);
  return complaintsAbout(file).map((message) => ({
    path: undefined,
    message: `${name}:${message}`,
    status: exitStatus.badInput,
  }));
}
