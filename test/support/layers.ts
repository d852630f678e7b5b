// Who may import whom: the table of ARCHITECTURE.md as data, and what breaks it as lines to print. Imports of types
// count like any other: a record that two layers share belongs into the lower one.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Lower first: a folder may import itself and what stands before it. */
export interface Layering {
  readonly root: string;
  readonly order: readonly string[];
  /** Pairs the order would allow and the design does not, as `a imports b`. */
  readonly strangers: readonly string[];
}

export const engineLayering: Layering = {
  root: 'engine/src',
  // `iommu` stands low: page tables, IOTLB and IOVA space are values with functions of their own, which a machine's
  // state holds like any other collection. `contract` is the machine's dma-debug, between what is stored and who asks.
  order: [
    'address',
    'data',
    'iommu',
    'platforms',
    'state',
    'ops',
    'memory',
    'cache',
    'contract',
    'cpu',
    'device',
    'user',
    'backends',
    'api',
    'sharing',
    'machine',
    'script',
    'index.ts',
  ],
  strangers: [],
};

export const analysisLayering: Layering = {
  root: 'server/analysis',
  order: [
    'base',
    'text',
    'tree',
    'index',
    'graph',
    'symbolic',
    'api',
    'contract',
    'written',
    'module',
    'findings',
    'config',
    'rules',
    'exec',
    'fields',
    'replay',
    'pipeline',
    'present',
    'index.ts',
  ],
  strangers: [
    'symbolic imports text',
    'symbolic imports tree',
    'symbolic imports index',
    'symbolic imports graph',
    'exec imports rules',
  ],
};

/** What a folder may import from outside itself: other projects of ours by folder, packages by name. */
export const outsideImports: Readonly<Record<string, readonly string[]>> = {
  'engine/src': [],
  'server/protocol': [],
  'server/analysis': ['engine/src'],
  'server/analysis/tree': ['engine/src', 'web-tree-sitter'],
  'server/analysis/config': ['engine/src', 'jsonc-parser'],
  // The types of SARIF 2.1.0, gone after compilation.
  'server/analysis/present': ['engine/src', 'sarif'],
  'server/lsp': [
    'engine/src',
    'server/analysis',
    'server/protocol',
    'vscode-languageserver',
    'vscode-languageserver-textdocument',
    'vscode-uri',
  ],
  'server/node': [
    'engine/src',
    'server/analysis',
    'server/protocol',
    'server/lsp',
    'ignore',
    'vscode-languageserver',
    'node:',
  ],
  'client/src': ['server/protocol', 'vscode', 'vscode-languageclient', 'node:'],
};

/** `package.json` calls the doors of our projects by these names. */
const doors: Readonly<Record<string, string>> = {
  '#engine': 'engine/src/index.ts',
  '#analysis': 'server/analysis/index.ts',
  '#protocol': 'server/protocol/protocol.ts',
};

const importForms = [
  /^\s*(?:import|export)\b[^'";]*?\bfrom\s+'([^']+)'/gm,
  /^\s*import\s+'([^']+)'/gm,
  /\bimport\('([^']+)'\)/g,
];

/** What a file imports: a path from the root of the repository for our own files, else the package's name. */
export function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return importForms
    .flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ''))
    .map((written) => doors[written] ?? (written.startsWith('.') ? sourceOf(join(dirname(file), written)) : written));
}

const sourceOf = (path: string): string => path.replace(/\.js$/, '.ts');

export function layerViolations({ root, order, strangers }: Layering, files: readonly string[]): readonly string[] {
  const rank = (folder: string): number => order.indexOf(folder);
  const folderOf = (file: string): string => file.slice(root.length + 1).split('/')[0] ?? '';
  return files.flatMap((file) => {
    const from = folderOf(file);
    if (rank(from) < 0) return [`${file}: no layer is called ${from}`];
    return importsOf(file)
      .filter((target) => target.startsWith(`${root}/`))
      .map(folderOf)
      .filter((to) => rank(from) < rank(to) || strangers.includes(`${from} imports ${to}`))
      .map((to) => `${file}: ${from} imports ${to}`);
  });
}

/** Imports that leave the folder's project, or name a package, and are not in the table. */
export function outsideViolations(files: readonly string[]): readonly string[] {
  const folders = Object.keys(outsideImports).toSorted((left, right) => right.length - left.length);
  return files.flatMap((file) => {
    const home = folders.find((folder) => file.startsWith(`${folder}/`)) ?? '';
    const project = home.startsWith('server/analysis') ? 'server/analysis' : home;
    const allowed = [project, ...(outsideImports[home] ?? [])];
    return importsOf(file)
      .filter((target) => !allowed.some((it) => covers(it, target)))
      .map((target) => `${file}: ${project} imports ${target}`);
  });
}

const covers = (allowed: string, target: string): boolean =>
  target === allowed || target.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`);

/** A file that imports the `index.ts` of a folder it stands in asks the front door for its own room. */
export function facadeViolations(files: readonly string[]): readonly string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.endsWith('/index.ts') && file.startsWith(`${dirname(target)}/`))
      .map((target) => `${file} imports ${target}`),
  );
}

/** Every import cycle once, as `a → b → a`, beginning with the file that sorts first. */
export function importCycles(files: readonly string[]): readonly string[] {
  const targets = new Map(files.map((file) => [file, importsOf(file).filter((it) => files.includes(it))]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    const again = trail.indexOf(file);
    if (again >= 0) cycles.push([...trail.slice(again), file].join(' → '));
    if (again >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return cycles;
}
