import type { FunctionGraph } from '../graph/function-graph.js';
import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';
import type { UnitText } from './unit-text.js';

/** One file from text to graphs. The trees are gone; everything here is plain data. */
export interface ParsedFile {
  /** With what the headers and the other files of the module declare. */
  readonly index: FileIndex;
  /** Every function of the DMA cone in the order of the text; without a graph where the tree has no body for it. */
  readonly cone: readonly ConeFunction[];
  /** Functions beside the cone whose calls are read but whose paths nobody follows. */
  readonly others: readonly FunctionGraph[];
  /** Functions of other files that those of this file can come to, under the names they have here. */
  readonly reachable: readonly FunctionGraph[];
  /** All that the other files of the module have in their cones: what a field holds is decided by all of them. */
  readonly elsewhere: readonly FunctionGraph[];
  readonly text: UnitText;
  /** No other file is known to be linked with it. */
  readonly isAlone: boolean;
}

export interface ConeFunction {
  readonly declaration: FunctionDeclaration;
  readonly graph: FunctionGraph | undefined;
}
