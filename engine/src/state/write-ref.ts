import type { DeviceId, StepId } from './ids.js';

/**
 * Who wrote a byte, instead of what it holds. A byte is stale where its reference differs from the
 * oracle's; since contents never move to another physical address, no offset is needed.
 */
export type WriteRef =
  | { readonly by: 'nobody' }
  | { readonly by: 'cpu'; readonly step: StepId }
  | { readonly by: 'kernel'; readonly step: StepId }
  | { readonly by: 'device'; readonly step: StepId; readonly device: DeviceId };

/** What memory holds before anyone wrote it. */
export const initialContents: WriteRef = { by: 'nobody' };
