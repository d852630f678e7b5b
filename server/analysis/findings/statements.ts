import { lastAtOrBelow } from '../base/search.js';
import type { Span } from '../base/span.js';
import { tokenize } from '../text/tokenize.js';
import type { Tokens } from '../text/tokens.js';

/** The statements of a text, by its tokens alone: also where it does not parse. */
export interface Statements {
  /** The statement an offset is in, from its first to its last token; empty where there is none. */
  spanAt(offset: number): Span;
  /** The same without white space and comments. */
  textAt(offset: number): string;
}

/**
 * A statement ends at `;` outside parentheses and at every brace. `if (…)` before a statement without braces
 * belongs to it; the body of a compound statement does not.
 */
export function createStatements(source: string): Statements {
  const tokens = tokenize(source);
  const firstTokens = statementStarts(tokens);

  const tokensAt = (offset: number): { readonly first: number; readonly end: number } => {
    const at = Math.max(0, tokens.firstFrom(offset + 1) - 1);
    const index = lastAtOrBelow(firstTokens, at);
    return { first: firstTokens[index] ?? 0, end: firstTokens[index + 1] ?? tokens.count };
  };

  return {
    spanAt(offset) {
      const { first, end } = tokensAt(offset);
      return end <= first ? { start: offset, end: offset } : { start: tokens.start(first), end: tokens.end(end - 1) };
    },
    textAt(offset) {
      const { first, end } = tokensAt(offset);
      let text = '';
      for (let at = first; at < end; at += 1) {
        text += source.slice(tokens.start(at), tokens.end(at));
      }
      return text;
    },
  };
}

/** The token indices at which statements begin, ascending, the first always 0. */
function statementStarts(tokens: Tokens): readonly number[] {
  const starts = [0];
  let depth = 0;
  for (let at = 0; at < tokens.count; at += 1) {
    const kind = tokens.kind(at);
    const text = kind === 'punctuation' ? tokens.text(at) : '';
    if (text === '(') {
      depth += 1;
    } else if (text === ')') {
      depth = Math.max(0, depth - 1);
    }
    if (kind === 'directive' && starts.at(-1) !== at) {
      starts.push(at);
    }
    const isBrace = text === '{' || text === '}';
    if (isBrace || kind === 'directive' || (text === ';' && depth === 0)) {
      // A brace inside parentheses is a statement expression, or the text is broken: count anew either way.
      depth = isBrace ? 0 : depth;
      starts.push(at + 1);
    }
  }
  return starts;
}
