import { readFileSync } from 'node:fs';
import { filesUnder } from './files.js';

export interface CaseFile {
  readonly path: string;
  readonly text: string;
}

/** Our own driver code, right and wrong: the cases of every rule, the idioms, the constructs, and the sample driver. */
export const caseFiles: readonly CaseFile[] = [
  'server/analysis/rules',
  'test/idioms',
  'test/c-constructs',
  'test/samples',
]
  .flatMap((folder) => filesUnder(folder, '.c'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
