import type { MacroDirective } from '../text/conditionals.js';
import type { MacroDeclaration } from './file-index.js';

/** Live macros by name; of two definitions the later one counts. */
export function readMacros(directives: readonly MacroDirective[]): ReadonlyMap<string, MacroDeclaration> {
  return new Map(directives.map(({ name, parameters, body, at }) => [name, { name, parameters, body, at }]));
}
