import { type ApiFunction, familyReleased } from '../api/api-function.js';
import type { DoneElsewhere } from '../exec/context.js';
import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';

/** Functions under the names they have for each other. */
type FileFunctions = ReadonlyMap<string, FunctionDeclaration>;

/**
 * What a function of another file of the module can do, with all that it mentions in the module: what is behind the
 * kernel's functions is none of the driver's fields. `undefined` where no file defines it, or where it calls what a field
 * holds.
 */
export function doneElsewhere(
  index: FileIndex,
  rowOf: (name: string) => ApiFunction | undefined,
): (name: string) => DoneElsewhere | undefined {
  const files = [index, ...index.others].map(({ functions }) => functions);
  const fileOf = (name: string): FileFunctions | undefined =>
    files.find((functions) => functions.get(name)?.isStatic === false) ?? index.functionsAside(name);
  const releases = (word: string): boolean => {
    const row = rowOf(word);
    return row !== undefined && familyReleased(row) !== undefined;
  };
  const find = (name: string): DoneElsewhere | undefined => {
    const fields = new Set<string>();
    let mayRelease = false;
    const seen = new Set<FunctionDeclaration>();
    const work = [{ name, within: fileOf(name) }];
    // An array visits what is added to it while it is walked.
    for (const it of work) {
      const declaration = it.within?.get(it.name);
      if (declaration === undefined || seen.has(declaration)) continue;
      if (declaration.callsThroughField) return undefined;
      seen.add(declaration);
      for (const field of declaration.mentionedFields) fields.add(field);
      for (const word of declaration.mentions) {
        mayRelease ||= releases(word);
        const macro = index.macros.get(word);
        for (const [, field = ''] of macro?.body.matchAll(fieldOfMacro) ?? []) fields.add(field);
        work.push({ name: word, within: it.within?.has(word) === true ? it.within : fileOf(word) });
      }
    }
    return seen.size === 0 ? undefined : { fields, mayRelease };
  };
  const known = new Map<string, DoneElsewhere | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, find(name));
    return known.get(name);
  };
}

const fieldOfMacro = /(?:->|\.)\s*(\w+)/g;
