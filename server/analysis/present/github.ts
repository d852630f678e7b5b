import type { Level } from '../findings/finding.js';
import type { FileReport, Place } from './report.js';
import { remarks } from './text.js';

const commands: Record<Level, string> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands: GitHub shows each as an annotation at its line, ten of a kind per step. */
export function renderGithub(reports: readonly FileReport[]): string {
  const lines = reports.flatMap(({ path, findings, notices }) => [
    ...findings.map((finding) => {
      const steps = finding.notes.map((note) => `${note.path}:${note.line}:${note.column}: ${note.message}`);
      const message = [finding.message, ...steps, ...remarks(finding)].join('\n');
      return annotation(commands[finding.level], { path, at: finding, title: finding.rule, message });
    }),
    ...notices.map((notice) => annotation('notice', { path, at: notice, title: notice.id, message: notice.message })),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

interface Annotation {
  readonly path: string;
  readonly at: Place;
  readonly title: string;
  readonly message: string;
}

function annotation(command: string, { path, at, title, message }: Annotation): string {
  // GitHub takes columns only where a range stays in one line.
  const columns = at.line === at.endLine ? { col: at.column, endColumn: at.endColumn } : { col: at.column };
  const properties = Object.entries({ file: path, line: at.line, endLine: at.endLine, ...columns, title });
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${command} ${list}::${escapeData(message)}`;
}

// The escapes of @actions/core, packages/core/src/command.ts.
const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
