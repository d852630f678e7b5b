import { pageBytes } from '../api/constants.js';
import type { Flow } from './flow.js';
import { apiCalls, isDriverOfSeveralFiles, isLibrary, mentionsAny, type Raise, type WrittenFile } from './file.js';

/** Linux include/linux/dma-mapping.h (6.12), dma_get_max_seg_size(): of a device that says nothing. */
const defaultLimit = 64 * 1024;

/** Pages that lie side by side become one entry of any length; what a device gives no limit for is split at 64 KiB. */
export function checkSegments(file: WrittenFile, flow: Flow, raise: Raise): void {
  if (!flow.calls.has(builder)) return;
  if (isDriverOfSeveralFiles(file) || isLibrary(file) || mentionsAny(file, /max_seg(?:ment)?_size/)) return;
  const calls = apiCalls(file, flow);
  const mapped = calls.find(({ row }) => row.does === 'map' && row.family === 'sg');
  if (mapped === undefined) return;
  for (const call of calls) {
    const count = call.name === builder ? call.instr.arguments[2] : undefined;
    const isFew = count?.kind === 'number' && count.value * pageBytes <= defaultLimit;
    if (count === undefined || isFew) continue;
    raise({
      id: 'SEGMENT_SIZE',
      at: call.instr.calleeAt,
      heuristics: [],
      functionName: flow.graph.name,
      name: call.name,
      mappedAt: mapped.instr.calleeAt,
    });
  }
}

const builder = 'sg_alloc_table_from_pages';
