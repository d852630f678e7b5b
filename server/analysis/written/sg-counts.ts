import type { Span } from '../base/span.js';
import type { CallInstr, Operand } from '../graph/instr.js';
import { apiCalls, argumentIn, type WrittenCall, type WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf } from './flow.js';
import type { ListOrigins } from './list-origins.js';
import { walkStarts } from './list-walks.js';

/** A list that is mapped, by the fields that keep it and its number of entries. */
export interface MappedList {
  readonly list: string;
  readonly entries: string;
  /** Where the driver keeps how many segments there are. */
  readonly results: ReadonlySet<string>;
  /** Any other result than the number of entries counts as a failure. */
  readonly isRefused: boolean;
  readonly at: Span;
}

export function mappedLists(file: WrittenFile, origins: ListOrigins): readonly MappedList[] {
  const found = mapsOf(file, origins);
  if (found.length === 0) return found;
  const compared = file.functions.flatMap((flow) => comparedFields(flow, origins));
  const isCompared = (entries: string, results: ReadonlySet<string>): boolean =>
    compared.some(
      (fields) => fields.includes(entries) && fields.some((field) => field !== undefined && results.has(field)),
    );
  return found.map((it) => (isCompared(it.entries, it.results) ? { ...it, isRefused: true } : it));
}

function mapsOf(file: WrittenFile, origins: ListOrigins): readonly MappedList[] {
  return file.functions.flatMap((flow) =>
    apiCalls(file, flow).flatMap((call) => {
      if (call.row.does !== 'map' || call.row.family !== 'sg') return [];
      const [list, entries] = [argumentIn(call, 'scatterlist'), argumentIn(call, 'entries')];
      const names = [list, entries].map((it) =>
        it === undefined ? undefined : fieldRead(origins, flow, it, call.position),
      );
      const [listField, entriesField] = names;
      if (listField === undefined || entriesField === undefined || entries === undefined) return [];
      const key = flow.keyOf(entries, call.position);
      return {
        list: listField,
        entries: entriesField,
        results: keptIn(origins, call),
        isRefused: key !== undefined && isComparedWith(flow, call.instr, key),
        at: call.instr.calleeAt,
      };
    }),
  );
}

/** The field a value is read from. */
export function fieldRead(origins: ListOrigins, flow: Flow, operand: Operand, position: Position): string | undefined {
  const [only, ...others] = flow.sourcesOf(operand, position, 'copies');
  return only?.kind === 'load' && others.length === 0 ? origins.fieldOf(flow, only.place, only.position) : undefined;
}

/** The field that keeps the list an entry belongs to. */
export function listFieldOf(origins: ListOrigins, flow: Flow, entry: Operand, position: Position): string | undefined {
  const fields = walkStarts(flow, entry, position).map(({ source }) =>
    source.kind === 'load' ? origins.fieldOf(flow, source.place, source.position) : undefined,
  );
  const [only, ...others] = new Set(fields);
  return others.length > 0 ? undefined : only;
}

/**
 * What the number of entries is called, where a function goes by it although the driver keeps how many segments were made
 * of them.
 */
export function countedInstead(
  lists: readonly MappedList[],
  list: string | undefined,
  bound: string | undefined,
): MappedList | undefined {
  const ofList = lists.filter((it) => it.list === list);
  const isKept = ofList.length > 0 && ofList.every((it) => it.entries === bound && !it.isRefused);
  const kept = ofList.find(({ results }) => results.size > 0);
  return isKept && bound !== undefined && !ofList.some(({ results }) => results.has(bound)) ? kept : undefined;
}

function keptIn(origins: ListOrigins, { flow, instr: map }: WrittenCall): ReadonlySet<string> {
  const fields = sitesOf(flow.graph).flatMap(({ instr, position }) => {
    if (instr.kind !== 'store') return [];
    const isResult = flow
      .sourcesOf(instr.value, position, 'copies')
      .some((source) => source.kind === 'call' && source.instr === map);
    return isResult ? (origins.fieldOf(flow, instr.place, position) ?? []) : [];
  });
  return new Set(fields);
}

/** The fields on both sides of each comparison. */
const comparedFields = (flow: Flow, origins: ListOrigins): readonly (readonly (string | undefined)[])[] =>
  sitesOf(flow.graph).flatMap(({ instr, position }) => {
    if (instr.kind !== 'assign' || instr.value.kind !== 'binary' || !/^(?:[!=]=|<)$/.test(instr.value.operator))
      return [];
    return [[instr.value.left, instr.value.right].map((side) => fieldRead(origins, flow, side, position))];
  });

/** Whoever refuses any other result may use either number. */
export function isComparedWith(flow: Flow, map: CallInstr, key: string): boolean {
  return sitesOf(flow.graph).some(({ instr, position }) => {
    if (instr.kind !== 'assign' || instr.value.kind !== 'binary' || !/^(?:[!=]=|<)$/.test(instr.value.operator))
      return false;
    const sides = [instr.value.left, instr.value.right];
    const isResult = (side: Operand): boolean =>
      flow.sourcesOf(side, position, 'copies').some((source) => source.kind === 'call' && source.instr === map);
    return sides.some(isResult) && sides.some((side) => flow.keyOf(side, position) === key);
  });
}
