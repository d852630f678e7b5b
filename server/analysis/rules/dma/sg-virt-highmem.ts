import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux include/linux/scatterlist.h (6.12), sg_virt(): "The caller must know that the sg entry has a page that is mapped in
// lowmem".
export const sgVirtHighmem: Rule = {
  id: 'dma/sg-virt-highmem',
  category: 'addressability',
  level: 'warning',
  onByDefault: true,
  summary: 'The CPU uses the linear address of an entry whose page may be in high memory',
  cwe: 119,
  on: {
    SG_HIGH_PAGE({ at, name, list }, report) {
      const message = `${code(name)} has no address for a page of high memory, and ${code(list)} may have such pages`;
      report({ at, message: `${message}; use \`sg_miter_start\`` });
    },
  },
};
