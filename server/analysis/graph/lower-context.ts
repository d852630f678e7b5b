import type { FileIndex } from '../index/file-index.js';
import type { MaskedText } from '../text/masked-text.js';
import { prepareText } from '../text/prepare.js';
import type { CParser } from '../tree/parser.js';
import type { LowerContext } from './lowering.js';
import { copySyntax } from './copy-syntax.js';
import type { Syntax } from './syntax.js';

/** What the functions of one file share while they are lowered. Expansions of macros are parsed once per text. */
export function createLowerContext(index: FileIndex, text: MaskedText, parser: CParser): LowerContext {
  const fragments = new Map<string, Syntax>();
  return {
    index,
    text,
    parseFragment(fragment) {
      const known = fragments.get(fragment);
      if (known !== undefined) return known;
      const parsed = parseFragment(fragment, parser);
      fragments.set(fragment, parsed);
      return parsed;
    },
  };
}

function parseFragment(fragment: string, parser: CParser): Syntax {
  const masked = prepareText(fragment);
  const tree = parser.parse(masked.text);
  try {
    return copySyntax(tree.root, masked);
  } finally {
    tree.delete();
  }
}
