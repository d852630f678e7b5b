import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The Markdown page of a rule; `undefined` when it is not installed. */
export function readRulePage(id: string): string | undefined {
  const path = rulePagePath(id);
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}

/** Where an editor's link goes. */
export function rulePageUri(id: string): string | undefined {
  const path = rulePagePath(id);
  return path === undefined ? undefined : pathToFileURL(path).href;
}

/** Beside the bundle; compiled file by file, in the source tree. */
function rulePagePath(id: string): string | undefined {
  // An id is the path of its page; anything else must not become one.
  if (!/^[a-z]+\/[a-z0-9-]+$/.test(id)) {
    return undefined;
  }
  return ['./rules', '../../../server/analysis/rules', '../analysis/rules']
    .map((folder) => fileURLToPath(new URL(`${folder}/${id}.md`, import.meta.url)))
    .find((path) => existsSync(path));
}
