import { type Disposable, languages, LanguageStatusSeverity, type LanguageStatusItem, window } from 'vscode';
import type { AnalysisStatus } from '#protocol';
import type { DmaLensContext } from '../context.js';
import { documentSelector } from '../document-selector.js';
import { megabytes } from './commands.js';

/** What was analyzed, what was not and why, and with which configuration: one item beside the language name. */
export function activate(cx: DmaLensContext): Disposable[] {
  const analysis = languages.createLanguageStatusItem('dmaLens.analysis', documentSelector);
  analysis.name = 'DMA Lens';
  analysis.command = { command: 'dmaLens.showLog', title: 'Show Log' };

  const platform = languages.createLanguageStatusItem('dmaLens.platform', documentSelector);
  platform.name = 'DMA Lens platform';
  platform.command = { command: 'dmaLens.selectPlatform', title: 'Change' };

  const update = (): void => {
    const uri = window.activeTextEditor?.document.uri.toString();
    const status = uri === undefined ? undefined : cx.server.statusOf(uri);
    showAnalysis(analysis, cx, status);
    platform.text = status?.configuration.platform ?? 'platform';
    platform.detail = status === undefined ? '' : configurationLine(status);
  };
  update();

  return [
    analysis,
    platform,
    cx.server.onDidAnalyze(update),
    cx.server.onDidChangeState(update),
    window.onDidChangeActiveTextEditor(update),
  ];
}

function showAnalysis(item: LanguageStatusItem, cx: DmaLensContext, status: AnalysisStatus | undefined): void {
  item.busy = cx.server.state === 'starting';
  if (cx.server.state === 'stopped') {
    item.text = '$(error) DMA Lens is not running';
    item.detail = 'see the log';
    item.severity = LanguageStatusSeverity.Error;
    item.command = { command: 'dmaLens.restartServer', title: 'Restart' };
    return;
  }
  const isPartial = status !== undefined && status.notAnalyzed.length > 0;
  item.command = isPartial
    ? { command: 'dmaLens.showNotAnalyzed', title: 'Why Not All' }
    : { command: 'dmaLens.showLog', title: 'Show Log' };
  item.severity = isPartial ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
  item.text = status === undefined ? '$(eye) DMA Lens' : `$(eye) ${headline(status)}`;
  item.detail = status === undefined ? cx.server.state : details(status);
}

function headline({ analyzed, notAnalyzed, findings }: AnalysisStatus): string {
  const all = analyzed + notAnalyzed.length;
  const of = notAnalyzed.length === 0 ? '' : ` of ${all}`;
  const functions = all === 1 ? 'DMA function' : 'DMA functions';
  return `${findings === 1 ? '1 finding' : `${findings} findings`}, ${analyzed}${of} ${functions} analyzed`;
}

function details({ milliseconds, memoryBytes, suppressed }: AnalysisStatus): string {
  const hidden = suppressed === 0 ? '' : `, ${suppressed} suppressed`;
  return `${milliseconds} ms, ${megabytes(memoryBytes)} MB${hidden}`;
}

function configurationLine({ configuration }: AnalysisStatus): string {
  const { minConfidence, run, rules } = configuration;
  const changed = Object.keys(rules).length;
  return `confidence ${minConfidence}, ${run}${changed === 0 ? '' : `, ${changed} rule levels set`}`;
}
