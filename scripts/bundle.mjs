// Builds everything that ships into dist/: the extension, the language server, the command, the engine as a
// library, and beside them the files they open: both WebAssembly modules, rule pages, schemas. Another folder can
// be named as the first argument.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = resolve(process.argv[2] ?? join(root, 'dist'));
const { resolve: findPackage } = createRequire(import.meta.url);
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

/**
 * `source` makes `#engine`, `#analysis` and `#protocol` mean our TypeScript, so a bundle needs no earlier build. The
 * `sideEffects` of package.json say that none of it does anything by being loaded: what a program does not use stays out.
 */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  target: 'node20',
  platform: 'node',
  conditions: ['source'],
  // jsonc-parser's `main` is UMD, whose inner requires no bundler follows.
  mainFields: ['module', 'main'],
  // The WebAssembly loader uses `import.meta.url`, which esbuild leaves empty in CommonJS without an error.
  define: { 'import.meta.url': 'bundleUrl', DMA_LENS_VERSION: JSON.stringify(version) },
  banner: { js: "const bundleUrl=require('node:url').pathToFileURL(__filename).href;" },
  format: 'cjs',
  legalComments: 'none',
  logLevel: 'warning',
};

/** Bundle by entry point. */
const programs = {
  'extension.cjs': 'client/src/extension.ts',
  'server.cjs': 'server/node/main-server.ts',
  'cli.cjs': 'server/node/main-cli.ts',
  'analysis.cjs': 'server/node/main-analysis.ts',
  'worker.cjs': 'server/node/main-worker.ts',
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([
  ...Object.entries(programs).map(([name, entry]) => bundleProgram(name, entry)),
  bundleEngine(),
  cp(findPackage('web-tree-sitter/web-tree-sitter.wasm'), join(out, 'web-tree-sitter.wasm')),
  cp(findPackage('tree-sitter-c/tree-sitter-c.wasm'), join(out, 'tree-sitter-c.wasm')),
  copyPages(),
  cp(join(root, 'schemas'), join(out, 'schemas'), { recursive: true }),
]);

async function bundleProgram(name, entry) {
  await build({ ...common, entryPoints: [entry], outfile: join(out, name), external: ['vscode'] });
  if (name === 'cli.cjs') {
    const program = await readFile(join(out, name), 'utf8');
    await writeFile(join(out, name), `#!/usr/bin/env node\n${program}`, { mode: 0o755 });
  }
}

/** The engine runs anywhere, so it is an ES module without a trace of Node. */
async function bundleEngine() {
  await build({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    target: 'es2022',
    platform: 'neutral',
    format: 'esm',
    entryPoints: ['engine/src/index.ts'],
    outfile: join(out, 'engine/index.js'),
    logLevel: 'warning',
  });
}

/** Pages keep the path of their rule: rules/dma/map-stack.md. */
async function copyPages() {
  const rules = join(root, 'server/analysis/rules');
  const files = await readdir(rules, { recursive: true });
  await Promise.all(
    files.filter((file) => file.endsWith('.md')).map((file) => cp(join(rules, file), join(out, 'rules', file))),
  );
}
