import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { AnalysisStatus } from '#protocol';
import type { AnalyzedDocument } from './analysis-store.js';
import { configurationInForce } from './settings.js';

export function toStatus(document: TextDocument, result: AnalyzedDocument, memoryBytes: number): AnalysisStatus {
  const { functions, findings, suppressed } = result.analysis;
  return {
    uri: document.uri,
    version: result.version,
    analyzed: functions.filter((it) => it.status.kind === 'analyzed').length,
    notAnalyzed: functions.flatMap((it) => {
      switch (it.status.kind) {
        case 'analyzed':
          return [];
        case 'not-lowered':
          return [{ name: it.name, why: it.status.why, line: document.positionAt(it.status.problemAt.start).line }];
        case 'out-of-budget':
          return [
            {
              name: it.name,
              why: `more ${it.status.budget} than the budget allows`,
              line: document.positionAt(it.nameAt.start).line,
            },
          ];
      }
    }),
    findings: findings.length,
    suppressed: suppressed.length,
    milliseconds: Math.round(result.milliseconds),
    memoryBytes,
    configuration: configurationInForce(result.settings),
  };
}
