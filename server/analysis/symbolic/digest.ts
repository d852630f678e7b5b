/**
 * A sum of hashes, so that the order in which equal things were put together does not show. With 52 bits, two of a
 * thousand different states meet by accident once in nine billion functions.
 */
export type Digest = number;

export const emptyDigest: Digest = 0;

export const added = (digest: Digest, part: Digest): Digest => (digest + part) % modulus;
export const removed = (digest: Digest, part: Digest): Digest => (digest - part + modulus) % modulus;

/** The largest prime below 2^52: two digests still add exactly. */
const modulus = 2 ** 52 - 47;

export function hashOf(...values: readonly number[]): Digest {
  let high = 0x2545f491;
  let low = 0x9e3779b9;
  for (const value of values) {
    const lowWord = value | 0;
    // Bounds go up to 2^64 and infinity; whatever `| 0` drops is in the quotient.
    const highWord = (value / 2 ** 32) | 0;
    low = scrambled(low ^ lowWord, 0x85ebca6b);
    low = scrambled(low ^ highWord, 0xc2b2ae35);
    high = scrambled(high ^ low, 0x27d4eb2f);
  }
  return ((high >>> 6) * 2 ** 26 + (low >>> 6)) % modulus;
}

export function hashOfText(text: string): Digest {
  let low = 0x811c9dc5;
  let high = 0x2545f491;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995) ^ (high >>> 15);
  }
  return hashOf(low, high, text.length);
}

function scrambled(value: number, factor: number): number {
  const mixed = Math.imul(value ^ (value >>> 15), factor);
  return mixed ^ (mixed >>> 13);
}
