import type { MachineOp, OpResult } from '#engine';
import type { Span } from '../base/span.js';

/** One op of a plan. What it needs of earlier ops it names by their position, so a plan is made without a machine. */
export interface PlannedOp {
  /** The trace step it belongs to; `undefined` for what the plan adds. */
  readonly step: number | undefined;
  /** The line of C that events of this op name. */
  readonly at: Span;
  /** On its path the call failed. */
  readonly fails: boolean;
  /** After equal ops, equal keys mean equal ops. */
  readonly key: string;
  /** `undefined` where an earlier op did not give what this one needs. */
  readonly make: (results: Results) => MachineOp | undefined;
}

/** The result of the op at a position of the plan. */
export type Results = (position: number) => OpResult | undefined;

export type ResultOf<Kind extends OpResult['kind']> = Extract<OpResult, { kind: Kind }>;

/** A result of the kind that is needed. */
export function resultOf<Kind extends OpResult['kind']>(
  results: Results,
  position: number,
  kind: Kind,
): ResultOf<Kind> | undefined {
  const result = results(position);
  return result?.kind === kind ? (result as ResultOf<Kind>) : undefined;
}
