import type { Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';

/** Protocol positions are UTF-16 like our offsets, so this is a lookup and no conversion. */
export function toOffset(document: TextDocument, position: Position): number {
  return document.offsetAt(position);
}

/** The path a document is reported under; for documents that are not files, whatever their URI calls it. */
export function toPath(uri: string): string {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : parsed.path;
}
