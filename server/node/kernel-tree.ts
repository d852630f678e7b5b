import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where a kernel tree keeps the headers of `#include <…>` that no architecture has for itself. */
export const includeFolders: readonly string[] = ['include', 'include/uapi'];

/** A file that every kernel tree has, and hardly another one. */
const landmark = 'include/linux/dma-mapping.h';

const isKernelTree = (folder: string): boolean => existsSync(join(folder, landmark));

/** The kernel tree that a path means to somebody who stands in `folder`. */
export function kernelTreeAt(folder: string, path: string): string | undefined {
  const tree = resolve(folder, path);
  return isKernelTree(tree) ? tree : undefined;
}

/** Answers for a folder in which kernel tree it stands; each folder is looked at once. */
export function kernelTrees(): (folder: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const treeOf = (folder: string): string | undefined => {
    if (known.has(folder)) return known.get(folder);
    const above = dirname(folder);
    const tree = isKernelTree(folder) ? folder : above === folder ? undefined : treeOf(above);
    known.set(folder, tree);
    return tree;
  };
  return treeOf;
}
