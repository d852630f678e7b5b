import { languages, type TextDocument } from 'vscode';

/** A filter that is both the editor's and the protocol's. */
interface Filter {
  scheme: string;
  language: string;
  pattern?: string;
}

/**
 * What we look at: C, and headers by name because VS Code calls `*.h` C++.
 * Other schemes, diff views among them, are left alone.
 */
export const documentSelector: Filter[] = ['file', 'untitled', 'vscode-vfs'].flatMap((scheme): Filter[] => [
  { scheme, language: 'c' },
  { scheme, language: 'cpp', pattern: '**/*.h' },
]);

export function isOurs(document: TextDocument): boolean {
  return languages.match(documentSelector, document) > 0;
}
