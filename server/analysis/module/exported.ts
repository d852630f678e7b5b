import type { FunctionDeclaration } from '../index/file-index.js';
import { type DeclaredFile, outside, outsideName } from './declared-file.js';
import type { ModuleTarget } from './module-targets.js';
import { wrappersIn } from './read-file.js';

/** What one file of a module may see of the others. */
export interface Exported {
  readonly functions: ReadonlyMap<string, ExportedFunction>;
  /** Those that a field of a header holds, also `static` ones, which nobody else could name. */
  readonly targets: readonly ModuleTarget[];
  /** Changes when what one file may see of the others does. */
  readonly names: string;
}

export interface ExportedFunction {
  readonly from: DeclaredFile;
  readonly declaration: FunctionDeclaration;
  /** Whether it calls the API by itself. */
  readonly isWrapper: boolean;
}

/** Functions with external linkage, and those in tables; of two with one name that of the first file. */
export function exportedBy(files: readonly DeclaredFile[], targets: readonly ModuleTarget[]): Exported {
  const functions = new Map<string, ExportedFunction>();
  if (files.length === 1) return { functions, targets: [], names: '' };
  const held = new Set(targets.map((it) => it.outsideName));
  for (const from of files.toSorted((left, right) => (left.file.path < right.file.path ? -1 : 1))) {
    const nameOf = outsideName(from.file.path, from.own);
    const wrappers = new Set(wrappersIn(from.own).map((it) => nameOf(it.name)));
    for (const [name, declaration] of outside(from)) {
      if ((declaration.isStatic && !held.has(name)) || functions.has(name)) continue;
      functions.set(name, { from, declaration, isWrapper: wrappers.has(name) });
    }
  }
  const names = [
    ...[...functions].map(([name, { from, isWrapper }]) => `${from.file.path} ${name} ${isWrapper}`),
    ...targets.map((it) => `${it.tag}.${it.field} ${it.outsideName}`),
  ];
  return { functions, targets, names: names.join() };
}

/** Functions of a file and its headers that another file calls the API through. */
export function wrapperNames({ own, headers }: DeclaredFile): readonly string[] {
  const exported = wrappersIn(own).filter(({ isStatic }) => !isStatic);
  return [...exported.map((it) => it.name), ...headers.flatMap((it) => [...it.wrappers])];
}
