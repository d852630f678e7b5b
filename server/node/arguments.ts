import { parseArgs } from 'node:util';

/** `flag` takes no value; `optional-value` takes one only after `=`. */
export type OptionKind = 'flag' | 'value' | 'optional-value';
export type OptionKinds = Readonly<Record<string, OptionKind>>;

export interface Arguments {
  /** Every value given to an option, in order; a flag has the empty text. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
  /** What is wrong with them, one sentence each. */
  readonly problems: readonly string[];
}

const everywhere: OptionKinds = { help: 'flag', version: 'flag' };

export function parseArguments(args: readonly string[], own: OptionKinds): Arguments {
  const kinds: OptionKinds = { ...own, ...everywhere };
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  const problems: string[] = [];
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      ...Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, { type: nodeType(kind) }])),
      help: { type: 'boolean', short: 'h' },
    },
  });
  for (const token of tokens) {
    if (token.kind === 'positional') {
      positionals.push(token.value);
    }
    if (token.kind === 'option') {
      const problem = problemOf(token, Object.hasOwn(kinds, token.name) ? kinds[token.name] : undefined);
      if (problem === undefined) {
        values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? '']);
      } else {
        problems.push(problem);
      }
    }
  }
  return { values, positionals, problems };
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function problemOf({ rawName, value, inlineValue }: OptionToken, kind: OptionKind | undefined): string | undefined {
  switch (kind) {
    case undefined:
      return `unknown option ${rawName}`;
    case 'flag':
      return inlineValue === true ? `option ${rawName} takes no value` : undefined;
    case 'value':
      // `--output --quiet` forgot the value; a value that does begin with a dash can be given after `=`.
      return value === undefined || value === '' || (inlineValue !== true && /^-./.test(value))
        ? `option ${rawName} needs a value`
        : undefined;
    case 'optional-value':
      return undefined;
    default:
      return kind satisfies never;
  }
}

const nodeType = (kind: OptionKind): 'string' | 'boolean' => (kind === 'value' ? 'string' : 'boolean');

/** The value of an option that is given once; the last one counts. */
export function valueOf(args: Arguments, name: string): string | undefined {
  return args.values.get(name)?.at(-1);
}

/** The value of an option that takes one of a few words. */
export function choiceOf<Choice extends string>(
  args: Arguments,
  name: string,
  choices: readonly Choice[],
  problems: string[],
): Choice | undefined {
  const value = valueOf(args, name);
  const choice = choices.find((it) => it === value);
  if (value !== undefined && choice === undefined) {
    problems.push(`--${name} takes ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, not ${value}`);
  }
  return choice;
}
