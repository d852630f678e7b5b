import type { Names } from '#engine';
import type { UnitText } from '../module/unit-text.js';
import { nameOf } from '../rules/words.js';
import { opAtStep, type Replay } from './machine.js';

/** Events in the words of the source: mappings by what holds them, steps by their line. */
export function sourceNames(replay: Replay, text: UnitText): Names {
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
    shared: () => 'the shared buffer',
    step(id) {
      const op = opAtStep(replay, id);
      return op === undefined ? 'an earlier step' : text.place(op.at);
    },
  };
}

/** Counts from 1. */
/** Events begin with who acts, and `the device` may. */
export const capitalized = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
