/** A fenced C block of a page; `line` counts from 1 and is that of the opening fence. */
export interface CodeBlock {
  readonly text: string;
  readonly line: number;
}

export function codeBlocks(page: string): readonly CodeBlock[] {
  return [...page.matchAll(/^```c\n([\s\S]*?)^```$/gm)].map((match) => ({
    text: match[1] ?? '',
    line: page.slice(0, match.index).split('\n').length,
  }));
}
