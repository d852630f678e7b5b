import { fieldKeyOf } from '../graph/field-key.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { Place } from '../graph/instr.js';
import type { FileIndex } from '../index/file-index.js';
import { isClassKey, makesClassDevice } from './device-kinds.js';
import { sitesOf } from './flow.js';

/** What a function says of devices, asked of all functions of a module: most say nothing, and nothing is followed then. */
export interface DeviceMentions {
  /** A device that does no DMA is named or made. */
  readonly hasClass: boolean;
  /** A transfer of a DMA engine is prepared. */
  readonly prepares: boolean;
  /** An engine is registered: a driver of one uses its own channels, and its device is the engine's. */
  readonly provides: boolean;
}

/** Linux include/linux/dmaengine.h (6.12). */
export const preparing = /^dmaengine_prep_(?:slave_single|slave_sg|dma_cyclic|dma_memcpy|dma_memset)$/;
const providing = /^dma(?:enginem)?_async_device_register$|^of_dma_controller_register$/;

/** One function is read by every file of its module. */
const known = new WeakMap<FunctionGraph, DeviceMentions>();

export function deviceMentions(graph: FunctionGraph, index: FileIndex): DeviceMentions {
  const before = known.get(graph);
  if (before !== undefined) return before;
  const found = { hasClass: false, prepares: false, provides: false };
  for (const { instr } of sitesOf(graph)) {
    if (instr.kind === 'call') {
      const name = instr.callee.kind === 'name' ? instr.callee.name : '';
      found.hasClass ||= makesClassDevice(name);
      found.prepares ||= preparing.test(name);
      found.provides ||= providing.test(name);
    } else if (instr.kind === 'load') {
      found.hasClass ||= isClass(instr.place, graph, index);
    } else if (instr.kind === 'assign' && instr.value.kind === 'address') {
      found.hasClass ||= isClass(instr.value.place, graph, index);
    }
  }
  known.set(graph, found);
  return found;
}

function isClass(place: Place, graph: FunctionGraph, index: FileIndex): boolean {
  const key = place.steps.at(-1)?.kind === 'field' ? fieldKeyOf(place, graph, index)?.key : undefined;
  return key !== undefined && isClassKey(key);
}
