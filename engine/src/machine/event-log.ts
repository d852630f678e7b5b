// Events as stable text: one line each, for developers and golden files.

import type { MachineEvent } from '../ops/event.js';
import type { StepId } from '../state/ids.js';
import { describeEvent } from './event-line.js';
import type { Names } from './names.js';

export interface LoggedEvent {
  readonly step: StepId;
  readonly event: MachineEvent;
}

/** Columns: step, event, what it is about, the rest. */
export function printEventLog(events: readonly LoggedEvent[], names: Names): readonly string[] {
  const rows = events.map(({ step, event }) => {
    const { subject, details } = describeEvent(event, names);
    return [`${step}`, event.id, subject, details] as const;
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
