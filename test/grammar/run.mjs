// Runs the grammar tests against the C grammar VS Code ships, taken from the workbench of the editor tests
// (scripts/install-test-tools.sh). Our grammars and where they are injected come from package.json.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const runner = createRequire(import.meta.url).resolve('vscode-tmgrammar-test/dist/unit.js');
const cGrammar = join(
  root,
  'test/editor/node_modules/code-server/lib/vscode/extensions/cpp/syntaxes/c.tmLanguage.json',
);

if (!existsSync(cGrammar)) {
  console.error(`${cGrammar} is missing: run scripts/install-test-tools.sh first`);
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  [runner, '--config', join(root, 'package.json'), '-g', cGrammar, join(here, '*.test.c')],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
