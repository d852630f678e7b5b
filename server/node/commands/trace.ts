import { resolve } from 'node:path';
import { createLineIndex } from '../../analysis/base/line-index.js';
import { noKernelTree } from '../../analysis/config/parse-settings.js';
import { platformNamed, resolveSettings, type Settings } from '../../analysis/config/settings.js';
import { type FunctionTrace, renderTraceJson, renderTraceText } from '../../analysis/present/path-trace.js';
import { choiceOf, parseArguments, valueOf } from '../arguments.js';
import { displayPath, readSource } from '../files.js';
import { complain, describeBug, type ExitStatus, exitStatus, type Io } from '../io.js';
import { kernelTreeAt } from '../kernel-tree.js';
import { moduleFilesIn } from '../module-files.js';
import { createProjectFiles } from '../project-files.js';
import { defaultPlatform, knownNames, type Platform } from '../toolchain.js';
import { traceFile } from '../trace-file.js';
import { checkUsage } from '../usage.js';
import { parseTraceTarget, type TraceScope } from './trace-target.js';

const formats = ['text', 'json'] as const;

export async function runTrace(args: readonly string[], io: Io): Promise<ExitStatus> {
  const parsed = parseArguments(args, { platform: 'value', kernel: 'value', format: 'value' });
  const problems: string[] = [];
  const format = choiceOf(parsed, 'format', formats, problems) ?? 'text';
  const { path, scope } = parseTraceTarget(io.cwd, parsed.positionals[0] ?? '');
  const configured = configuredFor(resolve(io.cwd, path));
  const platform = platformIn(configured, valueOf(parsed, 'platform'), problems);
  const kernel = valueOf(parsed, 'kernel');
  if (kernel !== undefined && kernelTreeAt(io.cwd, kernel) === undefined) problems.push(noKernelTree(kernel));
  const usage = checkUsage(io, 'trace', parsed, { min: 1, max: 1 }, problems);
  if (usage !== undefined) {
    return usage;
  }

  const name = displayPath(io.cwd, path);
  const source = readSource(resolve(io.cwd, path));
  if (source.kind === 'unreadable') {
    complain(io, `${name}: ${source.why}`);
    return exitStatus.badInput;
  }
  const file = { path: name, text: source.text };
  let all: readonly FunctionTrace[];
  try {
    const files = moduleFilesIn(io.cwd, kernel);
    files.useElsewhere(configured.kernel);
    all = await traceFile(file, platform, files);
  } catch (error) {
    complain(io, `${name}: the analysis failed: ${describeBug(error)}`);
    return exitStatus.internalError;
  }
  const traces = all.filter((it) => isInScope(it, scope, source.text));
  if (traces.length === 0) {
    complain(io, `${name}: ${nothingIn(scope)}`);
    return exitStatus.badInput;
  }
  io.out(format === 'json' ? renderTraceJson(file, traces) : renderTraceText(file, traces));
  return exitStatus.clean;
}

const configuredFor = (path: string): Settings =>
  resolveSettings(createProjectFiles(knownNames).configurationFor(path)?.content.given ?? {});

/** The machine that was asked for, or the one of the file's configuration; a trace shows one only. */
function platformIn(configured: Settings, asked: string | undefined, problems: string[]): Platform {
  const platform = platformNamed(asked ?? configured.platform, configured.platforms);
  if (asked !== undefined && platform === undefined) {
    problems.push(`there is no platform ${asked}; see dma-lens platforms`);
  }
  return platform ?? defaultPlatform;
}

function isInScope({ functionName, at }: FunctionTrace, scope: TraceScope, text: string): boolean {
  switch (scope.kind) {
    case 'file':
      return true;
    case 'function':
      return functionName === scope.name;
    case 'line': {
      const lines = createLineIndex(text);
      const line = scope.line - 1;
      return lines.lineColumnAt(at.start).line <= line && line <= lines.lineColumnAt(at.end).line;
    }
    default:
      return scope satisfies never;
  }
}

function nothingIn(scope: TraceScope): string {
  switch (scope.kind) {
    case 'file':
      return 'no function here concerns DMA';
    case 'function':
      return `no function ${scope.name} that concerns DMA`;
    case 'line':
      return `no function that concerns DMA at line ${scope.line}`;
    default:
      return scope satisfies never;
  }
}
