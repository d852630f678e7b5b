import type { Arguments } from './arguments.js';
import { type CommandName, commandHelp } from './commands/help.js';
import { complain, type ExitStatus, exitStatus, type Io } from './io.js';
import { productVersion } from './version.js';

/** How many positional arguments a command takes. */
export interface Positionals {
  readonly min?: number;
  readonly max?: number;
}

/**
 * What every command does before its own work: answers `--help` and `--version`, and names every wrong argument.
 * `undefined` means: go on.
 */
export function checkUsage(
  io: Io,
  command: CommandName,
  { values, positionals, problems }: Arguments,
  { min = 0, max = Number.POSITIVE_INFINITY }: Positionals,
  furtherProblems: readonly string[] = [],
): ExitStatus | undefined {
  if (values.has('help')) {
    io.out(commandHelp[command]);
    return exitStatus.clean;
  }
  if (values.has('version')) {
    io.out(`dma-lens ${productVersion()}\n`);
    return exitStatus.clean;
  }
  const all = [
    ...problems,
    ...(positionals.length < min ? [`${command} needs an argument; see dma-lens ${command} --help`] : []),
    ...positionals.slice(max).map((it) => `unexpected argument ${it}`),
    ...furtherProblems,
  ];
  for (const problem of all) {
    complain(io, problem);
  }
  return all.length === 0 ? undefined : exitStatus.badInput;
}
