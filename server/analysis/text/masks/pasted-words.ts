import type { Mask } from '../mask.js';
import { numberKind, punctuationKind } from '../tokens.js';

// C23 6.4.4 without separators, with the kernel's and GNU's suffixes.
const literal =
  /^(?:0[xX][\da-fA-F]+|0[bB][01]+|\d+)[uUlL]*$|^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFlL]?$|^0[xX][\da-fA-F]*\.?[\da-fA-F]*[pP][+-]?\d+[fFlL]?$/;

/**
 * Arguments that only become C once the macro pastes them: `tg3_flag(tp, 5705_PLUS)`, `VERSION(DWC3, 330A)`. Their
 * first digit becomes an underscore. An operator alone (`COMPARE(a, <, b)`) becomes 0.
 */
export const pastedWords: Mask = {
  name: 'pasted-words',
  wants: (text) => text === '0' || operators.has(text),
  apply(cx, at) {
    const { tokens } = cx;
    const span = { start: tokens.start(at), end: tokens.end(at) };
    const words = cx.source.slice(span.start, span.end);
    if (tokens.kindCode(at) === numberKind && !literal.test(words)) {
      cx.text.write(span.start, span.start + 1, '_');
      cx.text.join(span.start, span.end);
      cx.note({ kind: 'type-argument', at: span, words });
    } else if (tokens.kindCode(at) === punctuationKind && isAlone(tokens.text(at - 1), tokens.text(at + 1))) {
      cx.text.write(span.start, span.end, '0');
      cx.note({ kind: 'type-argument', at: span, words });
    }
    return undefined;
  },
};

const operators = new Set([
  '<',
  '>',
  '<=',
  '>=',
  '==',
  '!=',
  '+',
  '-',
  '/',
  '%',
  '&',
  '|',
  '^',
  '<<',
  '>>',
  '&&',
  '||',
  '=',
  '+=',
  '-=',
  '|=',
  '&=',
]);

const isAlone = (before: string, after: string): boolean =>
  (before === ',' || before === '(') && (after === ',' || after === ')');
