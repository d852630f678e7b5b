import { type ConditionalOptions, resolveConditionals } from './conditionals.js';
import { EqualLengthText } from './equal-length-text.js';
import type { Mask, MaskContext } from './mask.js';
import type { MaskedText } from './masked-text.js';
import { maskAnnotations } from './masks/annotations.js';
import { masks } from './masks.js';
import { createSideTable, type SideEntry } from './side-table.js';
import { readStructure } from './structure.js';
import { byteOrderMark, tokenize } from './tokenize.js';

/** Conditionals, then the dialect masks. Takes any text and never throws. */
export function prepareText(original: string, options: ConditionalOptions = {}): MaskedText {
  const text = new EqualLengthText(original);
  const entries: SideEntry[] = [];
  const note = (entry: SideEntry): void => {
    entries.push(entry);
  };
  if (original.startsWith(byteOrderMark)) {
    text.blank(0, 1);
  }
  const { live, macros, inactive } = resolveConditionals(original, tokenize(original), text, options);
  const tokens = maskAnnotations(original, live, text, macros, note);
  const structure = readStructure(tokens);
  applyMasks({ source: original, tokens, structure, text, note }, masks);
  return { original, text: text.toString(), side: createSideTable(entries), macros, inactive, tokens, structure };
}

function applyMasks(cx: MaskContext, all: readonly Mask[]): void {
  // Masks decide once per distinct text; the pass over the tokens is then a table look-up.
  const wanted = cx.tokens.texts.map((text) => all.filter((mask) => mask.wants(text)));
  for (let at = 0; at < cx.tokens.count; at += 1) {
    at = applyAt(cx, wanted[cx.tokens.textId(at)] ?? [], at);
  }
}

function applyAt(cx: MaskContext, interested: readonly Mask[], at: number): number {
  for (const mask of interested) {
    const last = mask.apply(cx, at);
    if (last !== undefined) {
      return last;
    }
  }
  return at;
}
