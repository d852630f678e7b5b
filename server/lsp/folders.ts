import type { InitializeParams, WorkspaceFoldersChangeEvent } from 'vscode-languageserver';
import { toPath } from './from-lsp.js';

/** The folders of the workspace: paths in settings count from them. */
export interface Folders {
  /** The path of the folder that a document is in, or of the first one; `undefined` where none is open. */
  holding(uri: string): string | undefined;
  changed(change: WorkspaceFoldersChangeEvent): void;
}

type Start = Pick<InitializeParams, 'workspaceFolders'> & { readonly rootUri?: string | null };

/** Clients that know no workspace folders name one root. */
export function createFolders({ workspaceFolders, rootUri }: Start): Folders {
  const named = workspaceFolders?.map((it) => it.uri) ?? [];
  let paths = (named.length === 0 && typeof rootUri === 'string' ? [rootUri] : named).map(toPath);
  return {
    holding(uri) {
      const around = paths.filter((it) => isIn(it, toPath(uri)));
      // Folders of one workspace may lie in each other.
      return around.toSorted((left, right) => right.length - left.length)[0] ?? paths[0];
    },
    changed({ added, removed }) {
      const gone = new Set(removed.map((it) => toPath(it.uri)));
      paths = [...paths.filter((it) => !gone.has(it)), ...added.map((it) => toPath(it.uri))];
    },
  };
}

const isIn = (folder: string, path: string): boolean =>
  path.startsWith(folder) && (/[/\\]$/.test(folder) || /^[/\\]/.test(path.slice(folder.length)));
