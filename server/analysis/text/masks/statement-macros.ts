import {
  type Mask,
  type MaskContext,
  callEnd,
  hasLineBreakBetween,
  isLoopName,
  isName,
  isStatementStart,
} from '../mask.js';

/** In a block: `FOO(x)` alone on its line brings its own semicolon, so one is written over the white space after it. */
export const statementMacros: Mask = {
  name: 'statement-macros',
  wants: (text) => text === '(',
  apply(cx, at) {
    const name = at - 1;
    if (!isName(cx, name)) {
      return undefined;
    }
    const scope = cx.structure.scopeOf(at);
    if (scope !== 'block' && scope !== 'fields') {
      return undefined;
    }
    const close = callEnd(cx, name);
    if (close < 0 || cx.structure.enclosing(name) !== cx.structure.enclosingBrace(name)) {
      return undefined;
    }
    if (scope === 'fields') {
      return blankField(cx, name, close);
    }
    if (cx.tokens.is(name - 1, 'static') && isStatementStart(cx, name - 1)) {
      cx.text.blank(cx.tokens.start(name - 1), cx.tokens.end(name - 1));
    } else if (cx.tokens.is(name - 1, 'if')) {
      // `if unlikely(x)`: the macro brings nothing the condition needs.
      cx.text.blank(cx.tokens.start(name), cx.tokens.end(name));
    } else if (needsSemicolon(cx, name, close)) {
      writeSemicolon(cx, close);
    }
    return undefined;
  },
};

function needsSemicolon(cx: MaskContext, name: number, close: number): boolean {
  const follows = cx.tokens.text(close + 1);
  const isNext = cx.tokens.isWord(close + 1) || follows === '}' || follows === '*';
  const isMacro = isStatementStart(cx, name) && !isLoopName(cx.tokens.text(name));
  return isNext && isMacro && (follows === '}' || follows === 'else' || hasLineBreakBetween(cx, close, close + 1));
}

function writeSemicolon(cx: MaskContext, close: number): void {
  const end = cx.tokens.end(close);
  const gap = cx.source.slice(end, cx.tokens.start(close + 1));
  const place = gap.search(/[ \t](?![^]*\*\/)/);
  if (0 <= place) {
    cx.text.write(end + place, end + place + 1, ';');
    cx.note({ kind: 'inserted-semicolon', at: { start: end + place, end: end + place + 1 } });
  }
}

/** `KABI_RESERVE(1);` among fields: nothing the index could read. */
function blankField(cx: MaskContext, name: number, close: number): number | undefined {
  const before = cx.tokens.text(name - 1);
  const isBelowMacro = before === ')' && hasLineBreakBetween(cx, name - 1, name);
  const isAlone = before === ';' || before === '{' || before === '}' || isBelowMacro;
  const follows = cx.tokens.text(close + 1);
  if (isAlone && (follows === ';' || hasLineBreakBetween(cx, close, close + 1))) {
    cx.text.blank(cx.tokens.start(name), cx.tokens.end(follows === ';' ? close + 1 : close));
    return close;
  }
  return undefined;
}
