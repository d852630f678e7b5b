import type { ContractEvent } from '../contract/event.js';
import type { Trace } from '../exec/path.js';
import { createdBy, createdIn } from './agreement.js';
import type { CollectedFields, FilledOn } from './collect.js';
import type { FieldRecord, FieldUse, Fill } from './record.js';

/**
 * A block that is given to another pool than its own, after its own was destroyed on the same path: Linux mm/dmapool.c,
 * dma_pool_destroy() (6.12), found it busy then.
 */
export function destroyedBefore(
  { usedOn }: CollectedFields,
  record: FieldRecord,
  use: FieldUse,
  { fill, filled }: { readonly fill: Fill; readonly filled: FilledOn },
): { readonly event: ContractEvent; readonly before: Trace | undefined } | undefined {
  const own = createdBy(record, fill.device);
  if (own === undefined) return undefined;
  for (let trace = usedOn.get(use)?.trace; trace !== undefined; trace = trace.before) {
    const { step, before } = trace;
    if (step.kind !== 'api' || step.does !== 'free' || step.entry.family !== 'pool') continue;
    const destroy = [...usedOn.keys()].find((it) => isDestroy(it) && it.at.start === step.at.start);
    const gone = destroy === undefined ? undefined : createdIn(record, destroy.place.key);
    if (destroy === undefined || gone === undefined || ![...gone].every((name) => own.has(name))) continue;
    const { at, name } = destroy;
    return { event: { id: 'POOL_DESTROYED_BUSY', at, heuristics: [], entry: filled.entry, name }, before };
  }
  return undefined;
}

/** A pool is what is released, and nothing says where it came from. */
const isDestroy = ({ does, family, device, dmaPlace }: FieldUse): boolean =>
  does === 'release' && family === 'pool' && device === undefined && dmaPlace === undefined;
