import type { MaskedText } from '../text/masked-text.js';
import type { FunctionDeclaration, Registration, StructDeclaration } from './file-index.js';
import type { CType } from './c-type.js';

/**
 * What a call through a function pointer reaches, by `tag.field`: where a struct of this file has such a field, and all
 * the file ever puts there is one function of its own. Nobody outside can put another there: the struct is unknown to
 * them. NULL may be there as well, but nothing is called through NULL.
 */
export function readFunctionTargets(
  masked: MaskedText,
  declared: {
    readonly structs: ReadonlyMap<string, StructDeclaration>;
    readonly typedefs: ReadonlyMap<string, CType>;
    readonly functions: ReadonlyMap<string, FunctionDeclaration>;
    readonly registrations: readonly Registration[];
  },
): ReadonlyMap<string, string> {
  const tagOf = functionFields(declared);
  const reached = new Map<string, Set<string>>();
  if (tagOf.size > 0) {
    const { tokens } = masked;
    const wanted = tokens.texts.map((text) => tagOf.has(text));
    for (let at = 1; at < tokens.count; at += 1) {
      if (wanted[tokens.textId(at)] !== true || !isAssigned(masked, at)) continue;
      const name = tokens.text(at);
      reached.set(name, (reached.get(name) ?? new Set()).add(assignedName(masked, at)));
    }
  }
  const targets = new Map<string, string>();
  for (const [field, names] of reached) {
    const [name, other] = [...names].filter((it) => it !== 'NULL');
    const tag = tagOf.get(field);
    if (name === undefined || other !== undefined || tag === undefined || !declared.functions.has(name)) continue;
    if (!isFilledByPlace(declared.registrations, tag)) targets.set(`${tag}.${field}`, name);
  }
  return targets;
}

/** The fields that hold functions, with the one struct of the file that has a field of this name. */
function functionFields({
  structs,
  typedefs,
}: {
  readonly structs: ReadonlyMap<string, StructDeclaration>;
  readonly typedefs: ReadonlyMap<string, CType>;
}): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const { tag, fields } of structs.values()) {
    for (const { name, type } of fields) {
      if (name === undefined || !holdsFunction(type, typedefs)) continue;
      if (tags.has(name)) ambiguous.add(name);
      tags.set(name, tag);
    }
  }
  for (const name of ambiguous) tags.delete(name);
  return tags;
}

function holdsFunction(type: CType, typedefs: ReadonlyMap<string, CType>): boolean {
  const meant = type.kind === 'named' ? typedefs.get(type.name) : type;
  if (meant?.kind !== 'pointer') return false;
  return (
    meant.to.kind === 'function' || (meant.to.kind === 'named' && typedefs.get(meant.to.name)?.kind === 'function')
  );
}

const isAssigned = ({ tokens }: MaskedText, at: number): boolean =>
  (tokens.is(at - 1, '.') || tokens.is(at - 1, '->')) && tokens.is(at + 1, '=');

/** The name alone that stands right of `=`; anything else stands for what nobody knows. */
function assignedName({ tokens }: MaskedText, field: number): string {
  const at = tokens.is(field + 2, '&') ? field + 3 : field + 2;
  const isAlone = tokens.is(at + 1, ',') || tokens.is(at + 1, ';') || tokens.is(at + 1, '}');
  return isAlone ? tokens.text(at) : '';
}

/** `= { map_it, unmap_it }` and the old `map: map_it` name no field that `isAssigned` would see. */
const isFilledByPlace = (registrations: readonly Registration[], tag: string): boolean =>
  registrations.some(({ how }) => how === `ops-table of ${tag}`);
