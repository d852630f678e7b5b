// Which of its messages the kernel's checker really prints: by default the first, and then none.
// Source: kernel/dma/debug.c (6.12), err_printk and driver_filter.

import { kernelMessageOf } from '../ops/event-traits.js';
import type { MachineEvent } from '../ops/event.js';
import type { StepResult } from '../ops/step-result.js';
import type { DebugState } from '../state/debug-state.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';

/** The events of a step that the kernel log of the machine shows; `before` is the state the step began in. */
export function kernelLogOf(before: MachineState, events: readonly MachineEvent[]): readonly MachineEvent[] {
  return printErrors(before, events).printed;
}

/** Counts a step's errors. */
export function countErrors(before: MachineState, result: StepResult): StepResult {
  const { errors, numErrors } = printErrors(before, result.events);
  if (errors === 0) return result;
  const { debug } = result.state;
  const counted: DebugState = {
    ...debug,
    errorCount: debug.errorCount + errors,
    options: { ...debug.options, numErrors },
  };
  return { ...result, state: { ...result.state, debug: counted } };
}

interface Printing {
  readonly printed: readonly MachineEvent[];
  readonly errors: number;
  /** How many are still to be printed. */
  readonly numErrors: number;
}

function printErrors({ debug, driver, platform }: MachineState, events: readonly MachineEvent[]): Printing {
  const { allErrors, driverFilter } = debug.options;
  const printed: MachineEvent[] = [];
  let { numErrors } = debug.options;
  let errors = 0;
  if (!platform.dmaDebug) return { printed, errors, numErrors };
  for (const event of events) {
    const check = kernelMessageOf(event);
    if (check === 'none') continue;
    // A warning of its own, outside the count and the filter.
    if (check === 'D22') {
      printed.push(event);
      continue;
    }
    errors += 1;
    const device = deviceOf(event);
    const isWanted =
      driverFilter === undefined || (device !== undefined && driver.drivers.get(device) === driverFilter);
    if (isWanted && (allErrors || 0 < numErrors)) printed.push(event);
    // Errors of other drivers use the number up as well.
    if (!allErrors && 0 < numErrors) numErrors -= 1;
  }
  return { printed, errors, numErrors };
}

/** The device a message is about. */
function deviceOf(event: MachineEvent): DeviceId | undefined {
  if ('device' in event && typeof event.device === 'string') return event.device;
  if ('record' in event && event.record !== undefined) return event.record.device;
  return event.id === 'OVERLAPPING_MAPPINGS' ? event.second.device : undefined;
}
