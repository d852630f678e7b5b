import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type CParser, createParser } from '../../server/analysis/tree/parser.js';

const resolve = createRequire(import.meta.url).resolve;

let loading: Promise<CParser> | undefined;

/** The one parser of a test process. Tests delete the trees they ask for, never the parser. */
export function testParser(): Promise<CParser> {
  loading ??= createParser({
    runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: readFileSync(resolve('tree-sitter-c/tree-sitter-c.wasm')),
  });
  return loading;
}
