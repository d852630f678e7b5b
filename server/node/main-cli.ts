// The process behind the `dma-lens` command.
import { runCli } from './cli.js';
import { complain, describeBug, exitStatus, type Io } from './io.js';

const io: Io = {
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
};

// `dma-lens check | head`: whoever reads has seen enough, and that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    complain(io, error.message);
    process.exitCode = exitStatus.badInput;
  }
});

runCli(process.argv.slice(2), io).then(
  (result) => {
    // Not `process.exit`: what was written to a pipe must still arrive.
    if (result !== 'running') {
      process.exitCode = Math.max(result, Number(process.exitCode ?? 0));
    }
  },
  (error: unknown) => {
    complain(io, `internal error: ${describeBug(error)}`);
    process.exitCode = exitStatus.internalError;
  },
);
