/** What the preprocessor does with the body of a function-like macro, as far as drivers need it. */

const token = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[A-Za-z_]\w*|\d[\w.]*|##|\s+|./gsy;

const tokensOf = (text: string): readonly string[] =>
  [...text.matchAll(new RegExp(token.source, 'gs'))].map((it) => it[0]);

/** Splits at top-level commas. Nothing at all is no argument. */
export function splitArguments(text: string): readonly string[] {
  const result: string[] = [];
  let depth = 0;
  let current = '';
  for (const word of tokensOf(text)) {
    if (word === ',' && depth === 0) {
      result.push(current.trim());
      current = '';
      continue;
    }
    if (word === '(' || word === '[' || word === '{') depth += 1;
    if (word === ')' || word === ']' || word === '}') depth -= 1;
    current += word;
  }
  if (result.length > 0 || current.trim() !== '') result.push(current.trim());
  return result;
}

/** `undefined` where the number of arguments does not fit. */
export function substitute(parameters: readonly string[], body: string, given: readonly string[]): string | undefined {
  const bound = bind(parameters, given);
  if (bound === undefined) return undefined;
  const words = tokensOf(body).map((word) => (/^\s+$/.test(word) ? ' ' : word));
  const result: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '##') {
      at = paste(words, at, result, bound);
      continue;
    }
    const after = nextWord(words, at);
    if (word === '#' && bound.has(words[after] ?? '')) {
      result.push(quote(bound.get(words[after] ?? '') ?? ''));
      at = after;
      continue;
    }
    result.push(bound.get(word) ?? word);
  }
  return result.join('');
}

function nextWord(words: readonly string[], at: number): number {
  let next = at + 1;
  while (words[next] === ' ') next += 1;
  return next;
}

/** Joins what stands on both sides; `, ##args` loses its comma when there are no arguments. */
function paste(words: readonly string[], at: number, result: string[], bound: ReadonlyMap<string, string>): number {
  while (result.at(-1) === ' ') result.pop();
  const next = nextWord(words, at);
  const word = words[next] ?? '';
  const right = bound.get(word) ?? word;
  if (right === '' && result.at(-1) === ',') result.pop();
  result.push(right);
  return next;
}

function bind(parameters: readonly string[], given: readonly string[]): ReadonlyMap<string, string> | undefined {
  const bound = new Map<string, string>();
  for (const [index, parameter] of parameters.entries()) {
    if (parameter.endsWith('...')) {
      const name = parameter === '...' ? '__VA_ARGS__' : parameter.slice(0, -3).trim();
      bound.set(name, given.slice(index).join(', '));
      return bound;
    }
    bound.set(parameter, given[index] ?? '');
  }
  const fits = given.length === parameters.length || (parameters.length === 1 && given.length === 0);
  return fits ? bound : undefined;
}

const quote = (text: string): string => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
