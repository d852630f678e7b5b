/**
 * The names of `#include "…"` lines in their order, each once. Lines that `#if` takes away count too: a header more
 * says no more than it declares. What stands in angle brackets belongs to the kernel.
 */
export function quotedIncludes(text: string): readonly string[] {
  return [...new Set([...text.matchAll(includeLine)].map((match) => match[1] ?? ''))];
}

/** The names of `#include <…>` lines: headers of the kernel. */
export function angleIncludes(text: string): readonly string[] {
  return [...new Set([...text.matchAll(angleLine)].map((match) => match[1] ?? ''))];
}

const angleLine = /^[ \t]*#[ \t]*include[ \t]*<([^>\n]+)>/gm;
const includeLine = /^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm;
