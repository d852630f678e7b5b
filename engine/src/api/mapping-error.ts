import { findRecord, updateRecord } from '../contract/records.js';
import { dmaMappingError } from '../memory/dma-address.js';
import type { CheckMappingError } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import { markChecked } from './debug-checks.js';

/** dma_mapping_error: compares with all ones; 0 is a legal address. */
export function checkMappingError(state: MachineState, { device, address }: CheckMappingError): StepResult {
  const now = begin(state);
  markChecked(now, device, address);
  const record = findRecord(state, device, address);
  if (record?.kind === 'streaming') updateRecord(now, { ...record, errorCheck: 'checked' });
  return finish(now, { kind: 'error-flag', failed: address === dmaMappingError(state.platform) });
}
