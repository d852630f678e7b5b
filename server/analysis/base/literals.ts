const integer = /^(0[xX][\da-fA-F]+|0[bB][01]+|\d+)([uUlLzZ]*)$/;

/** Integer and character literals; `undefined` for floating point. The grammar takes a sign for part of the number. */
export function integerValue(text: string): number | undefined {
  if (text.startsWith('-')) {
    const value = integerValue(text.slice(1).trimStart());
    return value === undefined ? undefined : 0 - value;
  }
  if (text.startsWith("'")) return characterValue(text.slice(1, -1));
  const digits = integer.exec(text.replaceAll("'", ''))?.[1];
  if (digits === undefined) return undefined;
  return /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
}

/** As C gives it: `int` unless a suffix or the size asks for more. */
export function integerTypeName(text: string): string {
  const suffix = (integer.exec(text.replace(/^-\s*/, ''))?.[2] ?? '').toLowerCase();
  const value = integerValue(text) ?? 0;
  const isLong = suffix.includes('ll') || value > 0xffff_ffff;
  const isUnsigned = suffix.includes('u') || (value > 0x7fff_ffff && !isLong);
  if (isLong) return isUnsigned ? 'unsigned long long' : 'long long';
  if (suffix.includes('l')) return isUnsigned ? 'unsigned long' : 'long';
  return isUnsigned ? 'unsigned int' : 'int';
}

const escapes = new Map([
  ['n', 10],
  ['t', 9],
  ['r', 13],
  ['0', 0],
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['v', 11],
  ['e', 27],
]);

function characterValue(text: string): number | undefined {
  if (!text.startsWith('\\')) return text.codePointAt(0);
  const rest = text.slice(1);
  if (rest.startsWith('x')) return Number.parseInt(rest.slice(1), 16);
  if (/^[0-7]+$/.test(rest)) return Number.parseInt(rest, 8);
  return escapes.get(rest) ?? rest.codePointAt(0);
}

/** `"a" "b"` and friends: the bytes without quotes; escapes stay as written. */
export function stringText(literal: string): string {
  return [...literal.matchAll(/"((?:\\.|[^"\\])*)"/gs)].map((match) => match[1] ?? '').join('');
}
