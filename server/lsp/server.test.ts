import { afterEach, describe, expect, test, vi } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type {
  ClientCapabilities,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  PublishDiagnosticsParams,
} from 'vscode-languageserver';
import { defaultPlatform } from '#engine';
import { type DebugInformation, debugInformationRequest } from '#protocol';
import { analyzerFrom, markedFindings, startInProcess } from '../../test/support/lsp-session.js';

const uri = 'file:///drivers/driver.c';
const pulling: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
    hover: { contentFormat: ['markdown'] },
  },
  workspace: { diagnostics: { refreshSupport: true } },
};

const open: MessageConnection[] = [];
afterEach(() => {
  for (const client of open.splice(0)) {
    client.dispose();
  }
});

async function start(
  capabilities: ClientCapabilities,
  initializationOptions?: unknown,
  overrides: Parameters<typeof startInProcess>[0] = {},
) {
  const client = startInProcess(overrides);
  open.push(client);
  const answer = await client.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    capabilities,
    initializationOptions,
  });
  await client.sendNotification('initialized', {});
  return { client, answer };
}

const openDocument = (client: MessageConnection, text: string): Promise<void> =>
  client.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'c', version: 1, text } });

const edit = (client: MessageConnection, version: number, text: string): Promise<void> =>
  client.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });

const pull = (client: MessageConnection, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
  client.sendRequest('textDocument/diagnostic', { textDocument: { uri }, previousResultId });

const codesOf = (report: DocumentDiagnosticReport): unknown =>
  report.kind === 'full' ? report.items.map((item) => item.code) : 'unchanged';

describe('diagnostics a client pulls', () => {
  test('carry the rule, its page and the numbered witness', async () => {
    const { client, answer } = await start(pulling);
    expect(answer.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: false });
    await openDocument(client, 'int x;\nFIND(dma/map-stack)');
    expect(await pull(client)).toMatchObject({
      kind: 'full',
      items: [
        {
          code: 'dma/map-stack',
          codeDescription: { href: 'file:///pages/dma/map-stack.md' },
          message: 'found dma/map-stack',
          range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
          relatedInformation: [{ message: '1. mapped here' }],
        },
      ],
    });
  });

  test('are unchanged until the text or the settings change', async () => {
    const { client } = await start(pulling);
    await openDocument(client, 'FIND(dma/map-stack)');
    const first = await pull(client);
    expect(await pull(client, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await edit(client, 2, ' FIND(dma/map-stack)');
    const second = await pull(client, first.resultId);
    expect(second.kind).toBe('full');
    await client.sendNotification('workspace/didChangeConfiguration', { settings: { dmaLens: { enable: false } } });
    expect(codesOf(await pull(client, second.resultId))).toEqual([]);
  });

  test('about a missing later call wait for a pause, unless they were already there', async () => {
    const { client } = await start(pulling, { delay: 60 });
    const refreshed = vi.fn();
    client.onRequest('workspace/diagnostic/refresh', refreshed);
    await openDocument(client, 'FIND(dma/alloc-unchecked)');
    expect(codesOf(await pull(client))).toEqual(['dma/alloc-unchecked']);
    await edit(client, 2, 'FIND(dma/alloc-unchecked) FIND(dma/leak-on-error-path) FIND(dma/map-stack)');
    expect(codesOf(await pull(client))).toEqual(['dma/alloc-unchecked', 'dma/map-stack']);
    await vi.waitFor(() => expect(refreshed).toHaveBeenCalledOnce());
    expect(codesOf(await pull(client))).toEqual(['dma/alloc-unchecked', 'dma/leak-on-error-path', 'dma/map-stack']);
  });

  test('about a missing later call are withheld in a function that cannot be parsed', async () => {
    const { client } = await start(pulling);
    await openDocument(client, 'FIND(dma/alloc-unchecked) BROKEN(f) FIND(dma/leak-on-error-path) FIND(dma/map-stack)');
    expect(codesOf(await pull(client))).toEqual(['dma/alloc-unchecked', 'dma/map-stack']);
  });

  test('stay as they were when the analysis crashes', async () => {
    const { client } = await start(pulling);
    const logged = vi.fn();
    client.onNotification('window/logMessage', logged);
    await openDocument(client, 'FIND(dma/map-stack)');
    const good = await pull(client);
    await edit(client, 2, 'CRASH');
    expect(await pull(client, good.resultId)).toMatchObject({ kind: 'unchanged' });
    await edit(client, 3, '');
    expect(codesOf(await pull(client, good.resultId))).toEqual([]);
    expect(logged).toHaveBeenCalledOnce();
  });

  test('with run onSave change when the file is saved', async () => {
    const { client } = await start(pulling, { dmaLens: { run: 'onSave' } });
    await openDocument(client, '');
    expect(codesOf(await pull(client))).toEqual([]);
    await edit(client, 2, 'FIND(dma/map-stack)');
    expect(codesOf(await pull(client))).toEqual([]);
    await client.sendNotification('textDocument/didSave', { textDocument: { uri } });
    expect(codesOf(await pull(client))).toEqual(['dma/map-stack']);
  });

  test('of a document nobody opened are none', async () => {
    const { client } = await start(pulling);
    expect(await pull(client)).toEqual({ kind: 'full', items: [] });
  });
});

describe('diagnostics for a client that does not pull', () => {
  test('are pushed on open, after a pause and on close, with the witness in words', async () => {
    const { client, answer } = await start({}, { delay: 30 });
    expect(answer.capabilities.diagnosticProvider).toBeUndefined();
    const published: PublishDiagnosticsParams[] = [];
    client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      published.push(params);
    });
    await openDocument(client, 'FIND(dma/map-stack)');
    await vi.waitFor(() => expect(published).toHaveLength(1));
    expect(published[0]?.diagnostics[0]?.message).toBe('found dma/map-stack (1. mapped here at line 1)');
    await edit(client, 2, 'FIND(dma/map-stack');
    await edit(client, 3, '');
    await vi.waitFor(() => expect(published).toHaveLength(2));
    expect(published[1]).toMatchObject({ version: 3, diagnostics: [] });
    await client.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await vi.waitFor(() => expect(published).toHaveLength(3));
  });
});

