import type { Location, Log, Notification, Region, ReportingDescriptor, Result } from 'sarif';
import type { Level } from '../findings/finding.js';
import type { Rule } from '../rules/rule.js';
import type { FileReport, Place, ReportedFinding, ReportedSuppression } from './report.js';
import { remarks } from './text.js';

export interface SarifInputs {
  readonly version: string;
  readonly rules: readonly RuleWithPage[];
  readonly reports: readonly FileReport[];
  /** Files that could not be read or analyzed, and bad configuration. */
  readonly failures: readonly SarifFailure[];
}

export interface RuleWithPage {
  readonly rule: Omit<Rule, 'on'>;
  /** The rule's page, in Markdown. */
  readonly page: string | undefined;
}

export interface SarifFailure {
  readonly path: string | undefined;
  readonly message: string;
}

const fingerprintKey = 'dmaLens/v1';
const sourceRoot = 'SRCROOT';
const levels: Record<Level, Result.level> = { info: 'note', warning: 'warning', error: 'error' };

/** SARIF 2.1.0, for code scanning services and viewers. */
export function renderSarif(inputs: SarifInputs): string {
  return `${JSON.stringify(sarifLog(inputs), undefined, 2)}\n`;
}

function sarifLog({ version, rules, reports, failures }: SarifInputs): Log {
  const ruleIndices = new Map<string, number>(rules.map(({ rule }, index) => [rule.id, index]));
  const resultOf = (finding: ReportedFinding): Result => findingResult(finding, ruleIndices.get(finding.rule));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'DMA Lens', version, semanticVersion: version, rules: rules.map(ruleDescriptor) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [sourceRoot]: { description: { text: 'the folder the command was run in' } } },
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map(failureNotification),
            toolConfigurationNotifications: reports.flatMap(noticeNotifications),
          },
        ],
        results: reports.flatMap(({ findings, suppressed }) => [
          ...findings.map(resultOf),
          ...suppressed.map((it) => ({ ...resultOf(it.finding), suppressions: [suppressionOf(it)] })),
        ]),
      },
    ],
  };
}

function ruleDescriptor({ rule, page }: RuleWithPage): ReportingDescriptor {
  const { id, summary, level, onByDefault, category, cwe } = rule;
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: `${summary}.` },
    // Viewers that show no Markdown get the same page: it reads as text.
    ...(page === undefined ? {} : { help: { text: page, markdown: page } }),
    defaultConfiguration: { level: levels[level], enabled: onByDefault },
    // The tag is how GitHub code scanning learns the weakness; `external/cwe/cwe-<number>` with three digits.
    properties: { tags: [category, `external/cwe/cwe-${String(cwe).padStart(3, '0')}`] },
  };
}

function findingResult(finding: ReportedFinding, ruleIndex: number | undefined): Result {
  const { rule, level, path, message, notes, functionName, confidence, heuristics, assumptions } = finding;
  const primary = locationOf(path, finding);
  const steps = [...notes.map((note) => locationOf(note.path, note, note.message)), locationOf(path, finding, message)];
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[level],
    message: { text: [message, ...remarks(finding)].join('\n') },
    locations: [{ ...primary, logicalLocations: [{ name: functionName, kind: 'function' }] }],
    relatedLocations: notes.map((note, id) => ({ id, ...locationOf(note.path, note, note.message) })),
    codeFlows: [{ threadFlows: [{ locations: steps.map((location) => ({ location })) }] }],
    partialFingerprints: { [fingerprintKey]: finding.fingerprint },
    properties: {
      confidence,
      heuristics,
      assumptions,
      ...(finding.consequence === undefined ? {} : { consequence: finding.consequence }),
      ...(finding.platforms.length === 0 ? {} : { platforms: finding.platforms }),
    },
  };
}

function suppressionOf({ reason, by }: ReportedSuppression): NonNullable<Result['suppressions']>[number] {
  const kind = by === 'source' ? 'inSource' : 'external';
  return reason === '' ? { kind } : { kind, justification: reason };
}

function noticeNotifications({ path, notices }: FileReport): readonly Notification[] {
  return notices.map((notice) => ({
    descriptor: { id: notice.id },
    level: 'note',
    message: { text: notice.message },
    locations: [locationOf(path, notice)],
  }));
}

function failureNotification({ path, message }: SarifFailure): Notification {
  const locations =
    path === undefined ? {} : { locations: [{ physicalLocation: { artifactLocation: artifact(path) } }] };
  return { level: 'error', message: { text: message }, ...locations };
}

function locationOf(path: string, place: Place, message?: string): Location {
  const physicalLocation = { artifactLocation: artifact(path), region: regionOf(place) };
  return message === undefined ? { physicalLocation } : { physicalLocation, message: { text: message } };
}

const regionOf = ({ line, column, endLine, endColumn }: Place): Region => ({
  startLine: line,
  startColumn: column,
  endLine,
  endColumn,
});

/** Paths below the folder the command was run in are relative to it; others stand for themselves. */
function artifact(path: string): { uri: string; uriBaseId?: string } {
  const isOutside = path.startsWith('/') || path.startsWith('../') || /^[A-Za-z]:/.test(path);
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return isOutside ? { uri: path.startsWith('/') ? `file://${uri}` : uri } : { uri, uriBaseId: sourceRoot };
}
