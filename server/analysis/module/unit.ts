import { isDmaApiName } from '../api/index.js';
import { type FunctionGraph, lengthOf } from '../graph/function-graph.js';
import { functionsNamedIn } from '../graph/named-functions.js';
import type { FileIndex, Registration } from '../index/file-index.js';
import { addressOf } from './address.js';
import { type DeclaredFile, outside, outsideName } from './declared-file.js';
import type { ParsedFile } from './parsed-file.js';
import type { LoweredFile } from './read-file.js';
import { type FollowedInline, isNamedIn } from './read-inline.js';
import { relocated } from './relocate.js';
import { UnitText } from './unit-text.js';

/** A `.c` file of a module that was read and lowered. */
export interface Member {
  readonly declared: DeclaredFile;
  /** What it declares and sees. */
  readonly view: FileIndex;
  readonly lowered: LoweredFile;
  /** Small functions of the kernel's headers that it calls. */
  readonly inlines: readonly FollowedInline[];
  /** Functions of other members that it hands to the kernel. */
  readonly registers: readonly Registration[];
  /** The names under which the members knew one another. */
  readonly exported: string;
}

/** One member as the analyzed file, the others beside it. */
export function unitOf(
  path: string,
  members: readonly Member[],
  {
    isAlone,
    isNamedAside,
    functionsAside,
  }: Pick<ParsedFile, 'isAlone'> & Pick<FileIndex, 'isNamedAside' | 'functionsAside'>,
): ParsedFile {
  const own = members.find((it) => it.declared.file.path === path);
  if (own === undefined) throw new Error(`${path} is no member of its module`);
  const others = members.filter((it) => it !== own);
  const headers = [...new Set(members.flatMap((it) => it.declared.headers))];
  const inlines = inlinesOf(members, own.view);
  const answers = [...inlines.values()].map(({ graph }) => graph);
  const elsewhere = [...headers.flatMap((it) => it.graphs), ...others.flatMap(graphsOutside), ...answers];
  const reachable = reachableFrom(own.lowered, elsewhere, answers);
  const functions = new Map(own.view.externals);
  for (const { declared } of others) {
    for (const [name, declaration] of outside(declared)) if (reachable.has(name)) functions.set(name, declaration);
  }
  for (const [name, { declaration }] of inlines) if (reachable.has(name)) functions.set(name, declaration);
  const files = [...inlines.values(), ...headers, ...others.map((it) => it.declared)].map((it) => it.file);
  return {
    ...own.lowered,
    index: {
      ...own.view,
      externals: functions,
      others: others.map((it) => it.declared.own),
      isNamedAside,
      functionsAside,
      isNamedInHeader: (word) => own.declared.headers.some(({ words }) => words.has(word)),
    },
    reachable: [...reachable.values()],
    elsewhere,
    isAlone,
    text: new UnitText(own.declared.file, files),
  };
}

/** What the members call of the kernel's headers, where the analyzed file calls nothing else by that name. */
function inlinesOf(members: readonly Member[], view: FileIndex): ReadonlyMap<string, FollowedInline> {
  const all = members.flatMap((it) => it.inlines).filter(({ declaration }) => !isNamedIn(view, declaration.name));
  return new Map(all.map((it) => [it.declaration.name, it]));
}

/**
 * Instructions of a function above which callers in other files do not follow it: then it does work of its own, where a
 * wrapper only stands between its caller and the API.
 */
const longestFollowed = 80;

const outsideGraphs = new WeakMap<LoweredFile, readonly FunctionGraph[]>();

/** The graphs of a member as other files see them. */
function graphsOutside({ declared: { file, own }, lowered }: Member): readonly FunctionGraph[] {
  const known = outsideGraphs.get(lowered);
  if (known !== undefined) return known;
  const to = { by: addressOf(file.path), nameOf: outsideName(file.path, own) };
  const graphs = lowered.cone.flatMap(({ graph }) =>
    graph === undefined ? [] : { ...relocated(graph, to), name: to.nameOf(graph.name) },
  );
  outsideGraphs.set(lowered, graphs);
  return graphs;
}

/** What the file's own functions call elsewhere, and what that calls, as far as it leads to the API or only answers. */
function reachableFrom(
  own: LoweredFile,
  elsewhere: readonly FunctionGraph[],
  answers: readonly FunctionGraph[],
): ReadonlyMap<string, FunctionGraph> {
  const leading = leadingToApi(elsewhere.filter((graph) => lengthOf(graph) <= longestFollowed));
  const byName = new Map([...answers.map((graph) => [graph.name, graph] as const), ...leading]);
  const reachable = new Map<string, FunctionGraph>();
  const work = own.cone.flatMap(({ graph }) => graph ?? []);
  for (const graph of work) {
    for (const name of functionsNamedIn(graph)) {
      const found = reachable.has(name) ? undefined : byName.get(name);
      if (found === undefined) continue;
      reachable.set(name, found);
      // An array visits what is added to it while it is walked.
      work.push(found);
    }
  }
  return reachable;
}

/** Short functions that call the API, or one of each other that does; any other does nothing to a mapping. */
function leadingToApi(short: readonly FunctionGraph[]): ReadonlyMap<string, FunctionGraph> {
  const leading = new Map<string, FunctionGraph>();
  for (let before = -1; before < leading.size; ) {
    before = leading.size;
    for (const graph of short) {
      const isLeading = functionsNamedIn(graph).some((name) => isDmaApiName(name) || leading.has(name));
      if (isLeading) leading.set(graph.name, graph);
    }
  }
  return leading;
}
