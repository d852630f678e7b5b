import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface WasmFiles {
  /** `web-tree-sitter.wasm`. */
  readonly runtimeWasm: Uint8Array;
  /** `tree-sitter-c.wasm`. */
  readonly grammarWasm: Uint8Array;
}

/** Both modules, from beside the bundle, or from the packages they come in when there is none. */
export function readWasmFiles(): WasmFiles {
  return {
    runtimeWasm: readWasm('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm'),
    grammarWasm: readWasm('tree-sitter-c.wasm', 'tree-sitter-c/tree-sitter-c.wasm'),
  };
}

function readWasm(name: string, inPackage: string): Uint8Array {
  const beside = fileURLToPath(new URL(name, import.meta.url));
  if (existsSync(beside)) {
    return readFileSync(beside);
  }
  try {
    return readFileSync(createRequire(import.meta.url).resolve(inPackage));
  } catch {
    throw new Error(`${name} is missing beside the program; the installation is not complete`);
  }
}
