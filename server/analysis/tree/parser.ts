import { Language, Parser } from 'web-tree-sitter';
import type { SyntaxNode } from './read.js';

export interface ParserWasm {
  /** `web-tree-sitter.wasm`. */
  readonly runtimeWasm: Uint8Array;
  /** `tree-sitter-c.wasm`. */
  readonly grammarWasm: Uint8Array;
}

/** Parses masked text. One per thread; it owns memory of the WebAssembly heap until `delete`. */
export interface CParser {
  parse(text: string): ParsedTree;
  delete(): void;
}

/** Owned by whoever asked for it, who must `delete` it: the WebAssembly heap never shrinks by itself. */
export interface ParsedTree {
  readonly root: SyntaxNode;
  delete(): void;
}

export async function createParser({ runtimeWasm, grammarWasm }: ParserWasm): Promise<CParser> {
  await Parser.init({ wasmBinary: runtimeWasm.slice().buffer });
  const language = await Language.load(grammarWasm);
  const parser = new Parser();
  parser.setLanguage(language);
  return {
    parse(text) {
      // A parse that was given up halfway would be resumed by the next one, with the old text.
      parser.reset();
      const tree = parser.parse(text);
      if (tree === null) {
        throw new Error('tree-sitter gave no tree although nothing could cancel it');
      }
      return { root: tree.rootNode, delete: () => tree.delete() };
    },
    delete: () => parser.delete(),
  };
}
