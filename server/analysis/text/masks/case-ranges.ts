import { type Mask, textBetween } from '../mask.js';

/** `case 'a' ... 'z':` keeps its lower end; the side table keeps the upper one. */
export const caseRanges: Mask = {
  name: 'case-ranges',
  wants: (word) => word === 'case',
  apply(cx, at) {
    let dots = -1;
    for (let next = at + 1; next < cx.tokens.count; next += 1) {
      const text = cx.tokens.text(next);
      if (text === '...') {
        dots = next;
      } else if (text === ':' && dots < 0) {
        return undefined;
      } else if (text === ':') {
        cx.text.blank(cx.tokens.start(dots), cx.tokens.end(next - 1));
        cx.note({
          kind: 'case-range',
          at: { start: cx.tokens.start(dots), end: cx.tokens.end(next - 1) },
          high: textBetween(cx, dots + 1, next - 1),
          highAt: { start: cx.tokens.start(dots + 1), end: cx.tokens.end(next - 1) },
        });
        return undefined;
      } else if (text === ';' || text === '{' || text === '}') {
        return undefined;
      }
    }
    return undefined;
  },
};
