// The command on files of a kernel tree, as a user runs it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const longest = 30 * 60_000;

/** What a script prints last: where something is; `undefined` when it prints nothing. */
export function placeBy(script, ...values) {
  const printed = execFileSync(join(root, 'scripts', script), values, { encoding: 'utf8' });
  return printed.trim().split('\n').at(-1) || undefined;
}

/** The tree of Linux 6.12. */
export const kernelTree = () => placeBy('fetch-kernel.sh');

/** Checks `paths` below `tree`: the findings, and what the command says about itself. */
export function check(tree, paths, ...options) {
  const place = mkdtempSync(join(tmpdir(), 'dma-lens-'));
  const output = join(place, 'findings.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'dist', 'cli.cjs'),
      'check',
      ...options,
      '--fail-on=never',
      '--format=json',
      `--output=${output}`,
      ...paths,
    ],
    { cwd: tree, encoding: 'utf8', timeout: longest, maxBuffer: 2 ** 28 },
  );
  const report = `${stdout}\n${stderr}`;
  if (status !== 0) throw new Error(`a crash or unreadable input in ${tree}, status ${status}:\n${stderr}`);
  const findings = JSON.parse(readFileSync(output, 'utf8'));
  rmSync(place, { recursive: true });
  return { findings, report };
}

/** The rows of a table with tabs, whose first line names the columns. */
export function readTable(name) {
  const [head, ...lines] = readFileSync(join(root, 'test', 'real-tree', name), 'utf8')
    .trimEnd()
    .split('\n');
  const columns = head.split('\t');
  return lines.map((line) => {
    const values = line.split('\t');
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
  });
}

/** `part of whole`, as a row of a table that is printed. */
export const countRow = (name, part, whole) => `${name.padEnd(36)} ${part} of ${whole}`;
