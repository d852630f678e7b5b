import type { MaskedText } from '../text/masked-text.js';
import { tableTag } from './table-tag.js';

/** Something that a text puts into a field. */
export interface FunctionFill {
  readonly field: string;
  /** The name alone that stands right of `=`; empty for anything else, which stands for what nobody knows. */
  readonly value: string;
  /** The struct of the table that is written here; `undefined` for a statement, and where the text does not say. */
  readonly table: string | undefined;
  /** Whether the field is one of a struct inside of that table. */
  readonly isInner: boolean;
}

export interface FunctionFills {
  readonly fills: readonly FunctionFill[];
  /** Structs of which a table names no fields: `= { map_it, unmap_it }`, the old `map: map_it`, `= OPS(fast)`. */
  readonly byPlace: ReadonlySet<string>;
}

export const noFills: FunctionFills = { fills: [], byPlace: new Set() };

/** What a text puts into the fields asked for: `.field = x` and `->field = x`, also in a macro. */
export function readFunctionFills(masked: MaskedText, fields: { has(name: string): boolean }): FunctionFills {
  const { tokens, structure } = masked;
  const wanted = tokens.texts.map((text) => fields.has(text));
  const fills = new Map<string, FunctionFill>();
  const add = (fill: FunctionFill): void => {
    fills.set(`${fill.field} ${fill.value} ${fill.table} ${fill.isInner}`, fill);
  };
  const byPlace = new Set<string>();
  for (let at = 1; at < tokens.count; at += 1) {
    if (wanted[tokens.textId(at)] === true && isAssigned(masked, at)) {
      add({ field: tokens.text(at), value: assignedName(masked, at), ...tableAround(masked, at) });
    }
    if (tokens.is(at, 'struct') && isFilledAsWhole(masked, at + 2)) byPlace.add(tokens.text(at + 1));
    if (tokens.is(at, '{') && structure.braceKind(at) === 'initializer' && namesNoField(masked, at)) {
      const tag = tableTag(masked, at + 1);
      if (tag !== undefined) byPlace.add(tag);
    }
  }
  for (const { body } of masked.macros) {
    for (const [, field = ''] of body.matchAll(/(?:\.|->)\s*(\w+)\s*=(?!=)/g)) {
      if (fields.has(field)) add({ field, value: '', table: undefined, isInner: false });
    }
  }
  return { fills: [...fills.values()], byPlace };
}

const isAssigned = ({ tokens }: MaskedText, at: number): boolean =>
  (tokens.is(at - 1, '.') || tokens.is(at - 1, '->')) && tokens.is(at + 1, '=');

function assignedName({ tokens }: MaskedText, field: number): string {
  const at = tokens.is(field + 2, '&') ? field + 3 : field + 2;
  const isAlone = tokens.is(at + 1, ',') || tokens.is(at + 1, ';') || tokens.is(at + 1, '}');
  return isAlone ? tokens.text(at) : '';
}

function tableAround(masked: MaskedText, at: number): Pick<FunctionFill, 'table' | 'isInner'> {
  const { tokens, structure } = masked;
  if (structure.scopeOf(at) !== 'initializer') return { table: undefined, isInner: false };
  let isInner = false;
  for (
    let brace = structure.enclosingBrace(at);
    0 <= brace && structure.braceKind(brace) === 'initializer';
    brace = structure.enclosingBrace(brace)
  ) {
    // `.ops = {` is a struct of its own, `[0] = {` and `{` are elements of the table.
    if (tokens.is(brace - 1, '=') && tokens.is(brace - 3, '.')) isInner = true;
  }
  return { table: tableTag(masked, at), isInner };
}

/** `struct ops x = OPS(fast);`: what the text right of `=` means does not stand there. */
function isFilledAsWhole({ tokens, structure }: MaskedText, name: number): boolean {
  const after = tokens.is(name + 1, '[') ? structure.partner(name + 1) + 1 : name + 1;
  return tokens.isWord(name) && tokens.is(after, '=') && !tokens.is(after + 1, '{');
}

function namesNoField({ tokens }: MaskedText, brace: number): boolean {
  const isNamed = ['.', '[', '{', '}'].some((it) => tokens.is(brace + 1, it));
  return !isNamed && !tokens.is(brace + 2, '}');
}
