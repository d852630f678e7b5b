// 64-bit hashes as two 32-bit halves: JavaScript multiplies integers exactly only up to 53 bits.

/** Two independent halves, each in 0 … 2^32 − 1. Good for telling values apart, not for secrets. */
export interface Hash {
  readonly high: number;
  readonly low: number;
}

/** Of nothing: adding it changes nothing. */
export const noHash: Hash = { high: 0, low: 0 };

/** For members whose order does not matter. */
export function sumOf(left: Hash, right: Hash): Hash {
  return { high: (left.high + right.high) >>> 0, low: (left.low + right.low) >>> 0 };
}

export function differenceOf(left: Hash, right: Hash): Hash {
  return { high: (left.high - right.high) >>> 0, low: (left.low - right.low) >>> 0 };
}

/** For members whose order matters: `pairOf(a, b)` is not `pairOf(b, a)`. */
export function pairOf(left: Hash, right: Hash): Hash {
  return {
    high: scramble(scramble(left.high, 0x9e3779b1) ^ right.high, 0x85ebca77),
    low: scramble(scramble(left.low, 0xc2b2ae3d) ^ right.low, 0x27d4eb2f),
  };
}

/** Numbers that differ anywhere in their 53 bits differ here. */
export function hashNumber(value: number): Hash {
  if (!Number.isSafeInteger(value)) return hashText(`${value}`);
  const [upper, lower] = [Math.floor(value / 2 ** 32) | 0, value | 0];
  return {
    high: scramble(scramble(upper ^ 0x165667b1, 0x9e3779b1) ^ lower, 0xc2b2ae3d),
    low: scramble(scramble(lower ^ 0x5bd1e995, 0x85ebca77) ^ upper, 0x9e3779b1),
  };
}

export function hashText(text: string): Hash {
  let [high, low] = [0x811c9dc5, 0x7ee3623a];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca77);
  }
  return { high: scramble(high, 0xc2b2ae3d), low: scramble(low, 0x9e3779b1) };
}

/** Sixteen digits. */
export function hexOf({ high, low }: Hash): string {
  return `${high.toString(16).padStart(8, '0')}${low.toString(16).padStart(8, '0')}`;
}

/** Spreads every bit of a word over the whole word; `odd` picks one of many ways to. After MurmurHash3's finalizer. */
function scramble(word: number, odd: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), odd);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
