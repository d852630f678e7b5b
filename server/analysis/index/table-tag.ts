import type { MaskedText } from '../text/masked-text.js';

/** `net_device_ops` of `static const struct net_device_ops x = { … }`, or the outermost one of nested braces. */
export function tableTag({ tokens, structure }: MaskedText, at: number): string | undefined {
  let brace = structure.enclosingBrace(at);
  for (
    let outer = brace;
    0 <= outer && structure.braceKind(outer) === 'initializer';
    outer = structure.enclosingBrace(outer)
  ) {
    brace = outer;
  }
  for (let word = brace - 1; 0 <= word; word -= 1) {
    const text = tokens.text(word);
    if (text === ';' || text === '}' || text === '{') {
      return undefined;
    }
    if (text === 'struct') {
      return tokens.text(word + 1);
    }
  }
  return undefined;
}
