import { type Mask, type MaskContext, argumentsOf, callEnd } from '../mask.js';

/**
 * Declarations made by macros. `DECLARE_BITMAP(name, n)` becomes `unsigned long name[n]` in place, `DECLARE_FLEX_ARRAY(t, name)`
 * becomes `t name`, and `struct_group(name, members…)` leaves its members; the side table tells the first two.
 */
export const memberMacros: Mask = {
  name: 'member-macros',
  wants: (word) =>
    word === 'DECLARE_BITMAP' ||
    word === 'DECLARE_FLEX_ARRAY' ||
    word === '__DECLARE_FLEX_ARRAY' ||
    /^_*struct_group(?:_attr|_tagged)?$/.test(word),
  apply(cx, at) {
    const close = callEnd(cx, at);
    if (close < 0 || cx.structure.scopeOf(at) === 'file' || cx.structure.scopeOf(at) === 'initializer') {
      return undefined;
    }
    const word = cx.tokens.text(at);
    if (word === 'DECLARE_BITMAP') {
      bitmap(cx, at, close);
    } else if (word.endsWith('DECLARE_FLEX_ARRAY')) {
      flexibleArray(cx, at, close);
    } else {
      group(cx, at, close);
    }
    // The parenthesis is dealt with: its arguments are declarations, not a call's.
    return at + 1;
  },
};

function bitmap(cx: MaskContext, at: number, close: number): void {
  const [name, bits] = argumentsOf(cx, at + 1, close);
  if (name === undefined || bits === undefined || bits.last < bits.first) {
    return;
  }
  cx.text.write(cx.tokens.start(at), cx.tokens.end(at + 1), 'unsigned long');
  cx.text.write(cx.tokens.start(name.last + 1), cx.tokens.end(name.last + 1), '[');
  cx.text.write(cx.tokens.start(close), cx.tokens.end(close), ']');
  cx.note({
    kind: 'member-macro',
    at: { start: cx.tokens.start(name.first), end: cx.tokens.end(name.last) },
    name: 'DECLARE_BITMAP',
  });
}

function flexibleArray(cx: MaskContext, at: number, close: number): void {
  const [type, name] = argumentsOf(cx, at + 1, close);
  if (type === undefined || name === undefined || name.last < name.first) {
    return;
  }
  cx.text.blank(cx.tokens.start(at), cx.tokens.end(at + 1));
  cx.text.blank(cx.tokens.start(type.last + 1), cx.tokens.end(type.last + 1));
  cx.text.blank(cx.tokens.start(close), cx.tokens.end(close));
  cx.note({
    kind: 'member-macro',
    at: { start: cx.tokens.start(name.first), end: cx.tokens.end(name.last) },
    name: 'DECLARE_FLEX_ARRAY',
  });
}

// Linux include/uapi/linux/stddef.h (6.12): names before the members. `struct_group(NAME, MEMBERS…)`.
const leadingNames: ReadonlyMap<string, number> = new Map([
  ['struct_group', 1],
  ['struct_group_attr', 2],
  ['struct_group_tagged', 2],
  ['__struct_group', 3],
]);

function group(cx: MaskContext, at: number, close: number): void {
  const names = leadingNames.get(cx.tokens.text(at)) ?? 1;
  const before = argumentsOf(cx, at + 1, close)[names - 1];
  if (before === undefined || close <= before.last + 1) {
    return;
  }
  // The semicolon behind it would be a field without a name and a type.
  const last = cx.tokens.is(close + 1, ';') ? close + 1 : close;
  cx.text.blank(cx.tokens.start(at), cx.tokens.end(before.last + 1));
  cx.text.blank(cx.tokens.start(close), cx.tokens.end(last));
}
