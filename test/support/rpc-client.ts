import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

export interface RpcServer {
  readonly connection: MessageConnection;
  /** Everything the process wrote to standard error. */
  stderr(): string;
  /** Sends bytes that are no message. */
  writeRaw(text: string): void;
  /** `shutdown`, `exit`, and the status the process ended with. */
  stop(): Promise<number | null>;
  kill(): void;
}

/** A real server process, spoken to as an editor would. */
export function startRpcServer(command: string, args: readonly string[]): RpcServer {
  const child: ChildProcess = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) {
    throw new Error('the server has no pipes');
  }
  let errors = '';
  stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  connection.listen();

  return {
    connection,
    stderr: () => errors,
    writeRaw: (text) => stdin.write(text),
    kill: () => child.kill(),
    async stop() {
      const ended = once(child, 'exit');
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      const [code] = (await ended) as [number | null];
      connection.dispose();
      return code;
    },
  };
}
