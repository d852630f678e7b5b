// A source without what is not code, so that a search for a word does not find it in a sentence.

const comment = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/;
const text = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/;
/** Where a value is expected, a slash begins a regular expression. */
const expression = /(?<=[=(,:[!&|?{};>]\s*|\breturn\s+)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/;

const notCode = new RegExp([comment, text, expression].map((it) => it.source).join('|'), 'g');

/** TypeScript or JavaScript with comments, texts and regular expressions blanked; lines stay where they are. */
export function codeOnly(source: string): string {
  return source.replace(notCode, (found) => found.replace(/[^\n]/g, ' '));
}
