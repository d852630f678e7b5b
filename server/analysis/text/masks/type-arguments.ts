import { type ArgumentTokens, type Mask, type MaskContext, argumentsOf, callEnd, textBetween } from '../mask.js';

/** Operators of the grammar that take types themselves. */
const takesTypes = new Set([
  'sizeof',
  '_Alignof',
  '__alignof__',
  'alignof',
  '_Generic',
  'if',
  'while',
  'for',
  'switch',
  'return',
  '__alignof',
  '_alignof',
]);

/** `container_of(p, struct foo, m)`, `min_t(unsigned int, a, b)`, `va_arg(ap, u8 *)`: the type becomes one word. */
export const typeArguments: Mask = {
  name: 'type-arguments',
  wants: (text) => text === '(',
  apply(cx, at) {
    const callee = at - 1;
    if (!cx.tokens.isWord(callee) || takesTypes.has(cx.tokens.text(callee)) || !isExpressionScope(cx, at)) {
      return undefined;
    }
    const close = cx.structure.partner(at);
    if (close < 0) {
      return undefined;
    }
    const isOffsetof = cx.tokens.is(callee, 'offsetof') || cx.tokens.is(callee, '__builtin_offsetof');
    for (const [index, argument] of argumentsOf(cx, at, close).entries()) {
      if (isOffsetof && index === 1 ? argument.first < argument.last : isTypeName(cx, argument)) {
        joinArgument(cx, argument);
      }
    }
    return undefined;
  },
};

/** `typeof(*p) x;`: the grammar knows `name(type) x` only, so the whole becomes one word, `typeof__p_`. */
export const typeofExpressions: Mask = {
  name: 'typeof',
  wants: isTypeof,
  apply(cx, at) {
    const close = callEnd(cx, at);
    if (close < 0) {
      return undefined;
    }
    joinArgument(cx, { first: at, last: close });
    return close;
  },
};

function isTypeof(word: string): boolean {
  return (
    word === 'typeof' ||
    word === '__typeof__' ||
    word === '__typeof' ||
    word === 'typeof_unqual' ||
    word === '__unqual_scalar_typeof' ||
    word === 'typeof_member'
  );
}

/** In blocks and initializers a name before a parenthesis is a call; at file scope it mostly declares. */
function isExpressionScope(cx: MaskContext, at: number): boolean {
  const scope = cx.structure.scopeOf(at);
  return scope !== 'file' || isInFileInitializer(cx, at);
}

function isInFileInitializer(cx: MaskContext, at: number): boolean {
  for (let before = at; 0 <= before; before -= 1) {
    const text = cx.tokens.text(before);
    if (text === ';' || text === '}' || text === '{') {
      return false;
    }
    if (text === '=') {
      return true;
    }
  }
  return false;
}

const tagWords = new Set(['struct', 'union', 'enum']);
const typeWords = new Set(
  'struct union enum unsigned signed const volatile void char short int long float double bool _Bool'.split(' '),
);

function isTypeName(cx: MaskContext, { first, last }: ArgumentTokens): boolean {
  if (last < first) {
    return false;
  }
  if (first === last) {
    return isPrimitive(cx.tokens.text(first));
  }
  const head = cx.tokens.text(first);
  const isPointerToName = cx.tokens.isWord(first) && cx.tokens.is(last, '*') && !cx.tokens.is(first, 'sizeof');
  if (!typeWords.has(head) && !isPointerToName) {
    return false;
  }
  let hasDeclaredName = false;
  for (let at = first; at <= last; at += 1) {
    if (!cx.tokens.isWord(at) && !cx.tokens.is(at, '*') && !isArraySuffix(cx, at, last)) {
      return false;
    }
    hasDeclaredName ||=
      cx.tokens.isWord(at) && !typeWords.has(cx.tokens.text(at)) && !tagWords.has(cx.tokens.text(at - 1));
  }
  // `const u8`, `struct foo *p` in a macro that declares: all of it is one word all the same.
  return hasDeclaredName || typeWords.has(head) || isPointerToName;
}

/** `unsigned`, `int`, … parse as an argument of nothing; `bool` alone does as well. */
const isPrimitive = (word: string): boolean => typeWords.has(word);

function isArraySuffix(cx: MaskContext, at: number, last: number): boolean {
  const text = cx.tokens.text(at);
  return (
    text === '[' ||
    text === ']' ||
    (cx.structure.enclosing(at) >= 0 && cx.tokens.is(cx.structure.enclosing(at), '[') && at < last)
  );
}

function joinArgument(cx: MaskContext, { first, last }: ArgumentTokens): void {
  const at = { start: cx.tokens.start(first), end: cx.tokens.end(last) };
  cx.text.join(at.start, at.end);
  cx.note({ kind: 'type-argument', at, words: textBetween(cx, first, last) });
}
