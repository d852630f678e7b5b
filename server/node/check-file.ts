import type { Analyzer } from '#analysis';
import type { SourceFile } from '../analysis/module/source-file.js';
import { mergePlatforms, type PlatformReport } from '../analysis/present/merge-platforms.js';
import { reportFile } from '../analysis/present/report.js';
import type { CheckAnswer, CheckJob } from './check-job.js';
import { type ReadSource, readSource } from './files.js';

/** What `check` needs of the analysis. */
export type FileChecker = Pick<Analyzer, 'concerns' | 'analyzeOnEach'>;

export function checkFile(
  checker: FileChecker,
  job: CheckJob,
  read: (path: string) => ReadSource = readSource,
): CheckAnswer {
  const source = read(job.path);
  if (source.kind === 'unreadable') {
    return source;
  }
  const file: SourceFile = { path: job.name, text: source.text };
  if (!checker.concerns(file)) {
    return { kind: 'no-dma' };
  }
  const reports: PlatformReport[] = [];
  for (const { platform, analysis } of checker.analyzeOnEach(file, job.platforms, job.options)) {
    reports.push({ platform: platform.name, report: reportFile(file, analysis) });
  }
  const report = reports.length === 1 ? reports[0]?.report : mergePlatforms(reports);
  return report === undefined ? { kind: 'no-dma' } : { kind: 'checked', report };
}
