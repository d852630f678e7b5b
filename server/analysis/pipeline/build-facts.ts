import type { ContractEvent } from '../contract/event.js';
import type { BuildFacts } from '../module/module-files.js';
import { isWide } from '../rules/dma/handle-pointer-cast.js';
import type { WrittenEvent } from '../written/event.js';

/** Whether something can happen in any kernel the file is built for. */
export function isPossibleIn(build: BuildFacts | undefined, event: ContractEvent | WrittenEvent): boolean {
  switch (event.id) {
    case 'BAD_MEMORY':
      // The kernel image lies in the linear map, its constants beside its text: Linux kernel/dma/debug.c (6.12).
      return build?.isBuiltIn !== true || event.memory.kind !== 'static' || event.memory.isConst;
    case 'HANDLE_POINTER_CAST':
      return build?.is64Bit !== true || !isWide(event.type);
    default:
      return true;
  }
}
