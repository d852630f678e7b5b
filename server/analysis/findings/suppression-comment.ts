import type { Span } from '../base/span.js';
import { commentEnd, tokenize } from '../text/tokenize.js';

/** A comment that hides findings: `dma-lens-ignore dma/rule-id: reason`, in either kind of comment. */
export interface SuppressionComment {
  readonly at: Span;
  readonly scope: 'line-or-function' | 'file';
  /** As written; empty when the comment names none. */
  readonly rules: readonly string[];
  /** Empty when there is none. */
  readonly reason: string;
  /** Offset of the code it speaks about: before it on the same line, else the next after it. */
  readonly target: number;
  /** Whether the target was found above the comment's own line end, on the line it stands on. */
  readonly sharesLine: boolean;
}

const word = 'dma-lens-ignore';
const form = /^\s*dma-lens-ignore(-file)?(?![\w-])([^:]*)(?::([\s\S]*))?$/;

export function suppressionComments(source: string): readonly SuppressionComment[] {
  // Nearly every file has none, and this is the cheapest way to know.
  if (!source.includes(word)) {
    return [];
  }
  const tokens = tokenize(source);
  const comments: SuppressionComment[] = [];
  for (let next = 0; next <= tokens.count; next += 1) {
    const gapStart = next === 0 ? 0 : tokens.end(next - 1);
    const gapEnd = next === tokens.count ? source.length : tokens.start(next);
    for (const at of commentsBetween(source, gapStart, gapEnd)) {
      const parsed = form.exec(contentOf(source, at));
      if (parsed !== null) {
        const [, fileSuffix, names = '', reason = ''] = parsed;
        comments.push({
          at,
          scope: fileSuffix === undefined ? 'line-or-function' : 'file',
          rules: names.split(/[\s,]+/).filter((name) => name !== ''),
          reason: reason.replace(/\s*\n\s*\*?\s*/g, ' ').trim(),
          ...targetOf(source, at, { before: next === 0 ? undefined : gapStart - 1, after: gapEnd }),
        });
      }
    }
  }
  return comments;
}

/** The gap between two tokens holds white space and comments, nothing else. */
function commentsBetween(source: string, start: number, end: number): readonly Span[] {
  const comments: Span[] = [];
  let at = source.indexOf('/', start);
  while (at >= 0 && at < end) {
    const close = commentEnd(source, at);
    comments.push({ start: at, end: close });
    at = source.indexOf('/', close);
  }
  return comments;
}

function contentOf(source: string, { start, end }: Span): string {
  const text = source.slice(start + 2, end);
  return source.startsWith('/*', start) ? text.replace(/\*\/$/, '') : text;
}

function targetOf(
  source: string,
  at: Span,
  code: { readonly before: number | undefined; readonly after: number },
): { readonly target: number; readonly sharesLine: boolean } {
  if (code.before !== undefined && !hasLineEnd(source, code.before + 1, at.start)) {
    return { target: code.before, sharesLine: true };
  }
  return { target: code.after, sharesLine: !hasLineEnd(source, at.end, code.after) };
}

const hasLineEnd = (source: string, start: number, end: number): boolean => /[\r\n]/.test(source.slice(start, end));
