import { type RootRegion, rootOf } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import type { ApiCall, Argument, World } from './world.js';

/** Memory that must not be mapped: rules.md, `dma/map-stack` and `dma/map-vmalloc`. */
export function checkBuffer(world: World, call: ApiCall, buffer: Argument): void {
  checkStack(world, call, buffer);
  const root = memoryBehind(world, buffer.term);
  if (root === undefined) return;
  const memory = world.memoryOf(root);
  if (memory?.kind !== 'vmalloc' && memory?.kind !== 'percpu') return;
  world.raise({
    id: 'BAD_MEMORY_VMALLOC',
    at: call.at,
    heuristics: [],
    what: root.name,
    name: call.row.name,
    allocator: memory.allocator,
    allocatedAt: memory.at,
  });
}

/** Buffers a subsystem maps for its caller may lie anywhere it knows how to handle, but never on the stack. */
export function checkStack(world: World, call: ApiCall, buffer: Argument): void {
  const root = memoryBehind(world, buffer.term);
  if (root?.rootKind !== 'stack') return;
  const { name } = call.row;
  world.raise({ id: 'BAD_MEMORY_STACK', at: call.at, heuristics: [], region: root, name, declaredAt: root.at });
}

/** The object an address, or the page of an address, lies in. */
function memoryBehind(world: World, address: Term): RootRegion | undefined {
  if (address.kind === 'apply' && address.name === 'page-of') {
    const [inner] = address.args;
    return inner === undefined ? undefined : memoryBehind(world, inner);
  }
  if (address.kind === 'pointer' || address.kind === 'symbol') return rootOf(world.terms.pointee(address));
  return undefined;
}
