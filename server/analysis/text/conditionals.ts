import type { Span } from '../base/span.js';
import { integerValue } from '../base/literals.js';
import { type ConditionNames, type ConditionValue, canBeTrue, evaluateCondition } from './condition.js';
import { comparedMacros, isOptionSet, predefinedMacros } from './data-model.js';
import type { EqualLengthText } from './equal-length-text.js';
import { commentEnd } from './tokenize.js';
import { directiveKind, type Tokens } from './tokens.js';

/** A live `#define`. */
export interface MacroDirective {
  readonly name: string;
  readonly nameAt: Span;
  /** `undefined` for an object-like macro. */
  readonly parameters: readonly string[] | undefined;
  /** Continued lines joined, comments removed, outer white space trimmed. */
  readonly body: string;
  /** From `#` to the end of the last line. */
  readonly at: Span;
}

export interface ConditionalOptions {
  /** `CONFIG_X` to its value when a kernel build tree is known; names it does not have are unset. */
  readonly kernelOptions?: ReadonlyMap<string, string> | undefined;
  /** The body of a macro that another file of the module defines. */
  readonly moduleMacro?: ((name: string) => string | undefined) | undefined;
}

export interface ConditionalsResult {
  /** Tokens outside inactive lines, without the directives. */
  readonly live: Tokens;
  readonly macros: readonly MacroDirective[];
  readonly inactive: readonly Span[];
}

/** Blanks directives and the lines that `#if` takes away. The first branch that can be live wins. */
export function resolveConditionals(
  source: string,
  tokens: Tokens,
  text: EqualLengthText,
  options: ConditionalOptions = {},
): ConditionalsResult {
  const names = new MacroNames(options);
  const macros: MacroDirective[] = [];
  const inactive: Span[] = [];
  const branches: Branch[] = [];
  let deadSince: number | undefined;

  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kindCode(at) !== directiveKind) {
      continue;
    }
    const start = tokens.start(at);
    const end = tokens.end(at);
    text.blank(start, end);
    const directive = readDirective(source.slice(start, end));
    if (deadSince === undefined && directive.keyword === 'define') {
      const macro = readMacro(directive.rest, start, end, source);
      if (macro !== undefined) {
        macros.push(macro);
        names.define(macro);
      }
    } else if (deadSince === undefined && directive.keyword === 'undef') {
      names.undefine(directive.rest);
    } else {
      stepBranch(branches, directive, names);
    }
    const isDead = branches.some((branch) => branch.state !== 'live');
    if (isDead && deadSince === undefined) {
      deadSince = end;
    } else if (!isDead && deadSince !== undefined) {
      inactive.push({ start: deadSince, end: start });
      deadSince = undefined;
    }
  }
  if (deadSince !== undefined) {
    inactive.push({ start: deadSince, end: source.length });
  }
  for (const range of inactive) {
    text.blank(range.start, range.end);
  }
  return { live: outside(tokens, inactive), macros, inactive };
}

/** One open `#if`: is this branch read, may a later one be, or has one been. */
interface Branch {
  state: 'live' | 'waiting' | 'done';
}

interface Directive {
  readonly keyword: string;
  readonly rest: string;
}

function stepBranch(branches: Branch[], { keyword, rest }: Directive, names: MacroNames): void {
  const isOutsideLive = branches.every((branch) => branch.state === 'live');
  const innermost = branches.at(-1);
  switch (keyword) {
    case 'if':
    case 'ifdef':
    case 'ifndef': {
      const isLive = isOutsideLive && canBeTrue(conditionOf(keyword, rest, names));
      branches.push({ state: isLive ? 'live' : isOutsideLive ? 'waiting' : 'done' });
      return;
    }
    case 'elif':
    case 'elifdef':
    case 'elifndef':
    case 'else':
      if (innermost?.state === 'live') {
        innermost.state = 'done';
      } else if (innermost?.state === 'waiting') {
        const condition = keyword === 'else' ? 1 : conditionOf(keyword.slice(2), rest, names);
        innermost.state = canBeTrue(condition) ? 'live' : 'waiting';
      }
      return;
    case 'endif':
      branches.pop();
      return;
    default:
  }
}

function conditionOf(keyword: string, rest: string, names: MacroNames): ConditionValue {
  const isNameDefined = names.isDefined(/^\w+/.exec(rest)?.[0] ?? '');
  switch (keyword) {
    case 'ifdef':
      return isNameDefined ? 1 : 0;
    case 'ifndef':
      return isNameDefined ? 0 : 1;
    default:
      return evaluateCondition(rest, names);
  }
}

