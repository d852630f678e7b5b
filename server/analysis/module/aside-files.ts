import type { FunctionDeclaration, Registration } from '../index/file-index.js';
import { type FunctionFills, noFills, readFunctionFills } from '../index/function-fills.js';
import { readFunctions } from '../index/functions.js';
import { readRegistrations } from '../index/registrations.js';
import type { MaskedText } from '../text/masked-text.js';
import { prepareText } from '../text/prepare.js';
import { exportsSomething } from './exports.js';
import type { SourceFile } from './source-file.js';

/**
 * What a file of the module that names no DMA says of those that do. It is not parsed: tables and what is handed to the
 * kernel stand in its tokens.
 */
export interface AsideFile {
  readonly registers: readonly Registration[];
  readonly fills: FunctionFills;
  readonly isExporting: boolean;
}

/** What the others want to know. */
export interface Wanted {
  /** Functions they have for others. */
  readonly functions: ReadonlySet<string>;
  /** Fields that may hold one of their functions, and the structs they are in. */
  readonly fields: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
}

interface Known {
  readonly text: string;
  /** Names in front of a parenthesis. */
  readonly called: ReadonlySet<string>;
  /** Names that a line begins with, or its types do, in front of a parenthesis: functions are defined or declared there. */
  readonly defined: ReadonlySet<string>;
  /** Names that stand where a function is handed on and not called. */
  readonly handed: ReadonlySet<string>;
  /** Names right of a dot or an arrow and left of `=`. */
  readonly filled: ReadonlySet<string>;
  /** Structs that have a value. */
  readonly tables: ReadonlySet<string>;
  readonly isExporting: boolean;
  masked: MaskedText | undefined;
  /** Without what only a tree tells of them. */
  functions: ReadonlyMap<string, FunctionDeclaration> | undefined;
}

/** Files that name no DMA, each looked through once as long as its text stays. */
export class AsideFiles {
  #known: ReadonlyMap<string, Known> = new Map();

  /** Must come before the other questions. */
  lookThrough(files: readonly SourceFile[]): void {
    this.#known = new Map(files.map((file) => [file.path, this.#look(file)]));
  }

  /** Whether one of the files has a word. */
  mention(files: readonly SourceFile[], word: string): boolean {
    const sought = new RegExp(`\\b${word}\\b`);
    return files.some(({ text }) => text.includes(word) && sought.test(text));
  }

  /** The functions of the file that defines one for the others. */
  functionsBeside(files: readonly SourceFile[], name: string): ReadonlyMap<string, FunctionDeclaration> | undefined {
    for (const { path } of files) {
      const known = this.#known.get(path);
      if (known === undefined || !known.defined.has(name)) continue;
      known.functions ??= readFunctions([], prepareText(known.text));
      if (known.functions.get(name)?.isStatic === false) return known.functions;
    }
    return undefined;
  }

  calls(path: string, functions: ReadonlySet<string>): boolean {
    return isSharing(this.#known.get(path)?.called ?? none, functions);
  }

  read(files: readonly SourceFile[], wanted: Wanted): readonly AsideFile[] {
    return files.flatMap(({ path }) => {
      const known = this.#known.get(path);
      return known === undefined ? [] : readAside(known, wanted);
    });
  }

  #look({ path, text }: SourceFile): Known {
    const known = this.#known.get(path);
    if (known?.text === text) return known;
    return {
      text,
      called: namesIn(text, calledName),
      defined: namesIn(text, definedName),
      handed: namesIn(text, handedOn),
      filled: namesIn(text, assigned),
      tables: namesIn(text, table),
      isExporting: exportsSomething(text),
      masked: undefined,
      functions: undefined,
    };
  }
}

const none: ReadonlySet<string> = new Set();

const calledName = /\b([A-Za-z_]\w*)\s*\(/g;
const definedName = /^[A-Za-z_](?:[\w \t*]*[ \t*])?(\w+)[ \t]*\(/gm;
const handedOn = /[=,&({]\s*&?([A-Za-z_]\w*)\s*(?=[,;})])/g;
const table = /\bstruct\s+(\w+)\s+\w+\s*(?:\[[^\]]*\]\s*)?=/g;
const assigned = /(?:\.|->)\s*(\w+)\s*=(?!=)/g;

const namesIn = (text: string, where: RegExp): ReadonlySet<string> =>
  new Set([...text.matchAll(where)].map(([, name = '']) => name));

function readAside(known: Known, { functions, fields, tags }: Wanted): AsideFile {
  const isAsked =
    isSharing(known.handed, functions) || isSharing(known.filled, fields) || isSharing(known.tables, tags);
  if (!isAsked) return { registers: [], fills: noFills, isExporting: known.isExporting };
  known.masked ??= prepareText(known.text);
  return {
    registers: readRegistrations(known.masked, functions),
    fills: fields.size === 0 ? noFills : readFunctionFills(known.masked, fields),
    isExporting: known.isExporting,
  };
}

function isSharing(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  for (const it of right) if (left.has(it)) return true;
  return false;
}
