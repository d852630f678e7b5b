import { defaultPlatform, findPlatform } from '#engine';
import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { createConnection } from 'vscode-languageserver/node';
import type { FileAnalysis, Finding, RuleId, SourceFile } from '../../server/analysis/index.js';
import type { DocumentOptions, FileAnalyzer } from '../../server/lsp/analysis-store.js';
import type { ServerDeps } from '../../server/lsp/open-session.js';
import { startServer } from '../../server/lsp/server.js';

/** A server in this process with an analysis the test controls: what is tested is the conversation. */
export function startInProcess(overrides: Partial<ServerDeps> = {}): MessageConnection {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  startServer(createConnection(toServer, toClient), { ...testDeps, ...overrides });
  const client = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  client.listen();
  return client;
}

const testDeps: ServerDeps = {
  version: '0.0.0',
  runtime: 'test',
  loadAnalyzer: () => Promise.resolve(analyzerFrom(markedFindings)),
  toOptions: ({ platform, rules, minConfidence, kernel }) => ({
    platform: findPlatform(platform) ?? defaultPlatform,
    rules,
    minConfidence,
    budget: { paths: 1, steps: 1 },
    kernel,
  }),
  known: { rules: new Set(['dma/map-stack']), platforms: new Set(['armv7-iommu', 'x86-coherent']) },
  kernelTree: (path, folder) => (path.startsWith('tree') ? `${folder ?? '/cwd'}/${path}` : undefined),
  rulePage: (rule) => `file:///pages/${rule}.md`,
  readProject: () => ({ settingsFor: () => ({}), suppressionsFor: () => [] }),
  now: () => performance.now(),
  memoryBytes: () => 1_000_000,
};

/** An analyzer that answers on a later turn, as a thread does. */
export function analyzerFrom(analyze: (file: SourceFile, options: DocumentOptions) => FileAnalysis): FileAnalyzer {
  return {
    start: (file, options) => ({
      result: new Promise<void>((resolve) => setImmediate(resolve)).then(() => analyze(file, options)),
      cancel: () => undefined,
    }),
  };
}

/** Finds what the text says it contains: `FIND(dma/map-stack)` is a finding, `HANDLE(h)` a mapping, `CRASH` a bug. */
export function markedFindings({ text }: SourceFile, options?: DocumentOptions): FileAnalysis {
  if (text.includes('CRASH')) {
    throw new Error('asked to crash');
  }
  const suppressed = new Set(options?.sidecar?.map((entry) => entry.fingerprint));
  const findings = [...text.matchAll(/FIND\(([a-z/-]+)\)/g)].map(
    (match): Finding => findingAt(match[1] ?? '', match.index),
  );
  return {
    findings: findings.filter((it) => !suppressed.has(it.fingerprint)),
    suppressed: [],
    notices: [],
    functions: [...text.matchAll(/BROKEN\(\w+\)/g)].map((match) => {
      const at = { start: match.index, end: text.length };
      return { name: 'broken', at, nameAt: at, status: { kind: 'not-lowered', why: 'marked', problemAt: at } };
    }),
    mappings: [...text.matchAll(/HANDLE\((\w+)\)/g)].map((match) => ({
      at: { start: match.index, end: match.index + match[0].length },
      functionName: 'f',
      view: { name: match[1] ?? '', what: 'streaming mapping', lines: [`${match[1]} — streaming mapping`, 'owned'] },
    })),
  };
}

function findingAt(rule: string, start: number): Finding {
  return {
    rule: rule as RuleId,
    level: 'warning',
    confidence: 'high',
    heuristics: [],
    functionName: 'f',
    at: { start, end: start + 'FIND'.length },
    message: `found ${rule}`,
    notes: [{ at: { start: 0, end: 1 }, message: 'mapped here' }],
    assumptions: [],
    consequence: undefined,
    fingerprint: rule,
  };
}
