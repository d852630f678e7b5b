import type { BadMemory, MappedBy } from './bad-memory.js';
import type { RootRegion } from '../symbolic/region.js';
import { levelsOf, rootOf } from '../symbolic/region.js';
import { decide } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import { type ApiCall, type Argument, argumentOf, type Memory, type World } from './world.js';

/** Memory that must not be mapped, and pointers to none. Linux include/linux/dma-mapping.h, scatterlist.h (6.12). */
export function checkBuffer(world: World, call: ApiCall, buffer: Argument): void {
  const memory = badMemory(world, buffer.term);
  if (memory !== undefined) raise(world, call, memory, 'call');
  checkPointer(world, call, buffer);
}

/** `sg_init_one(&sg, buf, len)` asks for the page of an address in the linear map. */
export function checkListed(world: World, call: ApiCall, buffer: Argument): void {
  const memory = badMemory(world, buffer.term);
  if (memory !== undefined) raise(world, call, memory, 'list');
}

/** Buffers a subsystem maps for its caller may lie anywhere it knows how to handle, but not in these. */
export function checkLent(world: World, call: ApiCall, buffer: Argument): void {
  const memory = badMemory(world, buffer.term);
  const isRefused = memory?.kind === 'stack' || memory?.kind === 'static' || memory?.kind === 'literal';
  if (isRefused) raise(world, call, memory, 'subsystem');
}

function raise(world: World, { at, row }: ApiCall, memory: BadMemory, by: MappedBy): void {
  world.raise({ id: 'BAD_MEMORY', at, heuristics: [], memory, name: row.name, by });
}

function badMemory(world: World, address: Term): BadMemory | undefined {
  if (address.kind === 'string') return { kind: 'literal', what: address.text };
  const root = memoryBehind(world, address);
  if (root === undefined) return undefined;
  // A field of a type nobody saw may be a pointer: `&buf->data[at]`.
  const isOwn = address.kind !== 'pointer' || levelsOf(address.region).every((it) => !it.field || !it.index);
  if (!isOwn && world.memoryOf(root) === undefined) return undefined;
  const { name: what, at } = root;
  if (root.rootKind === 'stack') return { kind: 'stack', what, at, isConst: false };
  const isConst = root.rootKind === 'constant';
  // What a header declares may be anything, also a macro.
  if (isConst || root.rootKind === 'global') {
    return at === undefined ? undefined : { kind: 'static', what, at, isConst };
  }
  const memory = world.memoryOf(root);
  const kind = memory === undefined ? undefined : kindOf(memory, address);
  return memory === undefined || kind === undefined
    ? undefined
    : { kind, what, allocator: memory.allocator, at: memory.at };
}

function kindOf({ kind, isHigh }: Memory, address: Term): 'vmalloc' | 'kmap' | 'iomem' | undefined {
  switch (kind) {
    case 'vmalloc':
    case 'percpu':
      return 'vmalloc';
    case 'pages':
      // Of a high page there is no address but one that kmap() made.
      return isHigh && address.kind !== 'symbol' ? 'kmap' : undefined;
    case 'kmap':
    case 'iomem':
      return kind;
    default:
      return undefined;
  }
}

/** The object an address, or the page of an address, lies in. */
function memoryBehind(world: World, address: Term): RootRegion | undefined {
  if (address.kind === 'apply' && (address.name === 'page-of' || address.name === 'address-of-page')) {
    const [inner] = address.args;
    return inner === undefined ? undefined : memoryBehind(world, inner);
  }
  if (address.kind === 'pointer' || address.kind === 'symbol') return rootOf(world.terms.pointee(address));
  return undefined;
}

/** NULL, an error pointer, memory whose allocation nobody tested, or nothing at all. */
function checkPointer(world: World, call: ApiCall, buffer: Argument): void {
  const common = { id: 'BAD_POINTER', at: call.at, heuristics: [], name: call.row.name } as const;
  if (buffer.role !== 'cpu-address') return;
  const argument = argumentOf(call, 'size');
  const size = argument?.term;
  // A sum begins with 0, and whether anything is added to it depends on counts that the path does not know.
  const isNothing = size?.kind === 'const' && size.value === 0 && argument?.isWritten === true;
  if (isNothing) world.raise({ ...common, problem: 'no-bytes', allocated: undefined });
  const root = memoryBehind(world, buffer.term);
  const memory = root === undefined ? undefined : world.memoryOf(root);
  // A 0 read from zeroed memory may be an array whose declaration nobody saw, and who passes NULL for "no data" passes 0
  // for its size: what an allocation returned is neither.
  const isFailed = memory !== undefined && decide(world.terms, world.facts, buffer.term) === 'no';
  if (buffer.term.kind !== 'const' && isFailed) {
    world.raise({ ...common, problem: 'null', allocated: undefined });
    return;
  }
  const pointer = root?.pointer;
  if (root === undefined || memory === undefined || pointer === undefined || memory.kind === 'coherent') return;
  const allocated = { what: root.name, allocator: memory.allocator, at: memory.at };
  if (memory.fails === 'null' && decide(world.terms, world.facts, pointer) === 'unknown') {
    world.raise({ ...common, problem: 'untested', allocated });
  } else if (memory.fails === 'error-pointer' && isError(world, pointer) !== 'no') {
    world.raise({ ...common, problem: 'error-pointer', allocated });
  }
}

const isError = (world: World, pointer: Term) =>
  decide(world.terms, world.facts, world.terms.apply('is-err', [pointer], flag));

const flag = { name: 'IS_ERR', bits: 1, signed: false, isPointer: false } as const;
