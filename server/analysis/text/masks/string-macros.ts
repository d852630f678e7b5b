import { stringKind } from '../tokens.js';
import { type Mask, type MaskContext, isName } from '../mask.js';

/**
 * `KERN_ERR DRIVER "text" PRIu64 STRINGIFY(x) "\n"`: the grammar takes one name beside a literal. Names and calls
 * beside literals are blanked; they say nothing about DMA.
 */
export const stringMacros: Mask = {
  name: 'string-macros',
  wants: (text) => text === '"',
  apply(cx, at) {
    if (cx.tokens.kindCode(at) !== stringKind) {
      return undefined;
    }
    let first = at;
    for (let before = pieceBefore(cx, first); before < first; before = pieceBefore(cx, first)) {
      first = before;
    }
    let last = at;
    for (let after = pieceAfter(cx, last); last < after; after = pieceAfter(cx, last)) {
      last = after;
    }
    cx.text.blank(cx.tokens.start(first), cx.tokens.start(at));
    cx.text.blank(cx.tokens.end(at), cx.tokens.end(last));
    return undefined;
  },
};

/** Start of the name or call before `at` that is glued to a string, or `at`. */
function pieceBefore(cx: MaskContext, at: number): number {
  if (cx.tokens.is(at - 1, ')')) {
    const open = cx.structure.partner(at - 1);
    return 0 < open && isPiece(cx, open - 1) ? open - 1 : at;
  }
  return isPiece(cx, at - 1) ? at - 1 : at;
}

function pieceAfter(cx: MaskContext, at: number): number {
  if (!isPiece(cx, at + 1)) {
    return at;
  }
  const close = cx.tokens.is(at + 2, '(') ? cx.structure.partner(at + 2) : -1;
  return 0 < close ? close : at + 1;
}

/** `u8"x"` is one literal. */
const isPiece = (cx: MaskContext, at: number): boolean => isName(cx, at) && !/^(?:L|u8|u|U)$/.test(cx.tokens.text(at));
