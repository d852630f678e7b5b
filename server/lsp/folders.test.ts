import { expect, test } from 'vitest';
import { createFolders } from './folders.js';

const foldersOf = (...uris: readonly string[]) =>
  createFolders({ workspaceFolders: uris.map((uri) => ({ uri, name: '' })) });

test('a document is in the nearest folder around it', () => {
  const folders = foldersOf('file:///w', 'file:///w/net', 'file:///w/ne');
  expect(folders.holding('file:///w/net/a.c')).toBe('/w/net');
  expect(folders.holding('file:///w/network/a.c')).toBe('/w');
});

test('one outside counts from the first folder, or from none', () => {
  expect(foldersOf('file:///w', 'file:///v').holding('untitled:Untitled-1')).toBe('/w');
  expect(foldersOf().holding('file:///a.c')).toBeUndefined();
});

test('a client without workspace folders has a root', () => {
  expect(createFolders({ workspaceFolders: null, rootUri: 'file:///base' }).holding('file:///base/a.c')).toBe('/base');
});

test('folders come and go', () => {
  const folders = foldersOf('file:///w');
  folders.changed({ added: [{ uri: 'file:///v', name: '' }], removed: [{ uri: 'file:///w', name: '' }] });
  expect(folders.holding('file:///w/a.c')).toBe('/v');
});
