import { type FileIndex, functionNamed } from '../index/file-index.js';

/**
 * What a function of the file, or an inline one of its headers, can change without being followed: every field whose
 * name occurs in it or in a function it mentions. `undefined` for functions of other files: they go on to more of them.
 */
export function touchedFields(index: FileIndex): (name: string) => ReadonlySet<string> | undefined {
  const known = new Map<string, ReadonlySet<string>>();
  return (name) => {
    if (functionNamed(index, name)?.isInline !== true && !index.functions.has(name)) return undefined;
    const before = known.get(name);
    if (before !== undefined) return before;
    const fields = new Set<string>();
    // A set visits what is added to it while it is walked.
    const functions = new Set([name]);
    for (const it of functions) {
      const declaration = functionNamed(index, it);
      for (const field of declaration?.mentionedFields ?? []) fields.add(field);
      for (const mentioned of declaration?.mentions ?? [])
        if (functionNamed(index, mentioned) !== undefined) functions.add(mentioned);
    }
    known.set(name, fields);
    return fields;
  };
}
