import { findPlatform } from '../platforms/index.js';
import type { Platform } from '../platforms/platform.js';
import { vary } from '../platforms/variation.js';
import type { Command } from './command.js';
import { ScriptProblem } from './problem.js';

/**
 * `platform NAME [cma=off] [iova-base=0x20345000] [profile=k310] [without=Q1] [with=Q20]…`, the first line of a
 * script. An option is a switch of `platforms/switches.ts`, in words with hyphens.
 */
export function readPlatform({ verb, words: [name = '', ...options] }: Command): Platform {
  if (verb !== 'platform') throw new ScriptProblem('a script starts with its platform');
  const preset = findPlatform(name);
  if (preset === undefined) throw new ScriptProblem(`no platform ${name}`);
  const { platform, problems } = vary(preset, writtenIn(options));
  const [first] = problems;
  if (first !== undefined) throw new ScriptProblem(first.problem);
  return platform;
}

/** The options as switches and their values. */
function writtenIn(options: readonly string[]): Readonly<Record<string, unknown>> {
  const written: Record<string, unknown> = {};
  const quirks: Record<string, boolean> = {};
  for (const option of options) {
    const [key = '', value = ''] = option.split('=');
    if (key === 'with' || key === 'without') quirks[value] = key === 'with';
    else written[key.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())] = valueOf(value);
  }
  return { ...written, quirks };
}

function valueOf(word: string): unknown {
  if (word === 'true' || word === 'false') return word === 'true';
  return /^\d+$/.test(word) ? Number(word) : word;
}
