import type { Platform } from '#engine';
import type { Question, Verdict } from '../replay/consequence.js';
import { consequenceOf, consequenceOfMapping } from '../replay/consequence.js';
import { createMachine } from '../replay/machine.js';
import type { ExploredFile } from './analyze-functions.js';
import type { SeenEntry, Witnessed } from './explorer.js';
import type { ParsedFile } from '../module/parsed-file.js';

/** An explored file with a machine to ask about it. */
export interface ReplayedFile extends Question {
  readonly explored: ExploredFile;
}

export function prepareReplay(parsed: ParsedFile, explored: ExploredFile, platform: Platform): ReplayedFile {
  return {
    text: parsed.text,
    explored,
    facts: { terms: explored.terms, index: parsed.index, memory: explored.memory },
    machine: createMachine(platform),
  };
}

/** What the machine shows of an event; the rules decide by themselves what it means. */
export function verdictOn(file: ReplayedFile, { event, functionName, trace, facts }: Witnessed): Verdict {
  if (event.id === 'BAD_MEMORY') {
    const made = mappingAt(file, functionName, event.at.start);
    return made === undefined
      ? { consequence: undefined, assumptions: [] }
      : consequenceOfMapping(file, made.entry, made);
  }
  return consequenceOf(file, event, { trace, facts });
}

/** The event comes before the mapping; the entry is what the call then made. */
function mappingAt({ explored }: ReplayedFile, functionName: string, start: number): SeenEntry | undefined {
  return explored.seen.find(
    (it) =>
      it.functionName === functionName &&
      it.at.start === start &&
      it.entry.origin.at.start === start &&
      it.entry.madeHere,
  );
}
