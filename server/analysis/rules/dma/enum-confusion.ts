import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/dma-direction.h, dmaengine.h (6.12): two enumerations whose numbers agree for two names only.
export const enumConfusion: Rule = {
  id: 'dma/enum-confusion',
  category: 'attributes',
  level: 'warning',
  onByDefault: true,
  summary: 'A constant of another kind is given as the direction of a mapping',
  cwe: 628,
  on: {
    DIRECTION_OF_ANOTHER_KIND({ at, name, constant, kind }, report) {
      report({ at, message: `${code(constant)} given to ${code(name)} is ${kinds[kind]}` });
    },
  },
};

const kinds = {
  'transfer-direction': 'a transfer direction of the DMA engines',
  'pci-direction': 'a name that is gone',
  attribute: 'an attribute',
  none: 'no direction',
} as const;
