// Numbers for the terms of a trace, and what is told about the ones somebody had to pick.
import { type Assumption, assign } from '../symbolic/assign.js';
import type { Constraints } from '../symbolic/constraints.js';
import { showTerm, symbolsOf, type Term, type Terms } from '../symbolic/term.js';

export interface Numbers {
  /** `undefined` for addresses and what the facts say too little about. */
  of(term: Term | undefined): number | undefined;
  /** `len = 1536 (any value ≥ 1)`, for every number picked. */
  readonly assumptions: readonly string[];
  /** Those for symbols of these terms. */
  assumptionsAbout(terms: readonly (Term | undefined)[]): readonly string[];
}

export function createNumbers(terms: Terms, facts: Constraints, wanted: readonly Term[]): Numbers {
  const { evaluate, assumptions } = assign(terms, facts, wanted);
  return {
    of: (term) => (term === undefined ? undefined : evaluate(term)),
    assumptions: assumptions.map(showAssumption),
    assumptionsAbout(about) {
      const symbols = new Set(about.flatMap((term) => (term === undefined ? [] : symbolsOf(term))));
      return assumptions.filter(({ symbol }) => symbols.has(symbol)).map(showAssumption);
    },
  };
}

function showAssumption({ symbol, value, minimum, maximum }: Assumption): string {
  return `${showTerm(symbol)} = ${value} (${showRange(minimum, maximum)})`;
}

/** Past this a bound says what the type or a safety margin allows, which is not worth telling. */
const worthTelling = 2 ** 24;

function showRange(minimum: number, maximum: number): string {
  const hasMinimum = minimum > 0;
  const hasMaximum = maximum < worthTelling;
  if (hasMinimum && hasMaximum) return `any value from ${minimum} to ${maximum}`;
  if (hasMinimum) return `any value ≥ ${minimum}`;
  return hasMaximum ? `any value ≤ ${maximum}` : 'any value';
}
