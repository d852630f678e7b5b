const multiplierLow = 0x1b3;
const word = 0x1_0000_0000;

/**
 * FNV-1a with 64 bits as 16 hex digits: the key of caches and fingerprints, never of anything an attacker chooses.
 * UTF-16 code units go in low byte first, the high byte only when it is not zero, so ASCII gives the published
 * values (draft-eastlake-fnv-21, section 6.1.2).
 */
export function contentHash(text: string): string {
  let low = 0x84222325;
  let high = 0xcbf29ce4;

  const mix = (byte: number): void => {
    low = (low ^ byte) >>> 0;
    // The prime is 2^40 + 0x1b3. Every product stays below 2^53, where numbers are exact.
    const product = low * multiplierLow;
    const carry = Math.floor(product / word);
    high = (high * multiplierLow + carry + low * 0x100) % word;
    low = product % word;
  };

  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    mix(unit & 0xff);
    if (unit > 0xff) {
      mix(unit >>> 8);
    }
  }
  return hex(high) + hex(low);
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
