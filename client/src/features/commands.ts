import { commands, type Disposable, env, extensions, version, window } from 'vscode';
import type { AnalysisStatus, DebugInformation } from '#protocol';
import type { DmaLensContext } from '../context.js';

export function activate(cx: DmaLensContext): Disposable[] {
  return [
    commands.registerCommand('dmaLens.restartServer', () => cx.server.restart()),
    commands.registerCommand('dmaLens.showLog', () => cx.log.show()),
    commands.registerCommand('dmaLens.setLogLevel', () => commands.executeCommand('workbench.action.setLogLevel')),
    commands.registerCommand('dmaLens.copyDebugInformation', async () => {
      const information = await cx.server.debugInformation();
      await env.clipboard.writeText(debugText(cx, information));
      window.setStatusBarMessage('DMA Lens: debug information copied', 3000);
    }),
  ];
}

/** For a bug report: no file contents, and of paths only those of open documents. */
function debugText(cx: DmaLensContext, information: DebugInformation | undefined): string {
  const lines = [
    `DMA Lens ${String(cx.extension.extension.packageJSON.version)}, server ${cx.server.state}`,
    `editor ${env.appName} ${version}, ${env.remoteName ?? 'local'}`,
    `C extensions: ${cExtensions().join(', ') || 'none'}`,
  ];
  if (information === undefined) {
    return [...lines, ''].join('\n');
  }
  return [
    ...lines,
    `runtime ${information.runtime}, ${megabytes(information.memoryBytes)} MB, diagnostics ${information.diagnostics}`,
    ...information.documents.map(documentLine),
    'log:',
    ...information.log.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function documentLine(status: AnalysisStatus): string {
  const { analyzed, notAnalyzed, findings, suppressed, milliseconds, configuration } = status;
  return [
    `${status.uri}: ${analyzed} functions analyzed, ${notAnalyzed.length} not`,
    `${findings} findings, ${suppressed} suppressed, ${milliseconds} ms`,
    JSON.stringify(configuration),
  ].join('; ');
}

/** Those that may answer for the same documents. */
function cExtensions(): readonly string[] {
  return ['ms-vscode.cpptools', 'llvm-vs-code-extensions.vscode-clangd'].filter((id) => extensions.getExtension(id));
}

export function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
