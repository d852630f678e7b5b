import { punctuationKind, type Tokens } from './tokens.js';

/** What a brace holds. */
export type BraceKind = 'block' | 'fields' | 'enumerators' | 'initializer';

/** Brackets of a token list: pairs, nesting, and what each brace is for. */
export interface Structure {
  /** The other bracket of a pair; -1 for other tokens and for brackets without a partner. */
  partner(at: number): number;
  /** The innermost bracket open before this token, or -1 at file scope. */
  enclosing(at: number): number;
  /** The innermost open `{`, or -1 at file scope. */
  enclosingBrace(at: number): number;
  /** Of a `{`. */
  braceKind(at: number): BraceKind;
  /** What the innermost brace around a token holds. */
  scopeOf(at: number): BraceKind | 'file';
}

const braceKinds: readonly BraceKind[] = ['block', 'fields', 'enumerators', 'initializer'];
const blockCode = 0;
const fieldsCode = 1;
const enumeratorsCode = 2;
const initializerCode = 3;

/** Unbalanced text is paired as far as it goes; braces win over parentheses. */
export function readStructure(tokens: Tokens): Structure {
  const partners = new Int32Array(tokens.count).fill(-1);
  const enclosings = new Int32Array(tokens.count);
  const kinds = new Uint8Array(tokens.count);
  const open: number[] = [];

  const closeWith = (opener: string, at: number): void => {
    let depth = open.length - 1;
    while (0 <= depth && !tokens.is(open[depth] ?? -1, opener)) {
      if (opener !== '{' && tokens.is(open[depth] ?? -1, '{')) {
        return;
      }
      depth -= 1;
    }
    const partner = open[depth];
    if (partner !== undefined) {
      open.length = depth;
      partners[partner] = at;
      partners[at] = partner;
    }
  };

  const partner = (at: number): number => partners[at] ?? -1;
  const enclosing = (at: number): number => enclosings[at] ?? -1;
  const enclosingBrace = (at: number): number => {
    let bracket = enclosing(at);
    while (0 <= bracket && !tokens.is(bracket, '{')) {
      bracket = enclosing(bracket);
    }
    return bracket;
  };

  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kindCode(at) !== punctuationKind) {
      enclosings[at] = open.at(-1) ?? -1;
      continue;
    }
    const text = tokens.text(at);
    if (text === ')') {
      closeWith('(', at);
    } else if (text === '}') {
      closeWith('{', at);
    } else if (text === ']') {
      closeWith('[', at);
    }
    const outer = open.at(-1) ?? -1;
    enclosings[at] = outer;
    if (text === '{') {
      kinds[at] = codeOfBrace(tokens, at, partner, outer < 0 ? -1 : (kinds[outer] ?? blockCode));
      open.push(at);
    } else if (text === '(' || text === '[') {
      open.push(at);
    }
  }

  return {
    partner,
    enclosing,
    enclosingBrace,
    braceKind: (at) => braceKinds[kinds[at] ?? blockCode] ?? 'block',
    scopeOf(at) {
      const brace = enclosingBrace(at);
      return brace < 0 ? 'file' : (braceKinds[kinds[brace] ?? blockCode] ?? 'block');
    },
  };
}

function codeOfBrace(tokens: Tokens, at: number, partner: (at: number) => number, outerCode: number): number {
  const before = at - 1;
  if (tokens.isWord(before)) {
    return codeAfterWord(tokens, before);
  }
  switch (tokens.text(before)) {
    case '=':
    case ',':
    case '[':
      return initializerCode;
    case '{':
      return outerCode === initializerCode ? initializerCode : blockCode;
    case ')': {
      const opener = partner(before);
      // `if (x) {`, `for_each(x) {` and `f(x) {` have a word before the parenthesis; a compound literal has not.
      const hasHead = tokens.isWord(opener - 1) && !tokens.is(opener - 1, 'return');
      return hasHead && outerCode !== initializerCode ? blockCode : initializerCode;
    }
    default:
      return blockCode;
  }
}

/** `struct {`, `struct tag {`, `enum tag {`, `do {`, `else {`. */
function codeAfterWord(tokens: Tokens, word: number): number {
  for (const at of [word, word - 1]) {
    const text = tokens.text(at);
    if (text === 'struct' || text === 'union') {
      return fieldsCode;
    }
    if (text === 'enum') {
      return enumeratorsCode;
    }
  }
  return blockCode;
}
