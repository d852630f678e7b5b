import { type RootRegion, rootOf } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import type { ApiCall, Argument, World } from './world.js';

/** Memory that must not be mapped: rules.md, `dma/map-stack` and `dma/map-vmalloc`. */
export function checkBuffer(world: World, call: ApiCall, buffer: Argument): void {
  const root = memoryBehind(world, buffer.term);
  if (root === undefined) return;
  if (root.rootKind === 'stack') {
    world.raise({
      id: 'BAD_MEMORY_STACK',
      at: call.at,
      heuristics: [],
      region: root,
      name: call.row.name,
      declaredAt: root.at,
    });
    return;
  }
  const memory = world.memoryOf(root);
  if (memory?.kind !== 'vmalloc') return;
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

/** The object an address, or the page of an address, lies in. */
function memoryBehind(world: World, address: Term): RootRegion | undefined {
  if (address.kind === 'apply' && address.name === 'page-of') {
    const [inner] = address.args;
    return inner === undefined ? undefined : memoryBehind(world, inner);
  }
  if (address.kind === 'pointer' || address.kind === 'symbol') return rootOf(world.terms.pointee(address));
  return undefined;
}
