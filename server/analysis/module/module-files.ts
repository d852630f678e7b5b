import type { SourceFile } from './source-file.js';

/**
 * Where the analysis gets the other files of a module. It asks anew for every file it analyzes, and takes the same text
 * for the same file: what it made of it then is used again.
 */
export interface ModuleFiles {
  /** What `#include "name"` in a file means; `undefined` for a header that is not the driver's own. */
  header(includer: string, name: string): SourceFile | undefined;
  /** What `#include <name>` means in the kernel tree that a file belongs to; none outside of one. */
  kernelHeaders(includer: string, name: string): readonly SourceFile[];
  /** The other `.c` files that are linked into the same module, ordered by path. */
  siblings(path: string): readonly SourceFile[];
  /** What the kernel's configuration says about how a file is built; absent where nobody reads it. */
  buildOf?(path: string): BuildFacts | undefined;
}

export interface BuildFacts {
  /** Never a module: its data lies in the kernel image. */
  readonly isBuiltIn: boolean;
  /** For machines with addresses of 64 bits only. */
  readonly is64Bit: boolean;
}

/** A text without a place in a file system stands for itself alone. */
export const noOtherFiles: ModuleFiles = { header: () => undefined, kernelHeaders: () => [], siblings: () => [] };
