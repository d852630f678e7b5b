import { type FunctionField, valuesOf } from '../index/function-targets.js';
import type { AsideFile } from './aside-files.js';
import { type DeclaredFile, outsideName } from './declared-file.js';
import type { Header } from './headers.js';

/** A field of a struct in a header of the module, and the one function that its files put there. */
export interface ModuleTarget extends FunctionField {
  readonly from: DeclaredFile;
  /** As other files know it. */
  readonly outsideName: string;
}

/**
 * What calls through fields of structs reach that the headers of a module declare, as far as these files tell. Those
 * that stand aside are asked afterwards, and only if there is something to ask.
 */
export function moduleTargets(files: readonly DeclaredFile[]): readonly ModuleTarget[] {
  const headers = [...new Set(files.flatMap((it) => it.headers))];
  if (files.length < 2 || headers.length === 0 || files.some((it) => it.isExporting)) return [];
  const structs = declarationsOf(headers, files);
  return headers.flatMap(({ functionFields }) =>
    functionFields.flatMap((place) => {
      const target = structs.get(place.tag) === 1 ? targetOf(place, headers, files, structs) : undefined;
      return target === undefined ? [] : target;
    }),
  );
}

/** Those that the files aside fill with nothing. */
export function withoutFilled(targets: readonly ModuleTarget[], asides: readonly AsideFile[]): readonly ModuleTarget[] {
  if (asides.some((it) => it.isExporting)) return [];
  const all = { has: () => true };
  return targets.filter((target) =>
    asides.every(({ fills }) => !fills.byPlace.has(target.tag) && valuesOf(target, fills, all).length === 0),
  );
}

/** How many structs of each tag the module has: of two with one name nobody here says which is meant. */
function declarationsOf(headers: readonly Header[], files: readonly DeclaredFile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { structs } of [...headers.map((it) => it.index), ...files.map((it) => it.own)]) {
    for (const tag of structs.keys()) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return counts;
}

function targetOf(
  place: FunctionField,
  headers: readonly Header[],
  files: readonly DeclaredFile[],
  structs: ReadonlyMap<string, number>,
): ModuleTarget | undefined {
  const isOpen = headers.some(
    ({ fills }) => fills.byPlace.has(place.tag) || valuesOf(place, fills, structs).length > 0,
  );
  if (isOpen) return undefined;
  let found: ModuleTarget | undefined;
  for (const from of files) {
    if (from.fills.byPlace.has(place.tag)) return undefined;
    for (const value of valuesOf(place, from.fills, structs)) {
      const owner = from.own.functions.has(value)
        ? from
        : files.find((it) => it.own.functions.get(value)?.isStatic === false);
      if (owner === undefined) return undefined;
      const name = outsideName(owner.file.path, owner.own)(value);
      if (found !== undefined && found.outsideName !== name) return undefined;
      found = { ...place, from: owner, outsideName: name };
    }
  }
  return found;
}
