import { contentHash } from '../base/content-hash.js';
import type { Span } from '../base/span.js';

/**
 * A longer file is not read beside another one. Headers that long list the registers of a chip, and nothing else.
 * In UTF-16 code units; a power of two, so that an address is a file and an offset.
 */
export const longestOtherFile = 1 << 20;

const firstAddress = 2 ** 32;

/**
 * Where the places of another file begin while it is read beside the one that is analyzed, whose own places begin at 0.
 * It depends on the path alone, so that what was made of a file can be used with any other. Two paths in four billion
 * share one: then the second file is left out.
 */
export function addressOf(path: string): number {
  return firstAddress + Number.parseInt(contentHash(path).slice(0, 8), 16) * longestOtherFile;
}

export const isElsewhere = ({ start }: Span): boolean => start >= firstAddress;