describe('settings', () => {
  test('are asked for per document where the client answers, and again after a change', async () => {
    const { client } = await start({ ...pulling, workspace: { configuration: true } });
    let enable = true;
    client.onRequest('workspace/configuration', () => [{ enable, platform: null }]);
    await openDocument(client, 'FIND(dma/map-stack)');
    expect(codesOf(await pull(client))).toEqual(['dma/map-stack']);
    enable = false;
    await client.sendNotification('workspace/didChangeConfiguration', { settings: null });
    expect(codesOf(await pull(client))).toEqual([]);
  });

  test('of a project count where the editor gave none', async () => {
    const { client } = await start(pulling, undefined, {
      readProject: () => ({ settingsFor: () => ({ enable: false }), suppressionsFor: () => [] }),
    });
    await openDocument(client, 'FIND(dma/map-stack)');
    expect(codesOf(await pull(client))).toEqual([]);
  });

  test('of an editor may name a machine of the project', async () => {
    const { client } = await start(
      pulling,
      { platform: 'board' },
      {
        readProject: () => ({
          settingsFor: () => ({ platforms: new Map([['board', { ...defaultPlatform, name: 'board' }]]) }),
          suppressionsFor: () => [],
        }),
      },
    );
    await openDocument(client, 'FIND(dma/map-stack)');
    await pull(client);
    const { log } = await client.sendRequest<DebugInformation>(debugInformationRequest);
    expect(log.filter((line) => line.includes('platform'))).toEqual([]);
  });

  test('name a kernel tree from the folder of the workspace, and are told when there is none', async () => {
    const seen: string[] = [];
    const { client } = await start(
      { ...pulling, workspace: { ...pulling.workspace, workspaceFolders: true } },
      { kernel: 'tree' },
      {
        loadAnalyzer: () =>
          Promise.resolve(
            analyzerFrom((file, { kernel }) => {
              seen.push(kernel);
              return markedFindings(file);
            }),
          ),
      },
    );
    const told: unknown[] = [];
    client.onNotification('window/showMessage', (it) => {
      told.push(it);
    });
    await openDocument(client, '');
    await pull(client);
    const added = [{ uri: 'file:///drivers', name: 'drivers' }];
    await client.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed: [] } });
    await pull(client);
    await client.sendNotification('workspace/didChangeConfiguration', { settings: { kernel: 'elsewhere' } });
    await pull(client);
    await pull(client);
    expect(seen).toEqual(['/cwd/tree', '/drivers/tree', '']);
    expect(told).toEqual([
      { type: 2, message: 'DMA Lens: elsewhere is no kernel tree: it has no include/linux/dma-mapping.h' },
    ]);
  });

  test('that are wrong in a file of the project are shown there, until it is read again', async () => {
    const at = { start: 14, end: 15 };
    let problems = [{ at, message: 'no' }];
    const { client } = await start(pulling, undefined, {
      readProject: (report) => ({
        settingsFor: () => {
          report({ uri: 'file:///p/.dma-lens.json', text: '{\n "platform": 5 }', problems, complaints: ['no'] });
          return {};
        },
        suppressionsFor: () => [],
      }),
    });
    const published: PublishDiagnosticsParams[] = [];
    client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      published.push(params);
    });
    await openDocument(client, 'FIND(dma/map-stack)');
    await pull(client);
    await vi.waitFor(() => expect(published.length).toBeGreaterThan(0));
    expect(published[0]).toEqual({
      uri: 'file:///p/.dma-lens.json',
      diagnostics: [
        {
          range: { start: { line: 1, character: 12 }, end: { line: 1, character: 13 } },
          severity: 1,
          source: 'dma-lens',
          message: 'no',
        },
      ],
    });
    problems = [];
    await client.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    await pull(client);
    await vi.waitFor(() => expect(published.at(-1)?.diagnostics).toEqual([]));
  });

  test('suppressions of a project are read again when the file changes', async () => {
    let entries: { fingerprint: string; rule: string; reason: string }[] = [];
    const { client } = await start(pulling, undefined, {
      readProject: () => ({ settingsFor: () => ({}), suppressionsFor: () => entries }),
    });
    await openDocument(client, 'FIND(dma/map-stack)');
    expect(codesOf(await pull(client))).toEqual(['dma/map-stack']);
    entries = [{ fingerprint: 'dma/map-stack', rule: 'dma/map-stack', reason: 'known' }];
    await client.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    expect(codesOf(await pull(client))).toEqual([]);
  });
});

