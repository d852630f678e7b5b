import type { Span } from '../base/span.js';
import { isReference } from '../contract/entry.js';
import { mentions } from '../contract/mentions.js';
import type { Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import type { Path } from './path.js';

/** Tells the observer that the expression at `at` stands for these entries here. */
export function observe(cx: ExecContext, path: Path, value: Term, at: Span): void {
  if (value.kind === 'const') return;
  for (const entry of path.contract) {
    if (isReference(entry)) continue;
    if (value === entry.cpu || mentions(value, entry)) cx.observer.site(at, entry, path);
  }
}
