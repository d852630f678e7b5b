/**
 * What one table word holds: a number where words have 32 bits, a bigint where they have 64. A format
 * uses one of the two throughout.
 */
export type Word = number | bigint;

/** How wide the words of a format are, and the way from any `Word` to the type it computes with. */
export interface WordWidth<W extends Word> {
  readonly wordBytes: 4 | 8;
  readonly zero: W;
  from(word: Word): W;
}

export const words32: WordWidth<number> = { wordBytes: 4, zero: 0, from: Number };
export const words64: WordWidth<bigint> = { wordBytes: 8, zero: 0n, from: BigInt };

/** `0x` and all digits of the word, eight or sixteen. */
export function hexWord(word: Word): string {
  return `0x${word.toString(16).padStart(typeof word === 'bigint' ? 16 : 8, '0')}`;
}
