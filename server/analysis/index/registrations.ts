import type { MaskedText } from '../text/masked-text.js';
import type { FileMacro } from '../text/side-table.js';
import { contextOfField, registrars } from './callback-contexts.js';
import type { ContextKind, Registration } from './file-index.js';
import { machineTraits } from './machines.js';
import { tableTag } from './table-tag.js';

/** Names of functions, whatever else is known of them. */
interface Named {
  has(name: string): boolean;
}

/** Everything in this file that hands one of the functions to the kernel: a name that is mentioned without being called. */
export function readRegistrations(masked: MaskedText, functions: Named): readonly Registration[] {
  const { tokens } = masked;
  const wanted = tokens.texts.map((text) => functions.has(text));
  const found = new Map<string, Registration>();
  const add = (registration: Registration): void => {
    const key = `${registration.functionName} ${registration.how} ${registration.item ?? ''}`;
    if (!found.has(key)) {
      found.set(key, registration);
    }
  };

  for (let at = 0; at < tokens.count; at += 1) {
    if (wanted[tokens.textId(at)] === true && !isCallOrMember(masked, at)) {
      const registration = registrationAt(masked, at);
      if (registration !== undefined) {
        add(registration);
      }
    }
  }
  for (const entry of masked.side.entries) {
    if (entry.kind === 'file-macro') {
      for (const functionName of functionsNamedBy(entry, functions)) {
        add({ functionName, how: entry.name, context: contextOfMacro(entry.name) });
      }
    }
  }
  return [...found.values()];
}

function isCallOrMember({ tokens }: MaskedText, at: number): boolean {
  return tokens.is(at + 1, '(') || tokens.is(at - 1, '.') || tokens.is(at - 1, '->');
}

function registrationAt(masked: MaskedText, at: number): Registration | undefined {
  const { tokens, structure } = masked;
  const functionName = tokens.text(at);
  const before = tokens.is(at - 1, '&') ? at - 2 : at - 1;
  if (tokens.is(before, '=')) {
    const isElement = tokens.is(before - 1, ']');
    const field = tokens.text(isElement ? structure.partner(before - 1) - 1 : before - 1);
    const isDesignator = tokens.is(before - 2, '.') && structure.scopeOf(at) === 'initializer';
    const table = isDesignator ? tableTag(masked, at) : undefined;
    const how = isDesignator
      ? `ops-table .${field}${table === undefined ? '' : ` of ${table}`}`
      : `assigned to ${field}`;
    const context = table === undefined ? assignedContext(masked, field) : contextOfField(field, table, tokens.texts);
    return { functionName, how, context };
  }
  if (structure.scopeOf(at) === 'file') {
    // A file macro, which the side table describes better, or a declaration.
    return undefined;
  }
  const open = structure.enclosing(at);
  if (tokens.is(open, '(') && tokens.isWord(open - 1)) {
    const callee = tokens.text(open - 1);
    const context = registrars.get(callee)?.get(argumentNumber(masked, open, at)) ?? contextOfMacro(callee);
    const item = tokens.is(before, ',') ? memberBefore(masked, before) : undefined;
    return { functionName, how: callee, context, ...(item === undefined ? {} : { item }) };
  }
  if (structure.scopeOf(at) === 'initializer') {
    const table = tableTag(masked, at);
    return {
      functionName,
      how: `ops-table${table === undefined ? '' : ` of ${table}`}`,
      context: contextOfField('', table, tokens.texts),
    };
  }
  return structure.scopeOf(at) === 'block' && !tokens.is(at + 1, ')')
    ? { functionName, how: 'mentioned', context: 'unknown' }
    : undefined;
}

/** Of a function that is assigned to a field of an object. */
function assignedContext({ original, tokens }: MaskedText, field: string): ContextKind {
  const context = contextOfField(field, undefined, tokens.texts);
  // Whether a driver is a client of such an engine, its device tree decides; then nothing is known.
  const isOfEngine = context === 'softirq' && (field === 'callback' || field === 'callback_result');
  return isOfEngine && machineTraits(original).has('threaded-dma-callbacks') ? 'unknown' : context;
}

/** The last member that the argument before a comma names, past the number of an element. A variable is no such name. */
function memberBefore({ tokens, structure }: MaskedText, comma: number): string | undefined {
  const last = tokens.is(comma - 1, ']') ? structure.partner(comma - 1) - 1 : comma - 1;
  return tokens.is(last - 1, '.') || tokens.is(last - 1, '->') ? tokens.text(last) : undefined;
}

function argumentNumber({ tokens, structure }: MaskedText, open: number, at: number): number {
  let number = 0;
  for (let token = open + 1; token < at; token += 1) {
    number += tokens.is(token, ',') ? 1 : 0;
    token = Math.max(token, structure.partner(token));
  }
  return number;
}

/** What attribute macros paste to their name: `DEVICE_ATTR_RW(mode)` names `mode_show` and `mode_store`. */
const pastedSuffixes = ['', '_show', '_store', '_read', '_write', '_open', '_get', '_set', '_fops'];

function functionsNamedBy(entry: FileMacro, functions: Named): readonly string[] {
  const words = entry.arguments.flatMap((argument) => argument.match(/[A-Za-z_]\w*/g) ?? []);
  return words.flatMap((word) => pastedSuffixes.map((suffix) => word + suffix).filter((name) => functions.has(name)));
}

function contextOfMacro(name: string): ContextKind {
  if (/^(?:DECLARE_TASKLET|DEFINE_TIMER)/.test(name)) {
    return 'softirq';
  }
  return /PM_OPS|ATTR|WORK|SHOW|_FOPS|_initcall|_param|^module_|^MODULE_|^devm_.*action/.test(name)
    ? 'process'
    : 'unknown';
}
