import type { Span } from '../base/span.js';
import type { MaskedText } from '../text/masked-text.js';
import type { FileMacro } from '../text/side-table.js';
import { nodeKinds } from '../tree/node-kinds.js';
import { childByField, type SyntaxNode } from '../tree/read.js';
import { type CType, unknownType } from './c-type.js';
import { declare, declarators, hasSpecifier, typeOfSpecifier } from './declarators.js';
import type { FunctionDeclaration, GlobalDeclaration } from './file-index.js';

/** Variables at file scope, also those a macro defines. */
export function readGlobals(
  items: readonly SyntaxNode[],
  masked: MaskedText,
  functions: ReadonlyMap<string, FunctionDeclaration>,
): ReadonlyMap<string, GlobalDeclaration> {
  const globals = new Map<string, GlobalDeclaration>();
  for (const item of items) {
    if (item.type === nodeKinds.declaration) {
      for (const global of readDeclaration(item, masked, functions)) {
        globals.set(global.name, global);
      }
    }
  }
  for (const entry of masked.side.entries) {
    const global = entry.kind === 'file-macro' ? globalOfMacro(entry) : undefined;
    if (global !== undefined) {
      globals.set(global.name, global);
    }
  }
  return globals;
}

function readDeclaration(
  item: SyntaxNode,
  masked: MaskedText,
  functions: ReadonlyMap<string, FunctionDeclaration>,
): readonly GlobalDeclaration[] {
  const specifier = childByField(item, 'type');
  const base = specifier === undefined ? unknownType : typeOfSpecifier(specifier);
  const isStatic = hasSpecifier(item, 'static');
  const isConst = hasSpecifier(item, 'const');
  const found: GlobalDeclaration[] = [];
  for (const { declarator, value } of declarators(item)) {
    const { name, type } = declare(base, declarator);
    if (name === undefined || type.kind === 'function') {
      continue;
    }
    const at = { start: item.startIndex, end: item.endIndex };
    const valueAt = value === undefined ? undefined : { start: value.startIndex, end: value.endIndex };
    const functionFields = valueAt === undefined ? new Map<string, string>() : fieldsOf(valueAt, masked, functions);
    found.push({ name, type, isStatic, isConst, at, functionFields });
  }
  return found;
}

/** `.field = name` and `.field = &name`, where the name is a function of this file. */
function fieldsOf(
  at: Span,
  { tokens }: MaskedText,
  functions: ReadonlyMap<string, FunctionDeclaration>,
): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const end = tokens.firstFrom(at.end);
  for (let token = tokens.firstFrom(at.start); token < end; token += 1) {
    if (!tokens.is(token, '.') || !tokens.is(token + 2, '=')) {
      continue;
    }
    const value = tokens.is(token + 3, '&') ? token + 4 : token + 3;
    if (functions.has(tokens.text(value)) && !tokens.is(value + 1, '(')) {
      fields.set(tokens.text(token + 1), tokens.text(value));
    }
  }
  return fields;
}

// Macros that define a variable, with the place of its name among the arguments (Linux 6.12 headers).
const definingMacros: ReadonlyMap<string, { readonly nameIndex: number; readonly type: CType }> = new Map([
  ['DEFINE_SPINLOCK', { nameIndex: 0, type: { kind: 'named', name: 'spinlock_t' } }],
  ['DEFINE_RAW_SPINLOCK', { nameIndex: 0, type: { kind: 'named', name: 'raw_spinlock_t' } }],
  ['DEFINE_RWLOCK', { nameIndex: 0, type: { kind: 'named', name: 'rwlock_t' } }],
  ['DEFINE_MUTEX', { nameIndex: 0, type: { kind: 'struct', tag: 'mutex' } }],
  ['DECLARE_RWSEM', { nameIndex: 0, type: { kind: 'struct', tag: 'rw_semaphore' } }],
  ['DEFINE_SEMAPHORE', { nameIndex: 0, type: { kind: 'struct', tag: 'semaphore' } }],
  ['LIST_HEAD', { nameIndex: 0, type: { kind: 'struct', tag: 'list_head' } }],
  ['DECLARE_WAIT_QUEUE_HEAD', { nameIndex: 0, type: { kind: 'named', name: 'wait_queue_head_t' } }],
  ['DECLARE_COMPLETION', { nameIndex: 0, type: { kind: 'struct', tag: 'completion' } }],
  ['DEFINE_IDA', { nameIndex: 0, type: { kind: 'struct', tag: 'ida' } }],
  ['DEFINE_IDR', { nameIndex: 0, type: { kind: 'struct', tag: 'idr' } }],
  ['DEFINE_XARRAY', { nameIndex: 0, type: { kind: 'struct', tag: 'xarray' } }],
  ['DECLARE_WORK', { nameIndex: 0, type: { kind: 'struct', tag: 'work_struct' } }],
  ['DECLARE_DELAYED_WORK', { nameIndex: 0, type: { kind: 'struct', tag: 'delayed_work' } }],
  ['DEFINE_TIMER', { nameIndex: 0, type: { kind: 'struct', tag: 'timer_list' } }],
  ['DECLARE_TASKLET', { nameIndex: 0, type: { kind: 'struct', tag: 'tasklet_struct' } }],
  ['DEFINE_PER_CPU', { nameIndex: 1, type: unknownType }],
] satisfies readonly (readonly [string, { readonly nameIndex: number; readonly type: CType }])[]);

function globalOfMacro(entry: FileMacro): GlobalDeclaration | undefined {
  const defining = definingMacros.get(entry.name);
  const name = defining === undefined ? undefined : entry.arguments[defining.nameIndex];
  if (defining === undefined || name === undefined) {
    return undefined;
  }
  return {
    name,
    type: defining.type,
    isStatic: entry.isStatic,
    isConst: false,
    at: entry.at,
    functionFields: new Map(),
  };
}
