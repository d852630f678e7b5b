import type { Span } from '../base/span.js';
import { isKeyword } from '../text/mask.js';
import type { MaskedText } from '../text/masked-text.js';
import type { FunctionBody } from './function-body.js';
import { functionBodies } from './functions.js';

/** A small function of a header that answers from what it is given: `return epd->bmAttributes & 3;`. */
export interface KernelInline {
  readonly name: string;
  /** The whole definition. */
  readonly at: Span;
  /** Every name in it, for what it needs to be understood. */
  readonly words: ReadonlySet<string>;
  /** What it calls, if anything. */
  readonly calls: readonly string[];
}

/** Tokens of a body above which a function does more than to answer. */
const longestBody = 60;

/** Those that hold for every configuration. */
export function readKernelInlines(
  masked: MaskedText,
  isCertain: (at: Span) => boolean,
): ReadonlyMap<string, KernelInline> {
  const inlines = new Map<string, KernelInline>();
  const { tokens } = masked;
  for (const body of functionBodies(masked)) {
    if (longestBody < body.closeBrace - body.openBrace || !isAnswer(body, masked)) continue;
    const at = { start: tokens.start(body.first), end: tokens.end(body.closeBrace) };
    const head = masked.original.slice(at.start, tokens.start(body.name));
    if (!/^static\s[^{}]*inline\b/.test(head) || !isCertain(at)) continue;
    inlines.set(tokens.text(body.name), { name: tokens.text(body.name), at, ...namesIn(body, masked) });
  }
  return inlines;
}

/** Nothing in it goes round or changes anything but its own variables, and those only where they are declared. */
function isAnswer({ openBrace, closeBrace }: FunctionBody, masked: MaskedText): boolean {
  let answers = false;
  for (let at = openBrace + 1; at < closeBrace; at += 1) {
    const text = masked.tokens.text(at);
    if (text === 'return') answers = !masked.tokens.is(at + 1, ';');
    if (notInAnswers.test(text) || (text === '=' && !isDeclared(masked, at - 1))) return false;
  }
  return answers;
}

const notInAnswers = /^(?:[-+*/%&|^]=|<<=|>>=|\+\+|--|for|while|do|goto|switch|static|asm|__asm__)$/;

/** `struct ring *ring = …`, and not `*ring = …`. */
function isDeclared({ tokens }: MaskedText, name: number): boolean {
  let before = name - 1;
  while (tokens.is(before, '*')) before -= 1;
  return tokens.isWord(name) && tokens.isWord(before) && !tokens.is(before, 'else');
}

function namesIn(body: FunctionBody, { tokens }: MaskedText): Pick<KernelInline, 'words' | 'calls'> {
  const words = new Set<string>();
  const calls = new Set<string>();
  for (let at = body.first; at < body.closeBrace; at += 1) {
    if (!tokens.isWord(at) || isKeyword(tokens.text(at))) continue;
    words.add(tokens.text(at));
    if (body.openBrace < at && tokens.is(at + 1, '(')) calls.add(tokens.text(at));
  }
  return { words, calls: [...calls] };
}
