import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from '../lsp/server.js';
import type { ProjectFiles } from '../lsp/session.js';
import { createThreadAnalyzer } from './analysis-thread.js';
import { createProjectFiles, type ProjectFile } from './project-files.js';
import { rulePageUri } from './rule-pages.js';
import { analysisOptions, knownNames } from './toolchain.js';
import { productVersion } from './version.js';

/** Speaks LSP on the transport the command line names: `--stdio`, or `--node-ipc` as VS Code does. */
export function runLanguageServer(): void {
  startServer(createConnection(ProposedFeatures.all), {
    version: productVersion(),
    runtime: `Node ${process.versions.node}`,
    loadAnalyzer: createThreadAnalyzer,
    toOptions: analysisOptions,
    known: knownNames,
    rulePage: rulePageUri,
    readProject,
    now: () => performance.now(),
    memoryBytes: () => process.memoryUsage.rss(),
  });
}

function readProject(warn: (message: string) => void): ProjectFiles {
  const files = createProjectFiles(knownNames);
  const complained = new Set<string>();
  const content = <Content>(file: ProjectFile<Content> | undefined): Content | undefined => {
    if (file !== undefined && !complained.has(file.path)) {
      complained.add(file.path);
      for (const problem of file.problems) {
        warn(`${file.path}:${problem}`);
      }
    }
    return file?.content;
  };
  return {
    settingsFor: (path) => content(files.configurationFor(path))?.given ?? {},
    suppressionsFor: (path) => content(files.sidecarFor(path))?.entries ?? [],
  };
}
