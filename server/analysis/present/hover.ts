import { contains, encloses, type Span } from '../base/span.js';
import type { FileAnalysis, MappingSite } from '../pipeline/file-analysis.js';

/**
 * What to show at an offset: the innermost expression there that stands for a mapping. Else, for a name the function
 * uses for a mapping elsewhere, what that stands for nearest before the offset, or nearest after it.
 */
export function siteAt(
  { mappings, functions }: Pick<FileAnalysis, 'mappings' | 'functions'>,
  text: string,
  offset: number,
): MappingSite | undefined {
  const exact =
    innermost(mappings.filter(({ at }) => contains(at, offset))) ??
    innermost(mappings.filter(({ at }) => at.end === offset));
  const word = expressionAt(text, offset);
  if (exact !== undefined && (word === undefined || isAbout(exact, word))) return exact;
  if (word === undefined) return undefined;
  const home = functions.find(({ at }) => encloses(at, word.at));
  const alike = mappings.filter((it) => it.functionName === home?.name && it.view.name === word.text);
  const near =
    madeByStatement(mappings, text, word.at) ??
    (alike.length === 0 ? undefined : (calledAround(mappings, text, word.at) ?? nearest(alike, word.at)));
  return near === undefined ? exact : { ...near, at: word.at };
}

const width = ({ at }: MappingSite): number => at.end - at.start;

function innermost(sites: readonly MappingSite[]): MappingSite | undefined {
  return sites.toSorted((left, right) => width(left) - width(right))[0];
}

interface Word {
  readonly text: string;
  readonly at: Span;
}

/** The name or member expression that ends with the identifier at an offset: `priv->rx` for the cursor on `rx`. */
function expressionAt(text: string, offset: number): Word | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = /(?:[A-Za-z_]\w*(?:\[[^\][]*\])?(?:->|\.))*\w*$/.exec(text.slice(lineStart, offset))?.[0] ?? '';
  const after = /^\w*/.exec(text.slice(offset))?.[0] ?? '';
  const word = before + after;
  return /^[A-Za-z_]/.test(word)
    ? { text: word, at: { start: offset - before.length, end: offset + after.length } }
    : undefined;
}

/** A wide expression is not about every name in it. */
function isAbout(site: MappingSite, word: Word): boolean {
  return encloses(word.at, site.at) || site.view.name === word.text;
}

/** The left side of `h = dma_map_single(…)`: what is there once the call has returned. */
function madeByStatement(sites: readonly MappingSite[], text: string, word: Span): MappingSite | undefined {
  const assigned = /^\s*=\s*/.exec(text.slice(word.end));
  return assigned === null ? undefined : sites.find(({ at }) => at.start === word.end + assigned[0].length);
}

/** A buffer among the arguments of the call that maps it: the call is what is there. */
function calledAround(sites: readonly MappingSite[], text: string, word: Span): MappingSite | undefined {
  return sites.findLast(({ at }) => {
    const opening = /^\s*\(/.exec(text.slice(at.end, at.end + 8));
    if (opening === null || word.start < at.end) return false;
    return isInside(text, at.end + opening[0].length, word.start);
  });
}

/** Whether the parenthesis that was opened before `from` is still open at `to`. */
function isInside(text: string, from: number, to: number): boolean {
  let depth = 1;
  for (let offset = from; offset < to && depth > 0; offset += 1) {
    if (text[offset] === '(') depth += 1;
    if (text[offset] === ')') depth -= 1;
  }
  return depth > 0;
}

function nearest(sites: readonly MappingSite[], { start }: Span): MappingSite | undefined {
  return sites.findLast(({ at }) => at.start <= start) ?? sites[0];
}
