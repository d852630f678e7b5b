import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Files below a folder whose names end so, as paths from the root of the repository, in a stable order. */
export function filesUnder(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .toSorted();
}
