import type { EqualLengthText } from './equal-length-text.js';
import type { SideEntry } from './side-table.js';
import type { Structure } from './structure.js';
import type { Tokens } from './tokens.js';

/** What a mask sees: live tokens of the original text, and the text it may change. */
export interface MaskContext {
  readonly source: string;
  readonly tokens: Tokens;
  readonly structure: Structure;
  readonly text: EqualLengthText;
  note(entry: SideEntry): void;
}

/**
 * One idiom. A mask is asked about every token whose text it wants and rewrites around it.
 * It moves in whole tokens, so strings and comments are never touched.
 */
export interface Mask {
  readonly name: string;
  /** Asked once per distinct token text of a file. */
  wants(text: string): boolean;
  /** The last token it dealt with when nobody else may touch them, `undefined` otherwise. */
  apply(cx: MaskContext, at: number): number | undefined;
}

/** Words that head statements, types and operators: never the name of a macro or a function. */
const keywords = new Set(
  (
    'if else for while do switch case default return goto break continue sizeof typedef struct union enum static extern ' +
    'inline const volatile register auto unsigned signed int char short long float double void bool _Bool asm __asm__ ' +
    '__asm typeof __typeof__ __typeof _Alignof __alignof__ _Static_assert restrict __restrict __attribute__'
  ).split(' '),
);

export const isKeyword = (text: string): boolean => keywords.has(text);

export function isName(cx: MaskContext, at: number): boolean {
  return cx.tokens.isWord(at) && !keywords.has(cx.tokens.text(at));
}

/** The `)` that closes a call whose name stands at `at`, or -1. */
export function callEnd(cx: MaskContext, at: number): number {
  return cx.tokens.is(at + 1, '(') ? cx.structure.partner(at + 1) : -1;
}

export function textBetween(cx: MaskContext, first: number, last: number): string {
  return last < first ? '' : cx.source.slice(cx.tokens.start(first), cx.tokens.end(last));
}

export function hasLineBreakBetween(cx: MaskContext, left: number, right: number): boolean {
  return cx.source.slice(cx.tokens.end(left), cx.tokens.start(right)).includes('\n');
}

/** First and last token of each argument between two parentheses; an empty argument has `last < first`. */
export function argumentsOf(cx: MaskContext, open: number, close: number): readonly ArgumentTokens[] {
  const found: ArgumentTokens[] = [];
  let first = open + 1;
  for (let at = first; at < close; at += 1) {
    const partner = cx.structure.partner(at);
    if (at < partner) {
      at = partner;
    } else if (cx.tokens.is(at, ',')) {
      found.push({ first, last: at - 1 });
      first = at + 1;
    }
  }
  if (open + 1 < close) {
    found.push({ first, last: close - 1 });
  }
  return found;
}

export interface ArgumentTokens {
  readonly first: number;
  readonly last: number;
}

/** Whether a declaration or statement starts here, judging by the token before. */
export function isStatementStart(cx: MaskContext, at: number): boolean {
  const before = cx.tokens.text(at - 1);
  if (at === 0 || before === ';' || before === '}' || before === 'else' || before === 'do') {
    return true;
  }
  if (before === '{') {
    return cx.structure.braceKind(at - 1) !== 'initializer';
  }
  if (before === ':') {
    return cx.structure.scopeOf(at) === 'block' && endsLabel(cx, at - 1);
  }
  return before === ')' && (closesHead(cx, at - 1) || closesStatementMacro(cx, at - 1, at));
}

/** `name:`, `default:`, `case x:`, and not the second half of `a ? b : c`. */
function endsLabel(cx: MaskContext, colon: number): boolean {
  const start = cx.tokens.text(colon - 2);
  if (cx.tokens.isWord(colon - 1) && (start === ';' || start === '{' || start === '}')) {
    return true;
  }
  for (let at = colon - 1; 0 <= at; at -= 1) {
    const text = cx.tokens.text(at);
    if (text === 'case' || text === 'default') {
      return true;
    }
    if (text === '?' || text === ';' || text === '{' || text === '}') {
      return false;
    }
  }
  return false;
}

/** Two macros below each other, neither with a semicolon. */
function closesStatementMacro(cx: MaskContext, close: number, next: number): boolean {
  const name = cx.structure.partner(close) - 1;
  return 0 <= name && isName(cx, name) && hasLineBreakBetween(cx, close, next) && isStatementStart(cx, name);
}

/** `if (…)`, `for (…)`, `while (…)`, `switch (…)`, `if unlikely(…)` and loop macros: a statement follows. */
function closesHead(cx: MaskContext, close: number): boolean {
  const at = cx.structure.partner(close) - 1;
  const head = cx.tokens.text(at);
  const isPlain = head === 'if' || head === 'for' || head === 'while' || head === 'switch';
  return isPlain || isLoopName(head) || (cx.tokens.is(at - 1, 'if') && isName(cx, at));
}

const loopName = /^scoped_(?:cond_)?guard$|for_?(?:each|all)|FOR_?(?:EACH|ALL)|_walk(?:_safe|$)|_scoped$/;

/** Macros that head the statement after them, by the kernel's habit of naming. */
export const isLoopName = (text: string): boolean => loopName.test(text);
