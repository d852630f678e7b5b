import type { Span } from '../base/span.js';
import type { Category, Level, Note, RuleId } from '../findings/finding.js';
import type { ReportedEvent } from '../findings/reported-event.js';

export interface Rule {
  readonly id: RuleId;
  readonly category: Category;
  readonly level: Level;
  readonly onByDefault: boolean;
  /** One sentence without a final period: the first line of the page and the text of the setting. */
  readonly summary: string;
  /** The CWE number for SARIF. */
  readonly cwe: number;
  readonly on: Listeners;
}

export type Listeners = {
  readonly [Id in ReportedEvent['id']]?: (event: Extract<ReportedEvent, { id: Id }>, report: Report) => void;
};

export type Report = (problem: Problem) => void;

export interface Problem {
  readonly at: Span;
  readonly message: string;
  readonly notes?: readonly Note[];
  /** Where an instance is milder than the rule's level: sizes that differ inside the same page. */
  readonly level?: Level;
}