describe('hover', () => {
  const hover = (client: MessageConnection, character: number): Promise<Hover | null> =>
    client.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 0, character } });

  test('shows the mapping under the cursor, as the client can read it', async () => {
    const { client } = await start(pulling);
    await openDocument(client, 'a HANDLE(my_h) b');
    expect(await hover(client, 3)).toMatchObject({
      range: { start: { character: 2 }, end: { character: 14 } },
      contents: { kind: 'markdown', value: '**my\\_h** — streaming mapping  \nowned' },
    });
    expect(await hover(client, 0)).toBeNull();

    const plain = await start({});
    await openDocument(plain.client, 'HANDLE(h)');
    expect(await hover(plain.client, 0)).toMatchObject({
      contents: { kind: 'plaintext', value: 'h — streaming mapping\nowned' },
    });
  });

  test('off means off', async () => {
    const { client } = await start(pulling, { hover: 'off' });
    await openDocument(client, 'HANDLE(h)');
    expect(await hover(client, 0)).toBeNull();
  });
});

test('without a parser the user is told once and the server answers', async () => {
  const client = startInProcess({ loadAnalyzer: () => Promise.reject(new Error('no such file')) });
  open.push(client);
  const shown = vi.fn();
  client.onNotification('window/showMessage', shown);
  await client.sendRequest('initialize', { processId: null, rootUri: null, capabilities: pulling });
  await openDocument(client, 'FIND(dma/map-stack)');
  expect(codesOf(await pull(client))).toEqual([]);
  expect(codesOf(await pull(client))).toEqual([]);
  await vi.waitFor(() => expect(shown).toHaveBeenCalledOnce());
});

test('an edit that arrives during a long wait is the one that is analyzed', async () => {
  const texts: string[] = [];
  const slow = analyzerFrom((file) => {
    texts.push(file.text);
    return markedFindings(file);
  });
  let clock = 0;
  const { client } = await start(pulling, undefined, {
    loadAnalyzer: () => Promise.resolve(slow),
    // Every look at the clock is 100 ms later, so every analysis seems to take that long.
    now: () => (clock += 100),
  });
  await openDocument(client, '1');
  await pull(client);
  await edit(client, 2, '2');
  const waiting = pull(client);
  await edit(client, 3, 'FIND(dma/map-stack)');
  expect(codesOf(await waiting)).toEqual(['dma/map-stack']);
  expect(texts).toEqual(['1', 'FIND(dma/map-stack)']);
});
