// Who names whom in a module, going by names alone.
import type { FileIndex, FunctionDeclaration, Registration } from '../index/file-index.js';

/** Without the file that a `static` function of another one belongs to: see `outsideName`. */
export const bare = (name: string): string => name.slice(name.lastIndexOf(':') + 1);

export class CallGraph {
  readonly #index: FileIndex;
  readonly #declarations = new Map<string, FunctionDeclaration>();
  readonly #namedBy = new Map<string, string[]>();
  readonly #registrations = new Map<string, Registration[]>();

  constructor(index: FileIndex) {
    this.#index = index;
    for (const { functions, registrations } of [index, ...index.others]) {
      for (const it of functions.values()) this.#add(it);
      for (const it of registrations) listed(this.#registrations, it.functionName).push(it);
    }
  }

  #add(declaration: FunctionDeclaration): void {
    this.#declarations.set(declaration.name, declaration);
    for (const word of declaration.mentions) listed(this.#namedBy, word).push(declaration.name);
  }

  /** The functions at which others come in that lead to one, past those of `except`; `undefined` for some nobody knows. */
  waysInto(name: string, except: ReadonlySet<string>): readonly (string | undefined)[] {
    const ways: (string | undefined)[] = [];
    const seen = new Set([name]);
    // A set visits what is added to it while it is walked.
    for (const it of seen) {
      if (except.has(it)) continue;
      const callers = this.namedBy(it);
      if (this.#registrations.has(it)) ways.push(it);
      if (this.isNamedAside(it) || (callers.length === 0 && !this.#registrations.has(it))) ways.push(undefined);
      for (const caller of callers) seen.add(caller);
    }
    return ways;
  }

  /** Whether a file of the module that is not read names a function: nobody knows what it does there. */
  isNamedAside(name: string): boolean {
    return this.#declarations.get(name)?.isStatic !== true && this.#index.isNamedAside(name);
  }

  namedBy(name: string): readonly string[] {
    return (this.#namedBy.get(name) ?? []).filter((caller) => caller !== name);
  }

  /** The functions that may come to one of these, and these. */
  leadingTo(names: Iterable<string>): ReadonlySet<string> {
    const leading = new Set(names);
    for (const it of leading) for (const caller of this.namedBy(it)) leading.add(caller);
    return leading;
  }

  /** How others call a function. */
  registered(name: string): readonly Registration[] {
    return this.#registrations.get(name) ?? [];
  }
}

function listed<Value>(lists: Map<string, Value[]>, key: string): Value[] {
  const known = lists.get(key) ?? [];
  lists.set(key, known);
  return known;
}
