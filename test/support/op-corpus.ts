// Ops to make others from: every op of every golden script, and what its fields were seen to hold. What comes out is
// well-typed because each field only takes values of its own name.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineOp } from '#engine';
import { playGolden, splitScript } from './machine-script.js';

type Field = string | number | boolean | undefined | readonly Field[] | { readonly [name: string]: Field };

export interface OpCorpus {
  readonly ops: readonly MachineOp[];
  /** Numbers by field name, strings by kind of op and field name. */
  readonly numbers: ReadonlyMap<string, readonly number[]>;
  readonly words: ReadonlyMap<string, readonly string[]>;
}

const folder = join(import.meta.dirname, '../golden/machine');

/** Where arithmetic goes wrong: around nothing, a line, a page, a section, the end of 32 bits. */
const edges = [0, 1, 31, 63, 64, 4095, 4096, 4097, 65536, 0xfffff, 0x100000, 0xfffff000, 0xffffffff, 2 ** 33];

export function readOpCorpus(): OpCorpus {
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.machine'));
  const ops = scripts.flatMap((name) =>
    playGolden(splitScript(readFileSync(join(folder, name), 'utf8')).input).frames.map((frame) => frame.op),
  );
  const numbers = new Map<string, Set<number>>();
  const words = new Map<string, Set<string>>();
  const note = (kind: string, name: string, value: Field): void => {
    if (typeof value === 'number') entry(numbers, name).add(value);
    else if (typeof value === 'string') entry(words, `${kind} ${name}`).add(value);
    else if (Array.isArray(value)) for (const item of value as readonly Field[]) note(kind, itemOf(name), item);
    else if (typeof value === 'object') for (const [key, item] of Object.entries(value)) note(kind, key, item);
  };
  for (const op of ops) note(op.kind, '', op as unknown as Field);
  for (const [name, values] of numbers) {
    if (!counts.has(name)) for (const edge of edges) values.add(edge);
  }
  return { ops, numbers: listed(numbers), words: listed(words) };
}

/** A page table has a word for every page, so more than a page above the kernel's largest block is only slow. */
const lengths: ReadonlySet<string> = new Set(['size', 'length', 'bytes', 'planeBytes']);
const longest = 0x401000;

/** Small numbers by nature: a million of them is only slow. */
const counts: ReadonlySet<string> = new Set([
  'nents',
  'pages',
  'count',
  'bits',
  'minor',
  'major',
  'cpu',
  'locksHeld',
  'order',
]);

/** What a list holds is not what a single field of its name holds: `pages` are a count, or addresses. */
function itemOf(name: string): string {
  return `${name}[]`;
}

function entry<V>(map: Map<string, Set<V>>, key: string): Set<V> {
  const known = map.get(key) ?? new Set<V>();
  map.set(key, known);
  return known;
}

function listed<V>(map: ReadonlyMap<string, ReadonlySet<V>>): ReadonlyMap<string, readonly V[]> {
  return new Map([...map].map(([key, values]) => [key, [...values]]));
}

/** Answers a number below `bound`. */
export type Choose = (bound: number) => number;

/** One op of the corpus with some of its fields changed. `fresh`: numbers the machine gave out meanwhile. */
export function variedOp(corpus: OpCorpus, choose: Choose, fresh: readonly number[]): MachineOp {
  const op = corpus.ops[choose(corpus.ops.length)];
  if (op === undefined) throw new Error('the corpus is empty');
  const vary = (name: string, value: Field): Field => {
    if (Array.isArray(value)) {
      const kept = (value as readonly Field[]).filter(() => choose(6) !== 0);
      return kept.map((item) => vary(itemOf(name), item));
    }
    if (typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, key === 'kind' ? item : vary(key, item)]),
      );
    }
    const isKept = choose(3) !== 0;
    if (typeof value === 'number') return bounded(name, isKept ? value : otherNumber(name, value));
    if (isKept) return value;
    if (typeof value === 'boolean') return choose(2) === 0;
    if (typeof value === 'string') return pick(corpus.words.get(`${op.kind} ${name}`) ?? [], choose) ?? value;
    return value;
  };
  const otherNumber = (name: string, value: number): number => {
    const known = corpus.numbers.get(name) ?? [];
    return pick(counts.has(name) || lengths.has(name) ? known : [...known, ...fresh], choose) ?? value;
  };
  return vary('', op as unknown as Field) as unknown as MachineOp;
}

function bounded(name: string, value: number): number {
  return lengths.has(name) ? Math.min(value, longest) : value;
}

function pick<V>(values: readonly V[], choose: Choose): V | undefined {
  return values.length === 0 ? undefined : values[choose(values.length)];
}
