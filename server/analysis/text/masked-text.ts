import type { Span } from '../base/span.js';
import type { MacroDirective } from './conditionals.js';
import type { SideTable } from './side-table.js';
import type { Structure } from './structure.js';
import type { Tokens } from './tokens.js';

/** A file ready to be parsed. Every offset means the same place in `original` and in `text`. */
export interface MaskedText {
  readonly original: string;
  readonly text: string;
  readonly side: SideTable;
  /** `#define` lines that are live, in order; a macro that is undefined later is still here. */
  readonly macros: readonly MacroDirective[];
  /** What `#if` takes away, in order. */
  readonly inactive: readonly Span[];
  /** Live tokens of the original without directives and annotations. */
  readonly tokens: Tokens;
  /** Brackets of `tokens`. */
  readonly structure: Structure;
}
