/** One line of a script: `name = verb words…`. */
export interface Command {
  /** One-based. */
  readonly line: number;
  /** What later lines call the result. */
  readonly name: string | undefined;
  readonly verb: string;
  readonly words: readonly string[];
}

/** The commands of a script's text; `#` starts a line that is a comment. */
export function parseCommands(text: string): readonly Command[] {
  return text.split('\n').flatMap((line, index) => {
    const trimmed = line.trim();
    return trimmed === '' || trimmed.startsWith('#') ? [] : [parseCommand(trimmed, index + 1)];
  });
}

function parseCommand(text: string, line: number): Command {
  const [first = '', second, third = '', ...rest] = text.split(/\s+/);
  if (second === '=') return { line, name: first, verb: third, words: rest };
  return { line, name: undefined, verb: first, words: text.split(/\s+/).slice(1) };
}
