import { noOtherFiles } from '../../server/analysis/module/module-files.js';
import { Modules } from '../../server/analysis/module/module.js';
import type { ParsedFile } from '../../server/analysis/module/parsed-file.js';
import { testParser } from './parser.js';

/** A text that is its own module. */
export async function parseAlone(text: string): Promise<ParsedFile> {
  return new Modules(await testParser(), noOtherFiles).parse({ path: 'driver.c', text });
}
