/**
 * Machine scripts: one op a line in the machine's own words, so that a trace can be read and written without
 * TypeScript.
 *
 *     platform armv7-iommu
 *     buffer b 64
 *     h = map-page dev0 b to-device
 *     unmap-page dev0 h 60 to-device
 *
 * The verbs stand in `verbs-*.ts`, addresses in `places.ts`, what can follow the platform in `platform-line.ts`.
 */
import { boot } from '../machine/boot.js';
import type { Frame } from '../machine/play.js';
import { step } from '../machine/step.js';
import type { Platform } from '../platforms/platform.js';
import { type Command, parseCommands } from './command.js';
import { printLog } from './log.js';
import { readPlatform } from './platform-line.js';
import { ScriptProblem } from './problem.js';
import { verbs } from './verbs.js';

export type PlayedScript =
  | {
      readonly kind: 'played';
      readonly platform: Platform;
      readonly frames: readonly Frame[];
      /** The events as text, a line each. */
      readonly log: readonly string[];
    }
  /** `line` is one-based. */
  | { readonly kind: 'problem'; readonly line: number; readonly message: string };

export function playScript(text: string): PlayedScript {
  try {
    return playCommands(parseCommands(text));
  } catch (problem) {
    if (!(problem instanceof ScriptProblem)) throw problem;
    return { kind: 'problem', line: problem.line, message: problem.message };
  }
}

function playCommands([first, ...commands]: readonly Command[]): PlayedScript {
  if (first === undefined) throw new ScriptProblem('a script starts with its platform', 1);
  const platform = located(first, () => readPlatform(first));
  const frames: Frame[] = [];
  const names = new Map<string, number>();
  let state = boot(platform);
  for (const command of commands) {
    const op = located(command, () => toVerb(command)({ platform, state, frames, names }, command));
    const result = step(state, op);
    const name = nameOf(command);
    if (name !== undefined) names.set(name, frames.length);
    frames.push({ op, ...result });
    state = result.state;
  }
  return { kind: 'played', platform, frames, log: printLog(frames, names) };
}

function toVerb({ verb }: Command): (typeof verbs)[string] {
  const found = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (found === undefined) throw new ScriptProblem(`no verb ${verb}`);
  return found;
}

/** Buffers are named by their first word, everything else by what stands before `=`. */
function nameOf({ name, verb, words }: Command): string | undefined {
  return name ?? (verb === 'buffer' || verb === 'place' ? words[0] : undefined);
}

function located<T>({ line }: Command, read: () => T): T {
  try {
    return read();
  } catch (problem) {
    throw problem instanceof ScriptProblem ? problem.at(line) : problem;
  }
}
