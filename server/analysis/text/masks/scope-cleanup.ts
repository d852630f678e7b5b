import { type Mask, argumentsOf, callEnd, textBetween } from '../mask.js';

/**
 * Linux include/linux/cleanup.h (6.12). `guard(mutex)(&l);` parses as it is and stays; the side table says what
 * it means. `scoped_guard(mutex, &l) stmt` becomes a `while`, which is what `break` in its body needs.
 */
export const scopeCleanup: Mask = {
  name: 'scope-cleanup',
  wants: (word) => word === 'guard' || word === 'scoped_guard' || word === 'scoped_cond_guard',
  apply(cx, at) {
    const close = callEnd(cx, at);
    if (close < 0) {
      return undefined;
    }
    if (cx.tokens.is(at, 'guard')) {
      const end = callEnd(cx, close);
      if (0 < end) {
        cx.note({
          kind: 'guard',
          at: { start: cx.tokens.start(at), end: cx.tokens.end(end) },
          cleanup: textBetween(cx, at + 2, close - 1),
          argument: textBetween(cx, close + 2, end - 1),
          argumentAt: { start: cx.tokens.end(close + 1), end: cx.tokens.start(end) },
        });
      }
      return undefined;
    }
    const [kind, ...rest] = argumentsOf(cx, at + 1, close);
    // `scoped_cond_guard(class, what to do on failure, arguments…)`: the second argument is a statement.
    const failure = cx.tokens.is(at, 'scoped_cond_guard') ? rest.shift() : undefined;
    const first = rest[0]?.first ?? close;
    const last = rest.at(-1)?.last ?? close - 1;
    const name = { start: cx.tokens.start(at), end: cx.tokens.end(at) };
    cx.text.write(name.start, name.end, 'while');
    if (failure !== undefined && failure.first <= failure.last) {
      cx.text.write(cx.tokens.start(failure.first), cx.tokens.end(failure.last), '0');
    }
    cx.note({
      kind: 'scoped-guard',
      at: name,
      cleanup: kind === undefined ? '' : textBetween(cx, kind.first, kind.last),
      argument: textBetween(cx, first, last),
      argumentAt: { start: cx.tokens.start(first), end: first <= last ? cx.tokens.end(last) : cx.tokens.start(first) },
    });
    return undefined;
  },
};
