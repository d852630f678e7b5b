import type { FileIndex } from '../index/file-index.js';
import { eventAt } from './check-sg.js';
import { fieldIdOf } from './fields.js';
import type { Raise, WrittenFile } from './file.js';
import { callsOf, type Flow } from './flow.js';

/**
 * The lists of a crypto request come unmapped: Linux crypto/skcipher.c, aead.c and ahash.c (6.12) hand them on as they got
 * them. Whatever decides about a request before the driver maps it knows `sg->length` and no `sg_dma_len()`.
 */
export function checkRequestLists(file: WrittenFile, raise: Raise): void {
  const flows = file.functions.filter((flow) => reads.some((name) => flow.calls.has(name)));
  if (flows.length === 0) return;
  for (const flow of flows) {
    const sites = [...readsOfRequests(file, flow)];
    if (sites.length === 0 || !isBeforeAnyMap(file, flow)) continue;
    for (const { at, name } of sites) {
      raise({ ...eventAt(flow, at), id: 'SG_READ_BEFORE_MAP', name, mappedAt: undefined });
    }
  }
}

const reads = ['sg_dma_len', 'sg_dma_address'] as const;

// Linux include/crypto/skcipher.h, aead.h, hash.h, akcipher.h and kpp.h (6.12).
const requestLists = /^(?:(?:skcipher|aead|ahash|akcipher|kpp)_request)\.(?:src|dst)$/;

function* readsOfRequests(file: WrittenFile, flow: Flow) {
  for (const { instr, position, name } of callsOf(flow.graph)) {
    const [list] = instr.arguments;
    if (!reads.some((it) => it === name) || list === undefined) continue;
    if (isOfRequest(file, flow.sourcesOf(list, position, 'copies'))) yield { at: instr.calleeAt, name };
  }
}

/** `req->src`, or what a walk along the list that began there came to. */
function isOfRequest(file: WrittenFile, sources: ReturnType<Flow['sourcesOf']>): boolean {
  const isStart = (source: (typeof sources)[number]): boolean =>
    source.kind === 'load' && requestLists.test(fieldIdOf(source.place, file.index) ?? '');
  const isStep = (source: (typeof sources)[number]): boolean => source.kind === 'call' && source.name === 'sg_next';
  return sources.some(isStart) && sources.every((source) => isStart(source) || isStep(source));
}

/** Whether all that leads to a function are the entries of an algorithm, and nothing on these ways may map. */
function isBeforeAnyMap(file: WrittenFile, flow: Flow): boolean {
  const { index } = file;
  const above = new Set([flow.graph.name]);
  // A set visits what is added to it while it is walked.
  for (const name of above) {
    const callers = callersOf(index, name);
    if (callers.length === 0 && !isEntry(index, name)) return false;
    if (index.registrations.some((it) => it.functionName === name && !isEntryHow(it.how))) return false;
    for (const caller of callers) above.add(caller);
  }
  return ![...above].some((name) => mayMap(file, name, above));
}

const callersOf = ({ functions }: FileIndex, name: string): readonly string[] =>
  [...functions.values()].flatMap((it) => (it.name !== name && it.mentions.has(name) ? [it.name] : []));

const isEntryHow = (how: string): boolean =>
  /^ops-table \.(?:encrypt|decrypt|digest|update|final|finup|sign|verify)\b/.test(how);

const isEntry = (index: FileIndex, functionName: string): boolean =>
  index.registrations.some((it) => it.functionName === functionName && isEntryHow(it.how));

/** By itself, by a function of this file that it calls, or by one of another file that sounds like it. */
function mayMap(file: WrittenFile, name: string, above: ReadonlySet<string>): boolean {
  const seen = new Set([name]);
  for (const at of seen) {
    const declared = file.index.functions.get(at);
    if (declared === undefined) {
      const row = file.apiByName(at);
      if (row?.does === 'map' || (row === undefined && soundsLikeMap.test(at))) return true;
      continue;
    }
    for (const word of declared.mentions) {
      if (!declared.mentionedFields.has(word) && !above.has(word)) seen.add(word);
    }
  }
  return false;
}

const soundsLikeMap = /(?:^|_)(?:map|prep|prepare|dma)(?:_|$)/;
