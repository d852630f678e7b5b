import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from '../lsp/server.js';
import type { CheckedFile, ProjectFiles } from '../lsp/session.js';
import { createThreadAnalyzer } from './analysis-thread.js';
import { kernelTreeAt } from './kernel-tree.js';
import { complaintsAbout, createProjectFiles, type ProjectFile } from './project-files.js';
import { rulePageUri } from './rule-pages.js';
import { documentOptions, knownNames } from './toolchain.js';
import { productVersion } from './version.js';

/** Speaks LSP on the transport the command line names: `--stdio`, or `--node-ipc` as VS Code does. */
export function runLanguageServer(): void {
  startServer(createConnection(ProposedFeatures.all), {
    version: productVersion(),
    runtime: `Node ${process.versions.node}`,
    loadAnalyzer: createThreadAnalyzer,
    toOptions: documentOptions,
    known: knownNames,
    kernelTree: (path, folder) => kernelTreeAt(folder ?? process.cwd(), path),
    rulePage: rulePageUri,
    readProject,
    now: () => performance.now(),
    memoryBytes: () => process.memoryUsage.rss(),
  });
}

function readProject(report: (file: CheckedFile) => void): ProjectFiles {
  const files = createProjectFiles(knownNames);
  const reported = new Set<string>();
  const content = <Content>(file: ProjectFile<Content> | undefined): Content | undefined => {
    if (file !== undefined && !reported.has(file.path)) {
      reported.add(file.path);
      const { path, text, problems } = file;
      const complaints = complaintsAbout(file).map((it) => `${path}:${it}`);
      report({ uri: pathToFileURL(path).href, text, problems, complaints });
    }
    return file?.content;
  };
  return {
    settingsFor: (path) => content(files.configurationFor(path))?.given ?? {},
    suppressionsFor: (path) => content(files.sidecarFor(path))?.entries ?? [],
  };
}
