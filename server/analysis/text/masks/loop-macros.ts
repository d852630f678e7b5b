import { type Mask, type MaskContext, argumentsOf, callEnd, isKeyword, isLoopName, isName } from '../mask.js';

/** `list_for_each_entry(p, head, link) stmt` and every other macro that heads a statement: a `while`. */
export const loopMacros: Mask = {
  name: 'loop-macros',
  wants: (word) =>
    /^[A-Za-z_]\w{4}/.test(word) &&
    !isKeyword(word) &&
    !word.endsWith('scoped_guard') &&
    !word.endsWith('scoped_cond_guard'),
  apply(cx, at) {
    const close = callEnd(cx, at);
    if (close < 0 || cx.structure.scopeOf(at) !== 'block' || !headsStatement(cx, at, close)) {
      return undefined;
    }
    const name = { start: cx.tokens.start(at), end: cx.tokens.end(at) };
    const word = cx.tokens.text(at);
    cx.text.write(name.start, name.end, isForHead(cx, at, close) ? 'for' : 'while');
    blankStatements(cx, at, close);
    if (close === at + 2) {
      // `for_each_thing() { … }`: a condition cannot be empty. There is no room but the parentheses.
      cx.text.write(name.start, cx.tokens.end(close), 'while(1)');
    }
    cx.note({ kind: 'loop', at: name, name: word, rounds: runsOnce.test(word) ? 'once' : 'many' });
    return undefined;
  },
};

/** `scoped_for_each_child` repeats, `with_power` and `claim_direct_scoped` do not. */
const runsOnce = /^(?!.*for_?each)(?:(?:with|scoped|if|unless)_|\w*_scoped$)/i;

/** `loop_unrolled_for(i = 0; i < n; i++) {` has the parts of a `for`. */
function isForHead(cx: MaskContext, at: number, close: number): boolean {
  let semicolons = 0;
  for (let token = at + 2; token < close; token += 1) {
    semicolons += cx.tokens.is(token, ';') ? 1 : 0;
    token = Math.max(token, cx.structure.partner(token));
  }
  return semicolons === 2;
}

/** `claim_scoped(return -EBUSY, dev) {`: what to do on failure becomes 0. */
function blankStatements(cx: MaskContext, at: number, close: number): void {
  for (const { first, last } of argumentsOf(cx, at + 1, close)) {
    if (statementWords.has(cx.tokens.text(first))) {
      cx.text.write(cx.tokens.start(first), cx.tokens.end(last), '0');
    }
  }
}

function headsStatement(cx: MaskContext, at: number, close: number): boolean {
  const before = cx.tokens.text(at - 1);
  const follows = cx.tokens.text(close + 1);
  if (before === '.' || before === '->' || before === '=' || isTypeBefore(cx, at)) {
    return false;
  }
  if (follows === '{') {
    return (
      (before !== 'if' && before !== 'while' && before !== 'switch' && before !== 'return' && before !== ')') ||
      (before === ')' && isHead(cx, at - 1))
    );
  }
  if (!isLoopName(cx.tokens.text(at))) {
    return false;
  }
  return isName(cx, close + 1) || statementWords.has(follows) || follows === '*' || follows === '++';
}

const statementWords = new Set(['if', 'for', 'while', 'do', 'switch', 'return', 'break', 'continue', 'goto']);

/** `void (*for_each)(…)`, `struct x list_for_each(…)`: a declaration. */
function isTypeBefore(cx: MaskContext, at: number): boolean {
  return cx.tokens.is(at - 1, '*') || isName(cx, at - 1);
}

function isHead(cx: MaskContext, close: number): boolean {
  const opener = cx.structure.partner(close);
  return 0 <= opener && cx.tokens.isWord(opener - 1);
}
