import { callsOf, type Flow } from './flow.js';
import type { Raise, WrittenFile } from './file.js';
import { oldNames } from './old-names.js';
import { functionNamed } from '../index/file-index.js';

/** Names the kernel has no more. A function or macro of the file with such a name is the file's own. */
export function checkOldNames(file: WrittenFile, flow: Flow, raise: Raise): void {
  const functionName = flow.graph.name;
  for (const { instr, position, name } of callsOf(flow.graph)) {
    if (functionNamed(file.index, name) !== undefined || file.index.macros.has(name)) continue;
    const common = { id: 'OLD_NAME', at: instr.calleeAt, heuristics: [], functionName } as const;
    const old = oldNames.get(name);
    if (old !== undefined) raise({ ...common, name, ...old });
    // Linux include/linux/dma-mapping.h (5.9): no direction yet, and memory to synchronize with dma_cache_sync().
    if (name === 'dma_alloc_noncoherent' && instr.arguments.length === 4) {
      const instead = 'dma_alloc_noncoherent with a direction';
      raise({ ...common, name, instead, since: '5.10', isGone: true, family: 'noncoherent' });
    }
    const isOldAttribute = instr.arguments.some((operand) =>
      flow
        .sourcesOf(operand, position, 'parts')
        .some((source) => source.kind === 'constant' && source.name === 'DMA_ATTR_NON_CONSISTENT'),
    );
    if (isOldAttribute && /^dmam?_/.test(name)) {
      const instead = 'dma_alloc_noncoherent';
      raise({
        ...common,
        name: 'DMA_ATTR_NON_CONSISTENT',
        instead,
        since: '5.10',
        isGone: true,
        family: 'noncoherent',
      });
    }
  }
}
