// Packs dist/ into dma-lens-<version>.vsix and checks what is inside. Run scripts/bundle.mjs first.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const packagePath = join(root, `dma-lens-${version}.vsix`);
/** The package holds both bundles, both WebAssembly modules, pages and sample in a megabyte. */
const mostBytes = 1_000_000;

const required = [
  'package.json',
  'README.md',
  'LICENSE',
  'dist/extension.cjs',
  'dist/server.cjs',
  'dist/analysis.cjs',
  'dist/web-tree-sitter.wasm',
  'dist/tree-sitter-c.wasm',
  'syntaxes/dma-lens.injection.tmLanguage.json',
];
const allowed =
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|media\/.+\.png|syntaxes\/.+\.json|dist\/(?!cli|worker|engine).+)$/;

const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
const missing = required.filter((file) => !files.includes(file));
const surplus = files.filter((file) => !allowed.test(file));
if (missing.length > 0 || surplus.length > 0) {
  fail(`the package would lack [${missing.join(', ')}] and would hold [${surplus.join(', ')}]`);
}

await createVSIX({
  cwd: root,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});

const { size } = statSync(packagePath);
if (mostBytes < size) {
  fail(`${packagePath} has ${size} bytes, ${size - mostBytes} more than allowed`);
}
console.log(`${packagePath}: ${files.length} files, ${size} bytes`);

function fail(message) {
  console.error(message);
  process.exit(1);
}
