import type { Span } from '../base/span.js';
import type { BlockId, LocalId, Operand } from './instr.js';
import type { Syntax } from './syntax.js';

/** What runs when a scope is left: `__free(kfree) p`, or the end of a `guard`. */
export interface ScopeExit {
  readonly callee: string;
  /** A variable, whose value is read when the scope is left, or operands known since the start. */
  readonly subject:
    | { readonly kind: 'variable'; readonly local: LocalId }
    | { readonly kind: 'operands'; readonly operands: readonly Operand[] };
  readonly at: Span;
}

export interface Scope {
  /** The node that opened it, which is how a label knows the scopes around it. */
  readonly node: Syntax | undefined;
  readonly names: Map<string, LocalId>;
  readonly exits: ScopeExit[];
}

export interface SwitchCase {
  readonly from: Operand;
  readonly to: Operand;
  readonly block: BlockId;
}

/** A loop or `switch` around the current statement. */
export interface JumpTarget {
  readonly breakTo: BlockId;
  /** `undefined` for a `switch`, which `continue` looks through. */
  readonly continueTo: BlockId | undefined;
  /** How many scopes were open outside. */
  readonly scopeDepth: number;
  readonly switch: SwitchDraft | undefined;
}

/** A `switch` whose labels are still being found. */
export interface SwitchDraft {
  readonly head: BlockId;
  readonly cases: SwitchCase[];
  otherwise: BlockId | undefined;
}

/** A label, with the blocks around it from the outside in. */
export interface Label {
  readonly block: BlockId;
  readonly around: readonly Syntax[];
}

export interface Scopes {
  readonly stack: Scope[];
  readonly targets: JumpTarget[];
  readonly labels: ReadonlyMap<string, Label>;
}

export function openScope(scopes: Scopes, node: Syntax | undefined): Scope {
  const scope: Scope = { node, names: new Map(), exits: [] };
  scopes.stack.push(scope);
  return scope;
}

export function declare(scopes: Scopes, name: string, local: LocalId): void {
  scopes.stack.at(-1)?.names.set(name, local);
}

export function findLocal(scopes: Scopes, name: string): LocalId | undefined {
  for (let depth = scopes.stack.length - 1; depth >= 0; depth -= 1) {
    const found = scopes.stack[depth]?.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export const findBreak = (scopes: Scopes): JumpTarget | undefined => scopes.targets.at(-1);

export const findContinue = (scopes: Scopes): JumpTarget | undefined =>
  scopes.targets.findLast((target) => target.continueTo !== undefined);

export const findSwitch = (scopes: Scopes): SwitchDraft | undefined =>
  scopes.targets.findLast((target) => target.switch !== undefined)?.switch;

/** How many of the open scopes also surround the label. */
export function commonDepth(scopes: Scopes, label: Label): number {
  let depth = 0;
  for (const scope of scopes.stack) {
    if (scope.node !== undefined && !label.around.includes(scope.node)) return depth;
    depth += 1;
  }
  return depth;
}
