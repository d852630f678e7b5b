import type { AtomicCause } from '../contract/calling-context.js';
import type { Note } from '../findings/finding.js';
import { code } from './words.js';

/** Completes a sentence: `under spin_lock()`, `in a hardirq handler`. */
export function showCause(cause: AtomicCause): string {
  return cause.kind === 'section' ? `after ${code(cause.name)}` : places[cause.context];
}

const places = { hardirq: 'in hardirq context', softirq: 'in softirq context', atomic: 'in atomic context' } as const;

/** Where the context comes from. */
export function causeNote(cause: AtomicCause): Note {
  if (cause.kind === 'section') return { at: cause.at, message: 'entered here' };
  return { at: cause.at, message: `called ${places[cause.context]}: ${wayOf(cause.how)}` };
}

/** `ops-table .ndo_start_xmit of net_device_ops`, `assigned to callback`, `request_irq`. */
function wayOf(how: string): string {
  const [, field, table] = /^ops-table \.(\w+)(?: of (\w+))?$/.exec(how) ?? [];
  if (field !== undefined) return `${code(field)}${table === undefined ? '' : ` of ${code(`struct ${table}`)}`}`;
  const [, assigned] = /^assigned to (\w+)$/.exec(how) ?? [];
  return assigned === undefined ? `registered by ${code(how)}` : `assigned to ${code(assigned)}`;
}
