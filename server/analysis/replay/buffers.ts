// Where the memory behind a mapping lies on the machine: as the driver got it, with what lies beside it.
import { type AllocateBuffer, bytes, type KernelVa, offsetBy, type PhysAddr } from '#engine';
import type { Span } from '../base/span.js';
import type { ContractEntry } from '../contract/entry.js';
import type { Memory } from '../contract/world.js';
import { layoutOf, offsetOf, sizeOf } from '../graph/layout.js';
import type { FileIndex } from '../index/file-index.js';
import { code } from '../rules/words.js';
import { arrayOf, levelsOf, type Region, type RootRegion, rootOf } from '../symbolic/region.js';
import { showRegion, showTerm, type Terms } from '../symbolic/term.js';
import { type Results, resultOf } from './planned-op.js';

/** What is known of a file besides its paths. */
export interface MemoryFacts {
  readonly terms: Terms;
  readonly index: FileIndex;
  /** Where memory came from, for roots that an allocator of the table returned. */
  readonly memory: ReadonlyMap<RootRegion, Memory>;
}

/** Bytes inside an object that the op at `position` placed. */
export interface BufferRef {
  readonly position: number;
  readonly offset: number;
}

/** An object to place, before it is. */
export interface ObjectPlan {
  /** The same for everything that lies in the same object. */
  readonly key: string;
  readonly name: string;
  readonly region: AllocateBuffer['region'];
  /** At least this many bytes. */
  readonly size: number;
  /** Where the mapped bytes start. */
  readonly offset: number;
  readonly parts: readonly Part[];
}

/** The object behind a mapping. */
export interface MappedObject extends ObjectPlan {
  /** What the mapped bytes are called: the part they are, or the object. */
  readonly mapped: string;
  /** The allocator and its call, where the path saw it. */
  readonly from: { readonly allocator: string; readonly at: Span } | undefined;
}

export interface Part {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

export function objectBehind(facts: MemoryFacts, entry: ContractEntry, size: number): MappedObject {
  const { buffer } = entry;
  if (buffer === undefined) {
    const name = entry.cpu === undefined ? 'a buffer' : code(showTerm(entry.cpu));
    return { ...alone(`of ${entry.id}`, name, size), region: usualRegion(entry), from: undefined };
  }
  const root = rootOf(buffer);
  const memory = facts.memory.get(root);
  const from = memory === undefined ? undefined : { allocator: memory.allocator, at: memory.at };
  const region = regionOf(root, memory, entry);
  const placed = inStruct(facts, buffer);
  if (placed !== undefined) {
    const { offset, parts } = placed;
    const length = Math.max(placed.size, offset + size);
    const own = parts.find((part) => part.offset <= offset && offset < part.offset + part.size);
    const name = nameOfRoot(root);
    return { key: `root ${root.id}`, name, region, size: length, offset, parts, mapped: own?.name ?? name, from };
  }
  if (buffer.kind === 'root') return { ...alone(`root ${root.id}`, nameOfRoot(root), size), region, from };
  // A part at an unknown place is an object of its own; an element is named by its array.
  const name = arrayOf(buffer).kind === 'root' ? nameOfRoot(root) : code(showRegion(buffer));
  return { ...alone(`part ${buffer.id}`, name, size), region, from };
}

/** An object that is mapped as a whole. */
function alone(key: string, name: string, size: number): Omit<MappedObject, 'region' | 'from'> {
  return { key, name, size, offset: 0, parts: [], mapped: name };
}

function nameOfRoot({ name, pointer }: RootRegion): string {
  // Known by its page alone.
  if (pointer?.kind === 'apply' && pointer.name === 'address-of-page') return code(pointer.args.map(showTerm).join());
  // What nobody named but the call that returned it.
  return name.endsWith('()') ? `memory from ${code(name.slice(0, -2))}` : code(name);
}

/** An unknown pointer is taken for what most drivers map: memory from kmalloc. */
function regionOf(root: RootRegion, memory: Memory | undefined, entry: ContractEntry): AllocateBuffer['region'] {
  if (root.rootKind === 'stack') return 'stack';
  switch (memory?.kind) {
    case 'stack':
      return 'stack';
    case 'vmalloc':
    case 'percpu':
    case 'iomem':
    case 'remapped':
      return 'vmalloc';
    case 'pages':
    case 'kmap':
      return 'pages';
    default:
      return usualRegion(entry);
  }
}

const isPageCall = (name: string): boolean => name.includes('page');

const usualRegion = (entry: ContractEntry): AllocateBuffer['region'] =>
  entry.family === 'sg' || isPageCall(entry.origin.name) ? 'pages' : 'kmalloc';

interface InStruct {
  readonly size: number;
  readonly offset: number;
  readonly parts: readonly Part[];
}

/** A field of the one struct of this file that has such a field, with the fields around it. */
function inStruct(facts: MemoryFacts, buffer: Region): InStruct | undefined {
  const path = levelsOf(buffer).flatMap(({ field }) => field ?? []);
  const [outer] = path;
  if (outer === undefined) return undefined;
  const { index } = facts;
  const fitting = [...index.structs.values()].filter(
    (it) => it.kind === 'struct' && offsetOf(it.tag, path, index) !== undefined,
  );
  const [declaration] = fitting;
  if (declaration === undefined || fitting.length > 1) return undefined;
  const offset = offsetOf(declaration.tag, path, index) ?? 0;
  const root = rootOf(buffer);
  const parts = declaration.fields.flatMap((field): readonly Part[] => {
    const size = sizeOf(field.type, index) ?? 0;
    const at = field.name === undefined ? undefined : offsetOf(declaration.tag, [field.name], index);
    if (field.name === undefined || at === undefined || size === 0) return [];
    return [{ name: code(showRegion(facts.terms.field(root, field.name))), offset: at, size }];
  });
  const layout = layoutOf({ kind: 'struct', tag: declaration.tag }, index);
  return { size: layout?.size ?? 0, offset, parts };
}

export function kernelAddress(results: Results, { position, offset }: BufferRef): KernelVa | undefined {
  const va = resultOf(results, position, 'buffer')?.va;
  return va === undefined ? undefined : offsetBy(va, offset);
}

export function physicalAddress(results: Results, { position, offset }: BufferRef): PhysAddr | undefined {
  const buffer = resultOf(results, position, 'buffer');
  return buffer === undefined ? undefined : offsetBy(buffer.pa, offset);
}

export const sized = (size: number): ReturnType<typeof bytes> => bytes(Math.max(1, size));
