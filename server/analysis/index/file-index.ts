import type { Span } from '../base/span.js';
import type { CType } from './c-type.js';

/** Everything declared at file scope that other stages ask for. Plain data: it outlives the tree. */
export interface FileIndex {
  readonly structs: ReadonlyMap<string, StructDeclaration>;
  /** Structs of the kernel's headers: they tell sizes and places, and are not the driver's to judge. */
  readonly kernelStructs: ReadonlyMap<string, StructDeclaration>;
  readonly typedefs: ReadonlyMap<string, CType>;
  /** Enumerators with their value where it is a constant this file determines. */
  readonly enumerators: ReadonlyMap<string, number | undefined>;
  readonly macros: ReadonlyMap<string, MacroDeclaration>;
  readonly functions: ReadonlyMap<string, FunctionDeclaration>;
  readonly globals: ReadonlyMap<string, GlobalDeclaration>;
  /** Functions that other files of the module define, by the name they have here; empty for a file seen alone. */
  readonly externals: ReadonlyMap<string, FunctionDeclaration>;
  /** The other files of the module as they stand; empty for a file seen alone. */
  readonly others: readonly FileIndex[];
  /** Whether a word stands in a file of the module that has nothing to do with DMA. */
  readonly isNamedAside: (word: string) => boolean;
  /** The functions of such a file that gives one of this name to other files. */
  readonly functionsAside: (name: string) => ReadonlyMap<string, FunctionDeclaration> | undefined;
  /** Whether a word stands in one of the driver's own headers. */
  readonly isNamedInHeader: (word: string) => boolean;
  readonly registrations: readonly Registration[];
  /** The one function a call through this field reaches, by `tag.field`. */
  readonly functionTargets: ReadonlyMap<string, string>;
}

/** A function somebody wrote, in this file or in another one of its module. */
export function functionNamed(index: FileIndex, name: string): FunctionDeclaration | undefined {
  return index.functions.get(name) ?? index.externals.get(name);
}

export interface StructDeclaration {
  readonly kind: 'struct' | 'union';
  readonly tag: string;
  readonly at: Span;
  readonly fields: readonly FieldDeclaration[];
  /** Bytes from `__aligned(n)`, `____cacheline_aligned` or `__packed` (1); `undefined` where nothing is said. */
  readonly alignment: number | undefined;
}

export interface FieldDeclaration {
  /** `undefined` for an anonymous member, whose fields are the outer struct's too. */
  readonly name: string | undefined;
  readonly type: CType;
  readonly at: Span;
  readonly alignment: number | undefined;
  readonly isBitField: boolean;
  /** The width of a bit-field where it is a constant this file determines. */
  readonly bits: number | undefined;
}

export interface MacroDeclaration {
  readonly name: string;
  /** `undefined` for an object-like macro. */
  readonly parameters: readonly string[] | undefined;
  /** Line continuations joined and comments removed. */
  readonly body: string;
  readonly at: Span;
}

export interface FunctionDeclaration {
  readonly name: string;
  readonly returns: CType;
  readonly parameters: readonly ParameterDeclaration[];
  readonly isStatic: boolean;
  readonly isInline: boolean;
  /** The whole definition, and its name alone. */
  readonly at: Span;
  readonly nameAt: Span;
  /** Names called or mentioned in the body, for the call graph and the cone. */
  readonly mentions: ReadonlySet<string>;
  /** Those of `mentions` that stand behind `.` or `->`. */
  readonly mentionedFields: ReadonlySet<string>;
  /** Those that the body may assign to, also by their address. */
  readonly changedFields: ReadonlySet<string>;
  /** Whether it calls what a field holds: `ring->ops->start(ring)`. */
  readonly callsThroughField: boolean;
  readonly hasSyntaxError: boolean;
  /**
   * Struct fields that the body fills with what a call returned, or whose address it gives to a call, by field
   * name, with the names of those calls. Locals in between are followed; this is how the cone finds DMA values.
   */
  readonly filledFields: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface ParameterDeclaration {
  readonly name: string | undefined;
  readonly type: CType;
}

export interface GlobalDeclaration {
  readonly name: string;
  readonly type: CType;
  readonly isStatic: boolean;
  readonly isConst: boolean;
  readonly at: Span;
  /** Functions named in its initializer by field: an ops table. */
  readonly functionFields: ReadonlyMap<string, string>;
}

export type ContextKind = 'process' | 'softirq' | 'hardirq' | 'atomic' | 'unknown';

/** Something that makes the kernel call a function of this file. */
export interface Registration {
  readonly functionName: string;
  /** `ops-table .ndo_start_xmit of net_device_ops`, `request_irq`, `EXPORT_SYMBOL`, … */
  readonly how: string;
  readonly context: ContextKind;
  /** What a call ties it to: `work` of `INIT_WORK(&dev->work, handler)`. */
  readonly item?: string;
}
