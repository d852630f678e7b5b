// A real server process, the bundle as it ships, over JSON-RPC on standard input and output.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type {
  ClientCapabilities,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  PublishDiagnosticsParams,
} from 'vscode-languageserver';
import { type AnalysisStatus, type DebugInformation, debugInformationRequest, statusNotification } from '#protocol';
import { type RpcServer, startRpcServer } from './support/rpc-client.js';

const uncheckedMapping = `#include <linux/dma-mapping.h>

static int tx(struct device *dev, void *buf, size_t len, void __iomem *regs)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	writel(addr, regs);
	dma_unmap_single(dev, addr, len - 4, DMA_TO_DEVICE);
	return 0;
}
`;
const correct = uncheckedMapping.replace('len - 4', 'len');

let folder: string;
let program: string;
const running: RpcServer[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dma-lens-protocol-'));
  program = join(folder, 'dist/server.cjs');
  execFileSync(process.execPath, ['scripts/bundle.mjs', join(folder, 'dist')]);
}, 300_000);

afterEach(() => {
  for (const server of running.splice(0)) {
    server.kill();
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pulling: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
    hover: { contentFormat: ['markdown'] },
  },
  workspace: { diagnostics: { refreshSupport: true }, didChangeConfiguration: { dynamicRegistration: true } },
  experimental: { dmaLensStatus: true },
};

async function start(capabilities: ClientCapabilities, initializationOptions?: unknown) {
  const server = startRpcServer(process.execPath, [program, '--stdio']);
  running.push(server);
  const { connection } = server;
  connection.onRequest('client/registerCapability', () => null);
  const answer = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities,
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  return { server, connection, answer };
}

type Connection = RpcServer['connection'];

const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

const open = (connection: Connection, uri: string, text: string): Promise<void> =>
  connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'c', version: 1, text } });

const replace = (connection: Connection, uri: string, version: number, text: string): Promise<void> =>
  connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });

const pull = (connection: Connection, uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
  connection.sendRequest('textDocument/diagnostic', { textDocument: { uri }, previousResultId });

const codesOf = (report: DocumentDiagnosticReport): readonly unknown[] =>
  report.kind === 'full' ? report.items.map((item) => item.code) : ['unchanged'];

describe('a session with a client that pulls', () => {
  test('from initialize to exit', async () => {
    const { server, connection, answer } = await start(pulling);
    expect(answer.serverInfo?.name).toBe('DMA Lens');
    const uri = uriOf('driver.c');
    await open(connection, uri, uncheckedMapping);

    const first = await pull(connection, uri);
    expect(first).toMatchObject({
      kind: 'full',
      items: [
        {
          code: 'dma/unmap-size-mismatch',
          source: 'dma-lens',
          range: { start: { line: 9, character: 1 }, end: { line: 9, character: 17 } },
          codeDescription: { href: pathToFileURL(join(folder, 'dist/rules/dma/unmap-size-mismatch.md')).href },
        },
      ],
    });
    expect((await pull(connection, uri, first.resultId)).kind).toBe('unchanged');

    const hover = await connection.sendRequest<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 4, character: 13 },
    });
    expect(hover?.contents).toMatchObject({ kind: 'markdown', value: expect.stringContaining('**addr**') });

    await replace(connection, uri, 2, correct);
    expect(codesOf(await pull(connection, uri, first.resultId))).toEqual([]);

    expect(await server.stop()).toBe(0);
    expect(server.stderr()).toBe('');
  });

  test('edits of single characters arrive in order', async () => {
    const { connection } = await start(pulling, { delay: 0 });
    const uri = uriOf('typing.c');
    await open(connection, uri, correct);
    const line = correct.slice(0, correct.indexOf('dma_unmap_single')).split('\n').length - 1;
    const character = (correct.split('\n')[line] ?? '').indexOf('len') + 'len'.length;
    let version = 1;
    for (const [index, typed] of ' - 4'.split('').entries()) {
      version += 1;
      const position = { line, character: character + index };
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range: { start: position, end: position }, text: typed }],
      });
    }
    expect(codesOf(await pull(connection, uri))).toEqual(['dma/unmap-size-mismatch']);
  });

  test('settings count as soon as they change', async () => {
    const { connection } = await start(pulling);
    const uri = uriOf('settings.c');
    await open(connection, uri, uncheckedMapping);
    const first = await pull(connection, uri);
    const refreshed = vi.fn();
    connection.onRequest('workspace/diagnostic/refresh', refreshed);
    const rules = { 'dma/unmap-size-mismatch': 'off' };
    await connection.sendNotification('workspace/didChangeConfiguration', { settings: { dmaLens: { rules } } });
    await vi.waitFor(() => expect(refreshed).toHaveBeenCalledOnce());
    expect(codesOf(await pull(connection, uri, first.resultId))).toEqual([]);
  });

  test('a configuration file of the project counts, and its changes do', async () => {
    const config = join(folder, 'project/.dma-lens.json');
    const { connection } = await start(pulling);
    const uri = uriOf('project/driver.c');
    await open(connection, uri, uncheckedMapping);
    expect(codesOf(await pull(connection, uri))).toEqual(['dma/unmap-size-mismatch']);
    execFileSync('mkdir', ['-p', join(folder, 'project')]);
    writeFileSync(config, '{ "rules": { "dma/unmap-size-mismatch": "off" } }');
    const changes = [{ uri: pathToFileURL(config).href, type: 1 }];
    await connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    expect(codesOf(await pull(connection, uri))).toEqual([]);
  });

  test('the headers of a kernel tree that is named count for a file outside of one, from when it is named', async () => {
    const files = {
      'linux/include/linux/dma-mapping.h': '',
      'linux/include/linux/ring.h': '#define RING_BYTES 64\n',
      'older/include/linux/dma-mapping.h': '',
      'older/include/linux/ring.h': '#define RING_BYTES 60\n',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { connection } = await start(pulling, { kernel: 'linux' });
    const uri = uriOf('module/ring.c');
    const ring = uncheckedMapping.replace('len - 4', '60').replace(', len, DMA', ', RING_BYTES, DMA');
    await open(connection, uri, `#include <linux/ring.h>\n${ring}`);
    expect(codesOf(await pull(connection, uri))).toEqual(['dma/unmap-size-mismatch']);
    const name = (kernel: string): Promise<void> =>
      connection.sendNotification('workspace/didChangeConfiguration', { settings: { kernel } });
    await name('older');
    expect(codesOf(await pull(connection, uri))).toEqual([]);
    await name(join(folder, 'linux'));
    expect(codesOf(await pull(connection, uri))).toEqual(['dma/unmap-size-mismatch']);
    await name('');
    expect(codesOf(await pull(connection, uri))).toEqual([]);
  });

  test('the status says what was analyzed and with which configuration', async () => {
    const { connection } = await start(pulling, { dmaLens: { platform: 'x86-coherent' } });
    const statuses: AnalysisStatus[] = [];
    connection.onNotification(statusNotification, (status: AnalysisStatus) => {
      statuses.push(status);
    });
    const uri = uriOf('status.c');
    await open(connection, uri, uncheckedMapping);
    await pull(connection, uri);
    await vi.waitFor(() => expect(statuses).toHaveLength(1));
    expect(statuses[0]).toMatchObject({ uri, analyzed: 1, findings: 1, configuration: { platform: 'x86-coherent' } });
    const information = await connection.sendRequest<DebugInformation>(debugInformationRequest);
    expect(information).toMatchObject({ diagnostics: 'pull', documents: [{ uri }] });
  });
});

