import { oncePer } from '../base/once-per.js';
import type { CType } from './c-type.js';
import type { FileIndex, FunctionDeclaration, MacroDeclaration } from './file-index.js';

/**
 * The functions that matter: those that call the API, those that touch fields the API filled, their callers up to
 * entry points, and the callees they hand pointers to. Everything else is never lowered.
 */
export function dmaCone(index: FileIndex, isApiName: (name: string) => boolean): ReadonlySet<string> {
  const isApi = withMacros(index, isApiName);
  const callers = new Set<string>();
  for (const { name, mentions } of index.functions.values()) {
    if (some(mentions, isApi)) {
      callers.add(name);
    }
  }
  const fields = dmaFields(index, isApi);
  for (const field of fieldsReaching(index, (name) => callers.has(name) || isApi(name))) fields.add(field);
  const cone = new Set(callers);
  for (const { name, mentionedFields } of index.functions.values()) {
    if (some(mentionedFields, (word) => fields.has(word))) {
      cone.add(name);
    }
  }
  addCallees(index, callers, cone);
  addCallers(index, cone);
  return cone;
}

function some(words: ReadonlySet<string>, holds: (word: string) => boolean): boolean {
  for (const word of words) {
    if (holds(word)) {
      return true;
    }
  }
  return false;
}

/** A macro of the file that mentions the API is the API by another name. */
function withMacros(index: FileIndex, isApiName: (name: string) => boolean): (name: string) => boolean {
  const aliases = new Set<string>();
  for (let before = -1; before < aliases.size; ) {
    before = aliases.size;
    for (const macro of index.macros.values()) {
      const { name } = macro;
      const words = aliases.has(name) ? [] : wordsOf(macro);
      if (words.some((word) => isApiName(word) || aliases.has(word))) {
        aliases.add(name);
      }
    }
  }
  return (name) => isApiName(name) || aliases.has(name);
}

/** Every file that includes its header asks again. */
const wordsOf = oncePer(({ body }: MacroDeclaration): readonly string[] => body.match(/[A-Za-z_]\w*/g) ?? []);

/** Fields filled by a call of the API, or by a function of the file that calls it and gives its result back. */
function dmaFields(index: FileIndex, isApi: (name: string) => boolean): Set<string> {
  const wrappers = new Set<string>();
  for (const { name, mentions, returns } of index.functions.values()) {
    if (carriesAddress(returns) && some(mentions, isApi)) {
      wrappers.add(name);
    }
  }
  const fields = new Set<string>();
  for (const { filledFields } of index.functions.values()) {
    for (const [field, calls] of filledFields) {
      if (some(calls, (call) => isApi(call) || wrappers.has(call))) {
        fields.add(field);
      }
    }
  }
  return fields;
}

/** Fields that a function which calls the API is called through. */
function fieldsReaching(index: FileIndex, isCaller: (name: string) => boolean): readonly string[] {
  const reaching = [...index.functionTargets].filter(([, target]) => isCaller(target));
  return reaching.map(([place]) => place.slice(place.lastIndexOf('.') + 1));
}

/** Directly called functions that get something they could read or write DMA memory through. */
function addCallees(index: FileIndex, from: ReadonlySet<string>, cone: Set<string>): void {
  for (const name of from) {
    for (const word of index.functions.get(name)?.mentions ?? []) {
      const callee = index.functions.get(word);
      if (callee !== undefined && canReachMemory(callee)) {
        cone.add(word);
      }
    }
  }
}

function canReachMemory({ parameters, returns }: FunctionDeclaration): boolean {
  return carriesAddress(returns) || parameters.some(({ type }) => carriesAddress(type));
}

function carriesAddress(type: CType): boolean {
  return (
    type.kind === 'pointer' ||
    type.kind === 'array' ||
    type.kind === 'unknown' ||
    (type.kind === 'named' && type.name === 'dma_addr_t')
  );
}

function addCallers(index: FileIndex, cone: Set<string>): void {
  const callersOf = new Map<string, string[]>();
  for (const { name, mentions } of index.functions.values()) {
    for (const word of mentions) {
      if (index.functions.has(word)) {
        const list = callersOf.get(word) ?? [];
        list.push(name);
        callersOf.set(word, list);
      }
    }
  }
  // A set visits what is added to it while it is walked.
  for (const name of cone) {
    for (const caller of callersOf.get(name) ?? []) {
      cone.add(caller);
    }
  }
}
