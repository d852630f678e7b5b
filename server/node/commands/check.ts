import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isAtLeast } from '../../analysis/findings/confidence.js';
import type { Level } from '../../analysis/findings/finding.js';
import { renderGithub } from '../../analysis/present/github.js';
import { renderJson } from '../../analysis/present/json.js';
import type { FileReport } from '../../analysis/present/report.js';
import { renderSarif } from '../../analysis/present/sarif.js';
import { renderText } from '../../analysis/present/text.js';
import { withPlatforms } from '../../analysis/config/own-platforms.js';
import { parseArguments } from '../arguments.js';
import { readFailure } from '../files.js';
import { complain, describeError, type ExitStatus, exitStatus, type Io, worst } from '../io.js';
import { ownPlatformsAt } from '../own-platforms.js';
import { createProjectFiles } from '../project-files.js';
import { readRulePage } from '../rule-pages.js';
import { allRules, knownNames } from '../toolchain.js';
import { checkUsage } from '../usage.js';
import { productVersion } from '../version.js';
import { type CheckOptions, checkOptionKinds, parseCheckOptions, pathsOf } from './check-options.js';
import { type CheckRun, checkFiles } from './check-run.js';
import { renderStats, renderSummary } from './check-stats.js';

export async function runCheck(args: readonly string[], io: Io): Promise<ExitStatus> {
  const parsed = parseArguments(args, checkOptionKinds);
  const project = createProjectFiles(knownNames);
  const ownPlatforms = ownPlatformsAt(project, io.cwd, pathsOf(parsed));
  const { options, problems } = parseCheckOptions(parsed, withPlatforms(knownNames, ownPlatforms));
  const usage = checkUsage(io, 'check', parsed, {}, problems);
  if (usage !== undefined) {
    return usage;
  }

  const start = performance.now();
  let run: CheckRun;
  try {
    run = await checkFiles({ ...options, project, ownPlatforms }, io);
  } catch (error) {
    complain(io, describeError(error));
    return exitStatus.internalError;
  }
  const written = write(render(run, options), options, io);
  for (const { path, message } of run.failures) {
    complain(io, path === undefined ? message : `${path}: ${message}`);
  }
  if (options.stats !== 'none') {
    io.err(renderStats(run, { withFunctions: options.stats === 'functions', milliseconds: performance.now() - start }));
  }
  if (!options.quiet) {
    io.err(renderSummary(run));
  }
  return worst(written, statusOf(run.reports, options.failOn), ...run.failures.map((it) => it.status));
}

function render({ reports, failures }: CheckRun, { format }: CheckOptions): string {
  switch (format) {
    case 'text':
      return renderText(reports);
    case 'json':
      return renderJson(reports);
    case 'github':
      return renderGithub(reports);
    case 'sarif': {
      const rules = allRules.map((rule) => ({ rule, page: readRulePage(rule.id) }));
      return renderSarif({ version: productVersion(), rules, reports, failures });
    }
    default:
      return format satisfies never;
  }
}

function write(text: string, { output }: CheckOptions, io: Io): ExitStatus {
  if (output === undefined) {
    io.out(text);
    return exitStatus.clean;
  }
  try {
    writeFileSync(resolve(io.cwd, output), text);
    return exitStatus.clean;
  } catch (error) {
    complain(io, `cannot write ${output}: ${readFailure(error)}`);
    return exitStatus.badInput;
  }
}

function statusOf(reports: readonly FileReport[], failOn: Level | 'never'): ExitStatus {
  if (failOn === 'never') {
    return exitStatus.clean;
  }
  const levels = reports.flatMap(({ findings, notices }): readonly Level[] => [
    ...findings.map((it) => it.level),
    ...notices.map(() => 'info' as const),
  ]);
  return levels.some((level) => isAtLeast(level, failOn)) ? exitStatus.findings : exitStatus.clean;
}
