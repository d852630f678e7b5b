import { checkPlatform } from './check.js';
import { nearestName } from './nearest.js';
import type { Platform } from './platform.js';
import { type SwitchName, switches } from './switches.js';

/** Something wrong with a variation, and where: a switch, and for quirks which one. */
export interface VariationProblem {
  readonly at: readonly string[];
  /** One sentence without a full stop. */
  readonly problem: string;
}

export interface VariedPlatform {
  /** The machine with every value that fits; the one it started from when the rest makes no machine. */
  readonly platform: Platform;
  readonly problems: readonly VariationProblem[];
}

export const switchNames = Object.keys(switches) as readonly SwitchName[];

/** A machine with other values of its switches, as they were written: `{ cma: 'off', ram: '512M', quirks: { Q1: false } }`. */
export function vary(preset: Platform, written: Readonly<Record<string, unknown>>): VariedPlatform {
  const problems: VariationProblem[] = Object.keys(written).flatMap(unknownSwitch);
  let platform = preset;
  for (const name of switchNames) {
    if (!Object.hasOwn(written, name)) continue;
    const switched = switches[name].set(platform, written[name]);
    platform = switched.platform;
    problems.push(
      ...switched.misfits.map((it) => ({ at: [name, ...it.within], problem: `\`${name}\` ${it.problem}` })),
    );
  }
  const contradictions = checkPlatform(platform).map(({ at, problem }) => ({ at: [at], problem }));
  return {
    platform: contradictions.length === 0 ? platform : preset,
    problems: [...problems, ...contradictions],
  };
}

function unknownSwitch(name: string): readonly VariationProblem[] {
  if (Object.hasOwn(switches, name)) return [];
  const meant = nearestName(name, switchNames);
  const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
  return [{ at: [name], problem: `there is no switch \`${name}\`${hint}` }];
}
