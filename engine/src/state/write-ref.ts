import { type Hash, noHash } from '../data/hash.js';
import type { DeviceId, StepId } from './ids.js';

/**
 * Who wrote a byte, instead of what it holds. A byte is stale where its reference differs from the
 * oracle's; since contents never move to another physical address, no offset is needed.
 *
 * `step` is for people. What tells two writes apart is their `identity`, made of the writer, the
 * place, and what was there before (`memory/contents.ts`): a write is the same write whether
 * something happened elsewhere before or after it.
 */
export type WriteRef =
  | { readonly by: 'nobody'; readonly identity: Hash }
  | { readonly by: 'cpu'; readonly step: StepId; readonly identity: Hash }
  | { readonly by: 'kernel'; readonly step: StepId; readonly identity: Hash }
  | { readonly by: 'device'; readonly step: StepId; readonly device: DeviceId; readonly identity: Hash };

/** What memory holds before anyone wrote it. */
export const initialContents: WriteRef = { by: 'nobody', identity: noHash };
