import { parseArguments } from '../arguments.js';
import type { ExitStatus, Io } from '../io.js';
import { checkUsage } from '../usage.js';

/** `running`: from here on the client decides when the process ends. */
export async function runServer(args: readonly string[], io: Io): Promise<ExitStatus | 'running'> {
  const parsed = parseArguments(args, { stdio: 'flag' });
  const problems = parsed.values.has('stdio') ? [] : ['server needs --stdio, the only transport it has'];
  const usage = checkUsage(io, 'server', parsed, { max: 0 }, problems);
  if (usage !== undefined) {
    return usage;
  }
  // Loaded here, because no other command needs the protocol library.
  const { runLanguageServer } = await import('../language-server.js');
  runLanguageServer();
  return 'running';
}