/** What is defined at this line of the file. */
class MacroNames implements ConditionNames {
  readonly #options: ConditionalOptions;
  readonly #here = new Map<string, string | undefined>();
  #depth = 0;

  constructor(options: ConditionalOptions) {
    this.#options = options;
  }

  define(macro: MacroDirective): void {
    this.#here.set(macro.name, macro.body);
  }

  undefine(name: string): void {
    this.#here.set(name, undefined);
  }

  isDefined(name: string): boolean {
    return this.#bodyOf(name) !== undefined || (!this.#here.has(name) && this.#isGiven(name));
  }

  valueOf(name: string): ConditionValue {
    const body = this.#bodyOf(name);
    if (body !== undefined) {
      return this.#valueOfBody(body);
    }
    if (this.#here.has(name)) {
      return 0;
    }
    if (name.startsWith('CONFIG_')) {
      return this.#optionValue(name);
    }
    const value = predefinedMacros.get(name) ?? comparedMacros.get(name);
    // A name from a header this file does not show: its value is not known, so its branch can be live.
    return value === 'defined' ? 'set' : value;
  }

  #bodyOf(name: string): string | undefined {
    return this.#here.has(name) ? this.#here.get(name) : this.#options.moduleMacro?.(name);
  }

  #isGiven(name: string): boolean {
    return name.startsWith('CONFIG_') ? this.#optionValue(name) !== 0 : predefinedMacros.has(name);
  }

  #optionValue(name: string): ConditionValue {
    const options = this.#options.kernelOptions;
    if (options === undefined) {
      return isOptionSet(name) ? 'set' : 0;
    }
    const value = options.get(name);
    return value === undefined ? 0 : value === 'y' || value === 'm' ? 1 : (integerValue(value) ?? 'set');
  }

  /** A macro may be defined by others; one defined by itself has no known value. */
  #valueOfBody(body: string): ConditionValue {
    if (8 < this.#depth) {
      return undefined;
    }
    this.#depth += 1;
    const value = body === '' ? 'set' : evaluateCondition(body, this);
    this.#depth -= 1;
    return value;
  }
}

function readDirective(line: string): Directive {
  const plain = plainText(line);
  const match = /^#\s*(\w*)\s*([^]*)$/.exec(plain);
  return { keyword: match?.[1] ?? '', rest: match?.[2]?.trimEnd() ?? '' };
}

/** Joins continued lines and replaces each comment by a space, as translation phases 2 and 3 do. */
function plainText(line: string): string {
  const joined = line.includes('\\') ? line.replace(/\\\r?\n/g, ' ') : line;
  if (!joined.includes('/')) {
    return joined;
  }
  let plain = '';
  let from = 0;
  const comment = /"(?:\\.|[^"\\])*"|\/[/*]/g;
  for (let match = comment.exec(joined); match !== null; match = comment.exec(joined)) {
    if (match[0].startsWith('"')) {
      continue;
    }
    plain += `${joined.slice(from, match.index)} `;
    from = commentEnd(joined, match.index);
    comment.lastIndex = from;
  }
  return plain + joined.slice(from);
}

function readMacro(rest: string, start: number, end: number, source: string): MacroDirective | undefined {
  const match = /^([A-Za-z_]\w*)(\(([^)]*)\))?([^]*)$/.exec(rest);
  const name = match?.[1];
  if (match === null || name === undefined) {
    return undefined;
  }
  const list = match[3];
  const parameters = list?.trim() === '' ? [] : list?.split(',').map((parameter) => parameter.trim());
  const nameStart = source.indexOf(name, source.indexOf('define', start) + 'define'.length);
  return {
    name,
    nameAt: { start: nameStart, end: nameStart + name.length },
    parameters,
    body: (match[4] ?? '').trim(),
    at: { start, end },
  };
}

function outside(tokens: Tokens, inactive: readonly Span[]): Tokens {
  let next = 0;
  return tokens.select((at) => {
    const start = tokens.start(at);
    while (next < inactive.length && (inactive[next]?.end ?? 0) <= start) {
      next += 1;
    }
    return tokens.kindCode(at) !== directiveKind && start < (inactive[next]?.start ?? Number.POSITIVE_INFINITY);
  });
}
