import { runCheck } from './commands/check.js';
import { type CommandName, commandNames, generalHelp } from './commands/help.js';
import { runPlatforms } from './commands/platforms.js';
import { runExplain, runRules } from './commands/rules.js';
import { runServer } from './commands/server.js';
import { runTrace } from './commands/trace.js';
import { complain, type ExitStatus, exitStatus, type Io } from './io.js';
import { productVersion } from './version.js';

/** `running`: the language server, which ends the process itself when its client goes. */
export type CommandResult = ExitStatus | 'running';

type Command = (args: readonly string[], io: Io) => CommandResult | Promise<CommandResult>;

const commands: Readonly<Record<CommandName, Command>> = {
  check: runCheck,
  trace: runTrace,
  explain: runExplain,
  rules: runRules,
  platforms: runPlatforms,
  server: runServer,
};

/** Arguments to a command, without the program's own name. */
export async function runCli(args: readonly string[], io: Io): Promise<CommandResult> {
  const [first, ...rest] = args;
  const name = commandNames.find((it) => it === first);
  if (name !== undefined) {
    return commands[name](rest, io);
  }
  if (first === '--version') {
    io.out(`dma-lens ${productVersion()}\n`);
    return exitStatus.clean;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    io.out(generalHelp);
    return exitStatus.clean;
  }
  complain(
    io,
    first === undefined ? 'which command? see dma-lens --help' : `there is no command ${first}; see dma-lens --help`,
  );
  return exitStatus.badInput;
}
