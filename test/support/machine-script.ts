/** Golden machine scripts: a script as `engine/src/script` plays it, `---`, the event log. */
import { type PlayedScript, playScript } from '#engine';

/** The lines above `---`. */
export function splitScript(text: string): { readonly input: readonly string[] } {
  const [input = ''] = text.split(/^---$/m);
  return { input: input.split('\n').filter((line) => line.trim() !== '') };
}

/** A problem in a golden script is its author's mistake, so it throws. */
export function playGolden(input: readonly string[]): Extract<PlayedScript, { kind: 'played' }> {
  const played = playScript(input.join('\n'));
  if (played.kind === 'problem') throw new Error(`line ${played.line}: ${played.message}`);
  return played;
}