describe('a session with a client that does not pull', () => {
  test('diagnostics are pushed, the witness in words', async () => {
    const { server, connection } = await start({}, { delay: 20 });
    const published: PublishDiagnosticsParams[] = [];
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      published.push(params);
    });
    const uri = uriOf('pushed.c');
    await open(connection, uri, uncheckedMapping);
    await vi.waitFor(() => expect(published).toHaveLength(1));
    expect(published[0]?.diagnostics[0]).toMatchObject({
      code: 'dma/unmap-size-mismatch',
      message: expect.stringMatching(/at line 5/),
    });
    await replace(connection, uri, 2, correct);
    await vi.waitFor(() => expect(published).toHaveLength(2));
    expect(published[1]).toMatchObject({ version: 2, diagnostics: [] });
    expect(await server.stop()).toBe(0);
    expect(server.stderr()).toBe('');
  });
});

describe('what no client should send', () => {
  test('unknown requests, documents and settings get an answer and end nothing', async () => {
    const { server, connection } = await start(pulling, { dmaLens: { delay: 'soon', rules: 7, platform: 'pdp-11' } });
    await expect(connection.sendRequest('textDocument/nonsense', {})).rejects.toThrow(/nonsense/);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: uriOf('never-opened.c'), version: 7 },
      contentChanges: [{ text: 'x' }],
    });
    expect(codesOf(await pull(connection, uriOf('never-opened.c')))).toEqual([]);
    await expect(connection.sendRequest('textDocument/hover', { textDocument: 12 })).resolves.toBeNull();
    const uri = uriOf('driver.c');
    await open(connection, uri, uncheckedMapping);
    expect(codesOf(await pull(connection, uri))).toEqual(['dma/unmap-size-mismatch']);
    expect(await server.stop()).toBe(0);
  });

  test.each([
    ['nothing', ''],
    ['bytes that are no C', '\u0000\uFFFD\u202E{{{((("\\\n#if\n'],
    ['half a function', uncheckedMapping.slice(0, 180)],
    ['deep nesting', `int f(void) { return ${'('.repeat(5000)}dma_map_single(a, b, c, d)${')'.repeat(5000)}; }`],
    ['a long line', `int x = dma_map_single(${'a,'.repeat(100_000)}b);`],
  ])('a document of %s', async (_name, text) => {
    const { server, connection } = await start(pulling);
    const uri = uriOf('odd.c');
    await open(connection, uri, text);
    expect((await pull(connection, uri)).kind).toBe('full');
    expect(await server.stop()).toBe(0);
    expect(server.stderr()).toBe('');
  });

  test('bytes that are no message are skipped', async () => {
    const { server } = await start(pulling);
    server.writeRaw('Content-Length: 12\r\n\r\n{"jsonrpc":;');
    const uri = uriOf('after.c');
    await open(server.connection, uri, correct);
    expect(codesOf(await pull(server.connection, uri))).toEqual([]);
  });
});
