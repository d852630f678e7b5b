import {
  type Mask,
  type MaskContext,
  argumentsOf,
  callEnd,
  hasLineBreakBetween,
  isName,
  textBetween,
} from '../mask.js';

const isStorage = (word: string): boolean => /^(?:static|extern|const|inline|STATIC)$/.test(word);

/**
 * `MODULE_LICENSE("GPL");`, `static DEFINE_SPINLOCK(lock);`, `EXPORT_SYMBOL(f)`: macro calls at file scope, blanked.
 * Index and entry points read names out of the side table.
 */
export const fileMacros: Mask = {
  name: 'file-macros',
  wants: (text) => text === '(',
  apply(cx, at) {
    const name = at - 1;
    if (0 <= cx.structure.enclosing(at) || !isName(cx, name)) {
      return undefined;
    }
    let first = name;
    while (isStorage(cx.tokens.text(first - 1))) {
      first -= 1;
    }
    if (!startsDeclaration(cx, first)) {
      return undefined;
    }
    const close = callEnd(cx, name);
    const end = close < 0 ? -1 : macroEnd(cx, close);
    if (end < 0) {
      return undefined;
    }
    const span = { start: cx.tokens.start(first), end: cx.tokens.end(end) };
    cx.text.blank(span.start, span.end);
    cx.note({
      kind: 'file-macro',
      at: span,
      name: cx.tokens.text(name),
      nameAt: { start: cx.tokens.start(name), end: cx.tokens.end(name) },
      arguments: argumentsOf(cx, at, close).map((argument) => textBetween(cx, argument.first, argument.last)),
      isStatic: first < name && cx.tokens.is(first, 'static'),
    });
    return end;
  },
};

function startsDeclaration(cx: MaskContext, at: number): boolean {
  const before = cx.tokens.text(at - 1);
  return at === 0 || before === ';' || before === '}' || (before === ')' && hasLineBreakBetween(cx, at - 1, at));
}

/** Last token of the macro call, or -1 when this is a function or something else. */
function macroEnd(cx: MaskContext, close: number): number {
  const follows = cx.tokens.text(close + 1);
  if (follows === ';') {
    return close + 1;
  }
  if (follows === '=') {
    return declarationEnd(cx, close + 1);
  }
  const isNextDeclaration = cx.tokens.isWord(close + 1) && hasLineBreakBetween(cx, close, close + 1);
  return follows === '' || isNextDeclaration ? close : -1;
}

function declarationEnd(cx: MaskContext, from: number): number {
  for (let at = from; at < cx.tokens.count; at += 1) {
    const partner = cx.structure.partner(at);
    if (at < partner) {
      at = partner;
    } else if (cx.tokens.is(at, ';')) {
      return at;
    }
  }
  return -1;
}
