import {
  type ArgumentTokens,
  argumentsOf,
  callEnd,
  isLoopName,
  isName,
  isStatementStart,
  type Mask,
  type MaskContext,
} from '../mask.js';

/**
 * Statements given to a macro: `IF_DEBUG(printk("x");)`, `poll_usec(dev, 100, if (ready()) break;);`. The call
 * becomes a block around them, or a loop when other arguments stand before, as such macros repeat what they get.
 */
export const statementArguments: Mask = {
  name: 'statement-arguments',
  wants: (text) => text === '(',
  apply(cx, at) {
    const name = at - 1;
    if (!isName(cx, name) || isLoopName(cx.tokens.text(name)) || cx.structure.scopeOf(at) !== 'block') {
      return undefined;
    }
    const close = callEnd(cx, name);
    const given = 0 < close && !cx.tokens.is(close + 1, '{') ? argumentsOf(cx, at, close) : [];
    const first = given.findIndex((argument) => isStatement(cx, argument));
    const statement = given[first];
    if (statement === undefined) {
      return undefined;
    }
    if (!isStatementStart(cx, name)) {
      // `if (poll_usec(dev, 100, if (ready()) break;) < 0)`: there is no room for a block in an expression.
      cx.text.blank(cx.tokens.start(first === 0 ? statement.first : statement.first - 1), cx.tokens.start(close));
      return at;
    }
    const head = { start: cx.tokens.start(name), end: cx.tokens.start(statement.first) };
    if (declares.has(cx.tokens.text(statement.first))) {
      cx.text.blank(head.start, head.end);
      cx.text.blank(cx.tokens.start(close), cx.tokens.end(close));
      return at;
    }
    if (first === 0) {
      cx.text.write(head.start, head.end, '{');
    } else {
      cx.text.write(head.start, head.end, 'while(1){');
      cx.note({
        kind: 'loop',
        at: { start: head.start, end: cx.tokens.end(name) },
        name: cx.tokens.text(name),
        rounds: 'many',
      });
    }
    closeBlock(cx, close);
    return at;
  },
};

const heads = new Set(['if', 'for', 'while', 'do', 'switch', 'return', 'goto', 'break', 'continue']);
const declares = new Set(['struct', 'union', 'enum', 'int', 'unsigned', 'char', 'long', 'const']);

function isStatement(cx: MaskContext, { first, last }: ArgumentTokens): boolean {
  if (heads.has(cx.tokens.text(first))) {
    return true;
  }
  for (let at = first; at <= last; at += 1) {
    if (cx.tokens.is(at, ';')) {
      return true;
    }
    at = Math.max(at, cx.structure.partner(at));
  }
  return false;
}

/** `)` closes the block. Where the last statement lacks its semicolon, `);` holds both. */
function closeBlock(cx: MaskContext, close: number): void {
  const { tokens, text } = cx;
  const isComplete = tokens.is(close - 1, ';') || tokens.is(close - 1, '}');
  if (isComplete || !tokens.is(close + 1, ';')) {
    text.write(tokens.start(close), tokens.end(close), '}');
  } else {
    text.write(tokens.start(close), tokens.end(close), ';');
    text.write(tokens.start(close + 1), tokens.end(close + 1), '}');
  }
}
