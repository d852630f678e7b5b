import { deviceId, type DeviceId, type Names } from '#engine';
import type { LineIndex } from '../base/line-index.js';
import { nameOf } from '../rules/words.js';
import { showTerm, type Term } from '../symbolic/term.js';
import { opAtStep, type Replay } from './machine.js';

/** Events in the words of the source: mappings by what holds them, steps by their line. */
export function sourceNames(replay: Replay, lines: LineIndex): Names {
  return {
    mapping(id) {
      for (const planned of replay.plan.mappings) {
        const result = replay.played[planned.made]?.result;
        const own =
          result?.kind === 'mapped'
            ? result.mapping
            : result?.kind === 'sg-mapped'
              ? result.list
              : result?.kind === 'allocated'
                ? result.allocation
                : undefined;
        if (own === id) return nameOf(planned.entry);
      }
      return 'the mapping';
    },
    step(id) {
      const op = opAtStep(replay, id);
      return op === undefined ? 'an earlier step' : `line ${lineOf(lines, op.at.start)}`;
    },
  };
}

/** Counts from 1. */
export const lineOf = (lines: LineIndex, offset: number): number => lines.lineColumnAt(offset).line + 1;

/** Most functions know one device; it needs no name. */
export function deviceNames(): (device: Term | undefined) => DeviceId {
  const known = new Map<string, DeviceId>();
  return (device) => {
    const name = device === undefined ? '' : showTerm(device);
    const id = known.get(name) ?? deviceId(known.size === 0 ? 'the device' : `the device of \`${name}\``);
    known.set(name, id);
    return id;
  };
}

/** Events begin with who acts, and `the device` may. */
export const capitalized = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
