import { relative, resolve, sep } from 'node:path';
import { createLineIndex } from '../analysis/base/line-index.js';
import type { ParsedSidecar } from '../analysis/config/config-file.js';
import type { Notice } from '../analysis/findings/notice.js';
import { type FileReport, placeOf } from '../analysis/present/report.js';
import { displayPath } from './files.js';
import type { Io } from './io.js';
import type { ProjectFile } from './project-files.js';

interface RunInputs {
  readonly io: Io;
  readonly paths: readonly string[];
  readonly reports: readonly FileReport[];
}

/** What is odd about a `.dma-lens/suppressions.json`: entries without a reason, and entries that hide nothing. */
export function sidecarReport(
  { path, folder, text, content }: ProjectFile<ParsedSidecar>,
  { io, paths, reports }: RunInputs,
): readonly FileReport[] {
  const used = new Set(reports.flatMap(({ suppressed }) => suppressed).map((it) => it.finding.fingerprint));
  // An entry has no path, so only a run over everything below its folder can tell that it hides nothing.
  const unused = paths.some((it) => encloses(resolve(io.cwd, it), folder))
    ? content.entries.filter((entry) => !used.has(entry.fingerprint))
    : [];
  const notices: readonly Notice[] = [
    ...content.notices.filter(({ at }) => !unused.some((entry) => entry.at === at)),
    ...unused.map(({ at, rule }): Notice => {
      return { id: 'dma-lens/unused-suppression', at, message: `this suppression of \`${rule}\` hides nothing` };
    }),
  ].toSorted((left, right) => left.at.start - right.at.start);
  if (notices.length === 0) {
    return [];
  }
  const name = displayPath(io.cwd, path);
  const lines = createLineIndex(text);
  return [
    {
      path: name,
      findings: [],
      suppressed: [],
      notices: notices.map(({ id, at, message }) => ({ id, path: name, message, ...placeOf(lines, at) })),
      functions: [],
    },
  ];
}

function encloses(outer: string, inner: string): boolean {
  const path = relative(outer, inner);
  return path !== '..' && !path.startsWith(`..${sep}`);
}
