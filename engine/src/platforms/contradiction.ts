import type { Platform } from './platform.js';
import type { SwitchName } from './switches.js';

/** Two parts of a machine that do not go together. */
export interface Contradiction {
  /** The switch that is most likely wrong. */
  readonly at: SwitchName;
  /** One sentence without a full stop. */
  readonly problem: string;
}

export type PlatformRule = (platform: Platform) => readonly Contradiction[];

/** Nothing where it `holds`. */
export function demand(holds: boolean, at: SwitchName, problem: string): readonly Contradiction[] {
  return holds ? [] : [{ at, problem }];
}
