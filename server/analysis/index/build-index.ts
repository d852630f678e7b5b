import type { MaskedText } from '../text/masked-text.js';
import { type SyntaxNode, topLevelItems } from '../tree/read.js';
import { readEnumerators } from './enumerators.js';
import type { FileIndex } from './file-index.js';
import { noFills, readFunctionFills } from './function-fills.js';
import { functionFields, readFunctionTargets } from './function-targets.js';
import { readFunctions } from './functions.js';
import { readGlobals } from './globals.js';
import { readMacros } from './macros.js';
import { readRegistrations } from './registrations.js';
import { readStructs } from './structs.js';
import { readTypedefs } from './typedefs.js';

/** Everything declared in one file. The result is plain data; the tree may be deleted afterwards. */
export function buildIndex(root: SyntaxNode, masked: MaskedText): FileIndex {
  const items = topLevelItems(root);
  const macros = readMacros(masked.macros);
  const enumerators = readEnumerators(root, masked, macros);
  const functions = readFunctions(items, masked);
  const structs = readStructs(root, masked, { macros, enumerators });
  const typedefs = readTypedefs(items);
  const registrations = readRegistrations(masked, functions);
  const fields = new Set(functionFields({ structs, typedefs }).map((it) => it.field));
  const fills = fields.size === 0 ? noFills : readFunctionFills(masked, fields);
  return {
    structs,
    kernelStructs: new Map(),
    typedefs,
    enumerators,
    macros,
    functions,
    externals: new Map(),
    others: [],
    isNamedAside: () => false,
    functionsAside: () => undefined,
    isNamedInHeader: () => false,
    globals: readGlobals(items, masked, functions),
    registrations,
    functionTargets: readFunctionTargets(fills, { structs, typedefs, functions }),
  };
}
