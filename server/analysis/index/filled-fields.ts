import { isKeyword } from '../text/mask.js';
import type { MaskedText } from '../text/masked-text.js';
import type { FunctionBody } from './function-body.js';

/**
 * Which struct fields a body fills from which calls: `r->dma = map(…)`, `alloc(dev, n, &r->dma)`, and the same
 * through a local. Reads tokens only: it is asked for every function of a file.
 */
export function filledFields(body: FunctionBody, masked: MaskedText): ReadonlyMap<string, ReadonlySet<string>> {
  const { tokens } = masked;
  const fields = new Map<string, Set<string>>();
  const locals = new Map<string, Set<string>>();
  for (let at = body.openBrace + 1; at < body.closeBrace; at += 1) {
    if (tokens.is(at, '(') && tokens.isWord(at - 1) && !isKeyword(tokens.text(at - 1))) {
      const callee = tokens.text(at - 1);
      record(fields, locals, placeBeforeAssignment(masked, at - 1), [callee]);
      for (const place of addressesGiven(masked, at)) {
        record(fields, locals, place, [callee]);
      }
    } else if (tokens.is(at, '=') && tokens.isWord(at + 1) && locals.has(tokens.text(at + 1))) {
      const place = placeEndingAt(masked, at - 1);
      if (place?.isField === true) {
        record(fields, locals, place, locals.get(tokens.text(at + 1)) ?? []);
      }
    }
  }
  return fields;
}

interface Place {
  readonly name: string;
  readonly isField: boolean;
}

function record(
  fields: Map<string, Set<string>>,
  locals: Map<string, Set<string>>,
  place: Place | undefined,
  callees: Iterable<string>,
): void {
  if (place === undefined) {
    return;
  }
  const table = place.isField ? fields : locals;
  const known = table.get(place.name) ?? new Set<string>();
  for (const callee of callees) {
    known.add(callee);
  }
  table.set(place.name, known);
}

/** What stands left of `= call` or `= (cast)call`. */
function placeBeforeAssignment(masked: MaskedText, callee: number): Place | undefined {
  const { tokens, structure } = masked;
  let before = callee - 1;
  if (tokens.is(before, ')')) {
    before = structure.partner(before) - 1;
  }
  return tokens.is(before, '=') ? placeEndingAt(masked, before - 1) : undefined;
}

function placeEndingAt({ tokens, structure }: MaskedText, last: number): Place | undefined {
  let at = last;
  while (tokens.is(at, ']')) {
    const open = structure.partner(at);
    if (open < 0) {
      return undefined;
    }
    at = open - 1;
  }
  if (!tokens.isWord(at)) {
    return undefined;
  }
  return { name: tokens.text(at), isField: tokens.is(at - 1, '->') || tokens.is(at - 1, '.') };
}

/** `&x->field` and `&local` among the arguments of a call; the first one is what the call works on, not what it fills. */
function addressesGiven(masked: MaskedText, open: number): readonly Place[] {
  const { tokens, structure } = masked;
  const close = structure.partner(open);
  const places: Place[] = [];
  for (let at = open + 1; at < close; at += 1) {
    const isArgumentStart = tokens.is(at - 1, ',');
    if (!tokens.is(at, '&') || !isArgumentStart) {
      continue;
    }
    let end = at + 1;
    while (end < close && !tokens.is(end, ',') && !tokens.is(end, ')')) {
      end = Math.max(end, structure.partner(end)) + 1;
    }
    const place = placeEndingAt(masked, end - 1);
    // `&pdev->dev` is the device, wherever it stands.
    if (place !== undefined && place.name !== 'dev') {
      places.push(place);
    }
  }
  return places;
}
