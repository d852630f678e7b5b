import { oncePer } from '../base/once-per.js';
import type { KernelDeclarations } from './kernel-header.js';
import type { FileIndex, FunctionDeclaration, MacroDeclaration, Registration } from './file-index.js';

/** What other files of the module add to what a file declares itself. */
export interface Surroundings {
  /** Headers in the order in which they are included, the innermost first. */
  readonly headers: readonly FileIndex[];
  /** What the file names of the kernel's headers. */
  readonly kernel: KernelDeclarations;
  /** Functions of other files that this one can call. */
  readonly functions: ReadonlyMap<string, FunctionDeclaration>;
  /** What fields of headers hold, by `tag.field`, under the names they have here. */
  readonly functionTargets: ReadonlyMap<string, string>;
  /** What other files register: an ops table may name a function that stands elsewhere. */
  readonly registrations: readonly Registration[];
}

/** A file as the compiler sees it: its own declarations count before those of headers. */
export function viewOf(
  own: FileIndex,
  { headers, kernel, functions, functionTargets, registrations }: Surroundings,
): FileIndex {
  const externals = new Map([...headers.flatMap((it) => [...it.functions, ...it.externals]), ...functions]);
  for (const name of own.functions.keys()) externals.delete(name);
  return {
    structs: layered(headers, own, (it) => it.structs),
    kernelStructs: kernel.structs,
    typedefs: layered(headers, own, (it) => it.typedefs),
    enumerators: withKernel(kernel, headers, own),
    macros: layered(headers, own, (it) => (it === own ? it.macros : expandedMacros(it))),
    globals: layered(headers, own, (it) => it.globals),
    functions: own.functions,
    functionTargets: new Map([...functionTargets, ...own.functionTargets]),
    externals,
    others: [],
    isNamedAside: () => false,
    functionsAside: () => undefined,
    isNamedInHeader: () => false,
    registrations: [...own.registrations, ...registrations.filter((it) => own.functions.has(it.functionName))],
  };
}

/** What the kernel calls by a name counts where nothing of the driver has it. */
function withKernel(
  { constants }: KernelDeclarations,
  headers: readonly FileIndex[],
  own: FileIndex,
): ReadonlyMap<string, number | undefined> {
  const enumerators = layered(headers, own, (it) => it.enumerators);
  if (constants.size === 0) return enumerators;
  const isFree = (name: string): boolean =>
    [...headers, own].every((it) => !it.macros.has(name) && !it.globals.has(name));
  return new Map([...[...constants].filter(([name]) => isFree(name)), ...enumerators]);
}

function layered<Value>(
  headers: readonly FileIndex[],
  own: FileIndex,
  part: (index: FileIndex) => ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  if (headers.length === 0) return part(own);
  const seen = new Map<string, Value>();
  for (const it of headers) {
    part(it).forEach((value, name) => seen.set(name, value));
  }
  part(own).forEach((value, name) => seen.set(name, value));
  return seen;
}

/**
 * A macro of a header that contains statements prints, or waits for a register: a call of it is a call of something
 * unknown, which costs the analysis less than its loops and conditions. Unless it is a wrapper of the API.
 */
const isWorthExpanding = ({ parameters, body }: MacroDeclaration): boolean =>
  parameters === undefined || !/[{;]/.test(body) || /\bdma_|_dma_/.test(body);

const expandedMacros = oncePer(
  ({ macros }: FileIndex): ReadonlyMap<string, MacroDeclaration> =>
    new Map([...macros].filter(([, macro]) => isWorthExpanding(macro))),
);
