import type { GeometryProblem } from '../../written/event.js';
import type { Rule } from '../rule.js';
import { code } from '../words.js';

export const poolGeometry: Rule = {
  id: 'dma/pool-geometry',
  category: 'lifecycle',
  level: 'warning',
  onByDefault: true,
  summary: 'A DMA pool is created with a size, an alignment or a boundary that it cannot have',
  cwe: 628,
  on: {
    POOL_GEOMETRY({ at, name, problem, value, needed }, report) {
      report({ at, message: `${code(name)} always fails with ${show[problem](value, needed)}` });
    },
  },
};

const show: { readonly [Problem in GeometryProblem]: (value: number, needed: number | undefined) => string } = {
  'no-size': () => 'blocks of 0 bytes',
  alignment: (value) => `an alignment of ${value}, which is no power of two`,
  boundary: (value) => `a boundary of ${value}, which is no power of two`,
  'small-boundary': (value, needed) => `a boundary of ${value}, which is less than the ${needed} bytes of a block`,
};
