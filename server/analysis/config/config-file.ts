import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Span } from '../base/span.js';
import type { Notice } from '../findings/notice.js';
import type { SidecarEntry } from '../findings/suppress.js';
import { parseFileSettings } from './parse-settings.js';
import { createReader, type ValuePath, type ValueProblem } from './read-unknown.js';
import type { GivenSettings, KnownNames, SettingsPlace } from './settings.js';

export const configFileName = '.dma-lens.json';
export const sidecarFileName = '.dma-lens/suppressions.json';

/** Something wrong in a configuration file, at its place in that file. */
export interface ConfigProblem {
  readonly at: Span;
  readonly message: string;
}

export interface ParsedConfigFile {
  readonly given: GivenSettings;
  readonly problems: readonly ConfigProblem[];
}

/** `.dma-lens.json`: JSON with comments. What is wrong keeps its default, and everything else still counts. */
export function parseConfigFile(text: string, known: SettingsPlace): ParsedConfigFile {
  const json = parseJson(text);
  if (json.root === undefined) {
    return { given: {}, problems: json.problems };
  }
  const { given, problems } = parseFileSettings(json.value, known);
  return { given, problems: [...json.problems, ...problems.map((it) => located(json.root, it))] };
}

export interface ParsedSidecar {
  readonly entries: readonly PlacedEntry[];
  readonly problems: readonly ConfigProblem[];
  /** Entries that hide something without saying why. */
  readonly notices: readonly Notice[];
}

export interface PlacedEntry extends SidecarEntry {
  readonly at: Span;
}

/** `.dma-lens/suppressions.json`: `{ "suppressions": [{ "fingerprint": …, "rule": …, "reason": … }] }`. */
export function parseSidecar(text: string, known: KnownNames): ParsedSidecar {
  const json = parseJson(text);
  if (json.root === undefined) {
    return { entries: [], problems: json.problems, notices: [] };
  }
  const problems: ValueProblem[] = [];
  const list = createReader(json.value, problems).member('suppressions');
  if (!list.isGiven) {
    list.problem('a suppressions file has a list `suppressions`');
  }
  const entries = list.items().flatMap((item): readonly PlacedEntry[] => {
    const fingerprint = item.member('fingerprint').matching(/^[0-9a-f]{16}$/, 'a fingerprint of 16 hex digits');
    const rule = item.member('rule').oneOf([...known.rules]);
    const reason = item.member('reason').matching(/^/, 'a text') ?? '';
    if (!item.member('fingerprint').isGiven || !item.member('rule').isGiven) {
      item.problem('a suppression needs the `fingerprint` and `rule` of the finding it hides, and a `reason`');
    }
    const at = placeOf(json.root, item.path);
    return fingerprint === undefined || rule === undefined ? [] : [{ fingerprint, rule, reason: reason.trim(), at }];
  });
  return {
    entries,
    problems: [...json.problems, ...problems.map((it) => located(json.root, it))],
    notices: entries
      .filter(({ reason }) => reason === '')
      .map(({ at }) => ({
        id: 'dma-lens/suppression-without-reason',
        at,
        message: 'this suppression gives no reason',
      })),
  };
}

interface ParsedJson {
  readonly root: Node | undefined;
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
}

function parseJson(text: string): ParsedJson {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const problems = errors.map(({ error, offset, length }) => ({
    at: { start: offset, end: offset + length },
    message: `not valid JSON: ${inWords(printParseErrorCode(error))}`,
  }));
  return { root, value: root === undefined ? undefined : getNodeValue(root), problems };
}

/** `CommaExpected` → `comma expected`. */
const inWords = (code: string): string => code.replace(/\B[A-Z]/g, ' $&').toLowerCase();

const located = (root: Node | undefined, { path, message }: ValueProblem): ConfigProblem => ({
  at: placeOf(root, path),
  message,
});

/** The value at a path, or of the nearest thing around it that is there. */
function placeOf(root: Node | undefined, path: ValuePath): Span {
  for (let length = path.length; root !== undefined && length >= 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) {
      return { start: node.offset, end: node.offset + node.length };
    }
  }
  return { start: 0, end: 0 };
}
