import { createLineIndex } from '../base/line-index.js';
import { contains, type Span } from '../base/span.js';
import { createStatements } from './statements.js';
import type { SuppressionComment } from './suppression-comment.js';

/** What is asked of a function here; the pipeline's reports have more. */
export interface FunctionExtent {
  readonly at: Span;
  readonly nameAt: Span;
  readonly status: { readonly kind: string };
}

/** The comments that reach a place, whatever rules they name; in the order of the text. */
export type ReachingComments = (offset: number) => readonly SuppressionComment[];

/**
 * Comments by what they speak about, so that a generated file with thousands of them costs what it has lines: a file,
 * the function below the comment, or one line.
 */
export function reachingComments(
  text: string,
  comments: readonly SuppressionComment[],
  functions: readonly FunctionExtent[],
): ReachingComments {
  const lines = createLineIndex(text);
  const statements = createStatements(text);
  const lineAt = (offset: number): number => lines.lineColumnAt(offset).line;

  const ofFile = comments.filter((comment) => comment.scope === 'file');
  const ofFunctions: (readonly [Span, SuppressionComment])[] = [];
  const ofLines = new Map<number, SuppressionComment[]>();
  for (const comment of comments.filter((it) => it.scope !== 'file')) {
    const whole = comment.sharesLine ? undefined : functionBelow(functions, comment.target);
    if (whole === undefined) {
      const line = lineAt(comment.target);
      ofLines.set(line, [...(ofLines.get(line) ?? []), comment]);
    } else {
      ofFunctions.push([whole.at, comment]);
    }
  }

  /** A comment stands above or on the line, above the first line of a statement, or at the end of any of its lines. */
  const ofLine = (offset: number): readonly SuppressionComment[] => {
    if (ofLines.size === 0) {
      return [];
    }
    const own = lineAt(offset);
    const statement = statements.spanAt(offset);
    const first = lineAt(statement.start);
    const reaching: SuppressionComment[] = [];
    for (let line = first; line <= Math.max(own, lineAt(statement.end - 1)); line += 1) {
      reaching.push(...(ofLines.get(line) ?? []).filter((it) => line === own || line === first || it.sharesLine));
    }
    return reaching;
  };

  return (offset) => [
    ...ofFile,
    ...ofFunctions.filter(([at]) => contains(at, offset)).map(([, comment]) => comment),
    ...ofLine(offset),
  ];
}

/** The function whose head a comment stands directly above, given the offset of the code below it. */
function functionBelow(functions: readonly FunctionExtent[], target: number): FunctionExtent | undefined {
  return functions.find(({ at, nameAt }) => at.start <= target && target < nameAt.end);
}
