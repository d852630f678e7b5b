import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('../../out/server/node/main-cli.js', import.meta.url));

/** Makes sure that the compiled command is that of the sources; quick when it is. */
export function buildCommand(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'server/node'], { cwd: root });
}

export interface CommandRun {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `dma-lens` as a process of its own, with pipes for its output. */
export function dmaLens(cwd: string, ...args: readonly string[]): CommandRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}
