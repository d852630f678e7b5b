import type { CType } from './c-type.js';
import type { FunctionDeclaration, StructDeclaration } from './file-index.js';
import type { FunctionFills } from './function-fills.js';

/** The parts of an index that say which fields hold functions. */
export interface DeclaredTypes {
  readonly structs: ReadonlyMap<string, StructDeclaration>;
  readonly typedefs: ReadonlyMap<string, CType>;
}

/**
 * What a call through a function pointer reaches, by `tag.field`: where a struct of this file has such a field, and all
 * the file ever puts there is one function of its own. Nobody outside can put another there: the struct is unknown to
 * them. NULL may be there as well, but nothing is called through NULL.
 */
export function readFunctionTargets(
  read: FunctionFills,
  declared: DeclaredTypes & { readonly functions: ReadonlyMap<string, FunctionDeclaration> },
): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const { tag, field } of functionFields(declared)) {
    if (read.byPlace.has(tag)) continue;
    const [value, other] = valuesOf({ tag, field }, read, declared.structs);
    if (value !== undefined && other === undefined && declared.functions.has(value)) {
      targets.set(`${tag}.${field}`, value);
    }
  }
  return targets;
}

/** A field that holds a function. */
export interface FunctionField {
  readonly tag: string;
  readonly field: string;
}

export function functionFields({ structs, typedefs }: DeclaredTypes): readonly FunctionField[] {
  return [...structs.values()].flatMap(({ tag, fields }) =>
    fields.flatMap(({ name, type }) =>
      name !== undefined && holdsFunction(type, typedefs) ? [{ tag, field: name }] : [],
    ),
  );
}

function holdsFunction(type: CType, typedefs: ReadonlyMap<string, CType>): boolean {
  const meant = type.kind === 'named' ? typedefs.get(type.name) : type;
  if (meant?.kind !== 'pointer') return false;
  return (
    meant.to.kind === 'function' || (meant.to.kind === 'named' && typedefs.get(meant.to.name)?.kind === 'function')
  );
}

/**
 * All that may be put into a field but NULL, each once. A table says of which struct it is: what it puts there is put
 * nowhere else, and a struct that the driver does not declare has no part that it does. A statement names the field
 * alone, which may be that of any struct.
 */
export function valuesOf(
  { tag, field }: FunctionField,
  { fills }: FunctionFills,
  structs: { has(tag: string): boolean },
): readonly string[] {
  const isMeant = ({ table, isInner }: FunctionFills['fills'][number]): boolean =>
    table === undefined || (structs.has(table) && (isInner || table === tag));
  const values = fills.filter((it) => it.field === field && it.value !== 'NULL' && isMeant(it)).map((it) => it.value);
  return [...new Set(values)];
}
